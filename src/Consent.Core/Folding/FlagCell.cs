namespace Consent;

/// <summary>One flag of one node, packed into 24 bytes: a snapshot has one for each flag that is set.</summary>
internal readonly struct FlagCell
{
    // From the top: the node, two bits of flag, and these in the low six. So one shift gives the key that cells are sorted by.
    private const int NodeShift = 8;
    private const int FlagShift = 6;
    private const int ActiveBit = 1;
    private const int AttestedBit = 2;
    private const int CompleteBit = 4;
    private const int ConfirmedBit = 8;
    private const int PositionBits = 7;

    private readonly int _nodeAndBits;
    private readonly int _extraAndPosition;

    public FlagCell(int node, in RecordedStatement statement, int extra)
    {
        At = statement.OccurredAt;
        Origin = statement.Origin;
        _nodeAndBits = (KeyOf(node, statement.Flag) << FlagShift) | (statement.IsActive ? ActiveBit : 0) | (statement.IsAttested ? AttestedBit : 0)
            | (statement.IsComplete ? CompleteBit : 0) | (statement.IsConfirmed ? ConfirmedBit : 0);
        _extraAndPosition = (extra << PositionBits) | statement.Position;
    }

    /// <summary>From a snapshot's bytes, whose bits are those of <see cref="SnapshotPart"/>.</summary>
    public FlagCell(int node, ConsentFlag flag, int bits, Timestamp at, StatementOrigin origin, int position, int extra)
    {
        At = at;
        Origin = origin;
        var isActive = (bits & SnapshotPart.Active) != 0;
        var isAttested = (bits & SnapshotPart.Attested) != 0 || isActive == (flag != ConsentFlag.Status);
        _nodeAndBits = (KeyOf(node, flag) << FlagShift) | (isActive ? ActiveBit : 0) | (isAttested ? AttestedBit : 0)
            | ((bits & SnapshotPart.Complete) != 0 ? CompleteBit : 0) | ((bits & SnapshotPart.Confirmed) != 0 ? ConfirmedBit : 0);
        _extraAndPosition = (extra << PositionBits) | position;
    }

    public Timestamp At { get; }

    public StatementOrigin Origin { get; }

    public int Node => _nodeAndBits >> NodeShift;

    public ConsentFlag Flag => (ConsentFlag)((_nodeAndBits >> FlagShift) & 3);

    /// <summary>Sorts by node, then flag.</summary>
    public int Key => _nodeAndBits >> FlagShift;

    public bool IsActive => (_nodeAndBits & ActiveBit) != 0;

    public bool IsAttested => (_nodeAndBits & AttestedBit) != 0;

    public bool IsComplete => (_nodeAndBits & CompleteBit) != 0;

    public bool IsConfirmed => (_nodeAndBits & ConfirmedBit) != 0;

    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>One more than the place of the full state among the table's extras; 0 when the dates follow from this cell.</summary>
    public int Extra => _extraAndPosition >> PositionBits;

    public byte Position => (byte)(_extraAndPosition & ((1 << PositionBits) - 1));

    /// <summary>As <see cref="RecordedStatement.CompareTo"/>, for two gives.</summary>
    public static int CompareGives(in FlagCell a, in FlagCell b)
    {
        var order = a.IsAttested.CompareTo(b.IsAttested);
        order = order != 0 ? order : a.At.CompareTo(b.At);
        order = order != 0 ? order : a.IsComplete.CompareTo(b.IsComplete);
        order = order != 0 ? order : a.Origin.Change.CompareTo(b.Origin.Change);
        order = order != 0 ? order : a.Origin.Contact.CompareTo(b.Origin.Contact);
        return order != 0 ? order : a.Position.CompareTo(b.Position);
    }

    /// <summary>The statement that this was packed from; the node is the one that it names here.</summary>
    public RecordedStatement Statement(PurposePath node) => new(node, Flag, IsActive, At, IsAttested, IsComplete, IsConfirmed, Origin, Position);

    public static int KeyOf(int node, ConsentFlag flag) => (node << (NodeShift - FlagShift)) | (int)flag;
}
