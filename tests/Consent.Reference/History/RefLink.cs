namespace Consent.Reference;

/// <summary>Two ids said to be one person, or said not to be; the pair has no order.</summary>
/// <param name="A">One id.</param>
/// <param name="B">The other.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
/// <param name="Linked">True for <c>linked</c>, false for <c>unlinked</c>.</param>
public sealed record RefLink(string A, string B, long At, bool Linked)
{
    /// <summary>From when it counts where it would permit more, where that is later than its own date: dated back by somebody who may not, or an undoing dated back.</summary>
    public long? PermissiveFrom { get; init; }

    /// <summary>The change that said it.</summary>
    public string ChangeId { get; init; } = "";

    /// <summary>The place in the log of the entry that recorded it.</summary>
    public long Index { get; init; }
}
