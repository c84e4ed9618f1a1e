namespace Consent.Storage;

/// <summary>Asks for one contact's record, and whether a change id was recorded for it.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Change">The change id; <see langword="default"/>: none is asked for.</param>
public readonly record struct ContactLookup(ContactId Contact, ChangeId Change = default)
{
    /// <summary>Whether a record that was altered is to be replaced (<see cref="ConsentCommit.Rebuilds"/>), and so is no error to whoever writes.</summary>
    public bool Rebuilds { get; init; }
}
