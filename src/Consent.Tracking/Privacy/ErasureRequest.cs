namespace Consent.Tracking;

/// <summary>A request to erase a contact (GDPR art. 17).</summary>
/// <param name="Contact">Whom; every id that is linked with it is the same person and is erased too.</param>
/// <param name="Ground">The legal ground, such as <c>GDPR 17(1)(b)</c>. It stays in the log: no personal data. 1,024 characters are kept, and of another text the digest of the whole.</param>
public sealed record ErasureRequest(ContactId Contact, string Ground)
{
    /// <summary>
    /// What is kept. Where a no is in force it is always kept that the id must not be contacted (art. 17(3)(b), 21(3)), unless <see cref="ErasureKeeps.Nothing"/> is
    /// asked for.
    /// </summary>
    public ErasureKeeps Keeps { get; init; }

    /// <summary>
    /// The person's request that it answers (<see cref="ActingRequests.FileAsync"/>): that it was answered is then recorded with the erasure, or not at all where nothing is erased. <see langword="null"/>: none; other open
    /// requests of the person stay open, with no word of whose they are.
    /// </summary>
    /// <remarks>The request of somebody else is not answered by it, nor one of a person of whom nothing is on record: answer that by <see cref="ActingRequests.AnswerAsync"/>.</remarks>
    public SubjectRequestNumber? Answers { get; init; }

    /// <summary>The type's name only.</summary>
    public override string ToString() => "ErasureRequest(hidden)";
}
