namespace Consent;

/// <summary>Which parts a snapshot's bytes have, and how a flag is packed.</summary>
internal static class SnapshotPart
{
    /// <summary>A second table: the flags that count differ from the contact's own, because of links.</summary>
    public const int Counted = 1;

    /// <summary>An incarnation and a revision.</summary>
    public const int Revision = 2;

    /// <summary>Links, documents, unknown nodes, a state.</summary>
    public const int More = 4;

    public const int All = Counted | Revision | More;

    /// <summary>Of a flag: its two lowest bits say which, these what.</summary>
    public const int Active = 4;

    public const int Attested = 8;

    public const int Complete = 16;

    public const int Confirmed = 32;

    /// <summary>Dates follow that the statement in force does not imply.</summary>
    public const int Extra = 64;

    /// <summary>Of such dates: which there are.</summary>
    public const int Protective = 1;

    public const int LatestPermissive = 2;

    public const int LatestAsserted = 4;

    public const int EarliestGive = 8;

    /// <summary>Of an acceptance: which there are.</summary>
    public const int Language = 1;

    public const int TextSha256 = 2;

    /// <summary>Of an origin's contact: the snapshot's own, or none; greater: a place in the table, plus two.</summary>
    public const int Self = 0;

    public const int Nobody = 1;
}
