namespace Consent;

/// <summary>A declared edge of a taxonomy: one node covers another besides those below it.</summary>
/// <param name="From">The covering node.</param>
/// <param name="To">The node covered, with all below it.</param>
/// <param name="OnlyForDirectMarketing">The edge does not hold for a request that says it serves no direct marketing (GDPR art. 21(2)).</param>
public sealed record CoveringEdge(PurposePath From, PurposePath To, bool OnlyForDirectMarketing);
