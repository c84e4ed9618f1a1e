namespace Consent.Reference;

/// <summary>Two ids said to be one person, or said not to be; the pair has no order.</summary>
/// <param name="A">One id.</param>
/// <param name="B">The other.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
/// <param name="Linked">True for <c>linked</c>, false for <c>unlinked</c>.</param>
/// <param name="PermissiveFrom">From when it counts where it would permit more: a link for permissive statements, an undoing for the noes that stop counting.</param>
public sealed record RefLink(string A, string B, long At, bool Linked, long PermissiveFrom);
