namespace Consent.Reference;

/// <summary>RULES 1: a change or a link recorded before it whose record was wrong.</summary>
/// <param name="Contact">Of whom.</param>
/// <param name="ChangeId">The change or link that leaves the fold at every T.</param>
/// <param name="Index">The place in the log of the entry that says so.</param>
public sealed record RefRectified(string Contact, string ChangeId, long Index);
