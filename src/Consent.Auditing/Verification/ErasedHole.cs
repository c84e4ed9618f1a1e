namespace Consent.Auditing;

/// <summary>Between two entries of a contact some are erased, which named somebody else.</summary>
/// <param name="Before">The entry before them; -1: they were the first.</param>
/// <param name="Last">The last of them, as the entry after them says.</param>
/// <param name="Missing">How many revisions are missing there.</param>
internal sealed record ErasedHole(long Before, long Last, long Missing);
