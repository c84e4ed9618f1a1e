namespace Consent;

/// <summary>That an id which was closed and another closed id were said to be one person, or not to be: a link without an id in it.</summary>
/// <param name="Digest">The keyed digest of the other id.</param>
/// <param name="OccurredAt">From when they were one person, or no longer.</param>
/// <param name="IsLinked">Linked, or unlinked.</param>
/// <param name="PermissiveFrom">From when it counts where it would permit more (<see cref="LinkEvent.PermissiveFrom"/>).</param>
public readonly record struct ClosedLink(Sha256Digest Digest, Timestamp OccurredAt, bool IsLinked, Timestamp PermissiveFrom)
{
    /// <summary>When and what: not the digest, by which somebody who has the key could find the id.</summary>
    public override string ToString() => $"{(IsLinked ? "linked" : "unlinked")} at {OccurredAt}";

    /// <summary>As it stands in a record's links.</summary>
    internal LinkEvent ToEvent() => new(ClosedId.NameOf(Digest), OccurredAt, IsLinked, Timestamp.Max(OccurredAt, PermissiveFrom));
}
