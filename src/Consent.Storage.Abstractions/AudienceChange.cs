namespace Consent.Storage;

/// <summary>That a contact's record was written, or went away.</summary>
/// <param name="Position">Where it stands in the order of writing: greater than 0, and than that of any earlier change.</param>
/// <param name="Number">The contact's number: 0 or greater.</param>
/// <param name="Snapshot">The record; <see langword="null"/> when the contact was erased or suppressed.</param>
public readonly record struct AudienceChange(long Position, long Number, ContactConsents? Snapshot)
{
    /// <summary>Position, and how many flags: no personal data.</summary>
    public override string ToString() => $"{Position}: {Snapshot?.ToString() ?? "gone"}";
}
