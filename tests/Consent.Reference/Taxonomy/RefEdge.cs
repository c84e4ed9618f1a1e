namespace Consent.Reference;

/// <summary>A declared covering edge: what is said on one node also touches another and all below it.</summary>
/// <param name="From">The covering node.</param>
/// <param name="To">The covered node.</param>
/// <param name="Conditional">True where the edge vanishes for a request that serves no direct marketing.</param>
public sealed record RefEdge(string From, string To, bool Conditional);
