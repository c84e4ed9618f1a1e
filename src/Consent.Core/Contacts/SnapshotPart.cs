namespace Consent;

/// <summary>Which parts a snapshot's bytes have, and how a flag is packed.</summary>
internal static class SnapshotPart
{
    /// <summary>A second table: the flags that count differ from the contact's own, because of links.</summary>
    public const int Counted = 1;

    /// <summary>An incarnation and a revision.</summary>
    public const int Revision = 2;

    /// <summary>Links, what sources said, unknown nodes, a state.</summary>
    public const int More = 4;

    /// <summary>Beside the flags: pauses, gives that wait, when they were asked; of its own flags, and of those that count.</summary>
    public const int Beside = 8;

    public const int CountedBeside = 16;

    /// <summary>The last entries said nothing that counts: how many.</summary>
    public const int Waiting = 32;

    public const int All = Counted | Revision | More | Beside | CountedBeside | Waiting;

    /// <summary>Of a flag: its two lowest bits say which, these what, and from <see cref="ProofShift"/> on its proof.</summary>
    public const int Active = 4;

    public const int Attested = 8;

    public const int Complete = 16;

    /// <summary>What the statement in force does not imply follows.</summary>
    public const int Extra = 32;

    /// <summary>Dates of the statement's own follow.</summary>
    public const int Span = 64;

    public const int ProofShift = 7;

    public const int MaxBits = (1 << (ProofShift + 7)) - 1;

    /// <summary>Of such an extra: which parts there are.</summary>
    public const int Protective = 1;

    public const int LatestPermissive = 2;

    public const int LatestAsserted = 4;

    public const int WasGiven = 8;

    /// <summary>Of a statement's own dates: which there are.</summary>
    public const int From = 1;

    public const int Until = 2;

    public const int Ends = 4;

    /// <summary>Of what a source said of a flag: the flag is in the two lowest bits, its value in the next two.</summary>
    public const int ValueShift = 2;

    public const int NotAsked = 16;

    public const int FirstYes = 32;

    public const int AcceptedAt = 64;

    /// <summary>Of an acceptance: which there are.</summary>
    public const int Language = 1;

    public const int TextSha256 = 2;

    /// <summary>Of a link.</summary>
    public const int Linked = 1;

    public const int Rectified = 2;

    /// <summary>Of a closing: there is none.</summary>
    public const int NeverClosed = 0;

    /// <summary>Plus the kind.</summary>
    public const int ClosedAs = 1;

    /// <summary>Plus the kind, where noes follow (<see cref="ClosedId.Noes"/>).</summary>
    public const int ClosedWithNoesAs = ClosedAs + (int)ClosedKind.Rectified + 1;

    /// <summary>Of an origin's contact: the snapshot's own, or none; greater: a place in the table, plus two.</summary>
    public const int Self = 0;

    public const int Nobody = 1;
}
