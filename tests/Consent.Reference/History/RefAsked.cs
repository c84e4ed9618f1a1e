namespace Consent.Reference;

/// <summary>RULES 2: the person was asked about a purpose and put it off.</summary>
/// <param name="Contact">The id that was asked.</param>
/// <param name="Purpose">About what.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
/// <param name="ChangeId">The change that records it.</param>
/// <param name="Index">The place in the log of the entry that records it.</param>
public sealed record RefAsked(string Contact, string Purpose, long At, string ChangeId, long Index);
