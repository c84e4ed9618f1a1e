namespace Consent;

/// <summary>A declared edge of a taxonomy: one node covers purposes besides those below it.</summary>
/// <param name="From">The covering node.</param>
/// <param name="To">The purpose covered, with all below it; of a group, the purposes below it and not the group itself.</param>
/// <param name="OnlyForDirectMarketing">The edge does not hold for a request that says it serves no direct marketing (GDPR art. 21(2)).</param>
public sealed record CoveringEdge(PurposePath From, PurposePath To, bool OnlyForDirectMarketing);
