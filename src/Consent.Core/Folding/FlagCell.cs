namespace Consent;

/// <summary>One flag of one node, packed into 24 bytes: a snapshot has one for each flag that is set.</summary>
internal readonly struct FlagCell
{
    // From the top: the node (19 bits), two bits of flag, seven of proof, and these in the low four. So one shift gives the key that cells are sorted by.
    private const int NodeShift = 13;
    private const int FlagShift = 11;
    private const int ProofShift = 4;
    private const uint ActiveBit = 1;
    private const uint AttestedBit = 2;
    private const uint CompleteBit = 4;
    private const uint SpanBit = 8;
    private const int PositionBits = 12;

    private readonly uint _nodeAndBits;
    private readonly uint _extraAndPosition;

    public FlagCell(int node, in RecordedStatement statement, int extra)
        : this(
            node, statement.Flag, statement.IsActive, statement.IsAttested, statement.IsComplete, statement.Proof, statement.OccurredAt, statement.Origin, statement.Position, extra,
            statement.Span is not null)
    {
    }

    public FlagCell(
        int node, ConsentFlag flag, bool isActive, bool isAttested, bool isComplete, StatementProof proof, Timestamp at, StatementOrigin origin, int position, int extra, bool hasSpan)
    {
        var isProtective = isActive == (flag != ConsentFlag.Status);
        At = at;
        Origin = origin;
        _nodeAndBits = Room(node, extra) | ((uint)flag << FlagShift) | ((uint)proof << ProofShift) | (isActive ? ActiveBit : 0) | (isAttested || isProtective ? AttestedBit : 0)
            | (isComplete ? CompleteBit : 0) | (hasSpan ? SpanBit : 0);
        _extraAndPosition = ((uint)extra << PositionBits) | (uint)position;
    }

    private FlagCell(in FlagCell cell, int node, int extra)
    {
        At = cell.At;
        Origin = cell.Origin;
        _nodeAndBits = Room(node, extra) | (cell._nodeAndBits & ((1u << NodeShift) - 1));
        _extraAndPosition = ((uint)extra << PositionBits) | cell.Position;
    }

    public Timestamp At { get; }

    public StatementOrigin Origin { get; }

    public int Node => (int)(_nodeAndBits >> NodeShift);

    public ConsentFlag Flag => (ConsentFlag)((_nodeAndBits >> FlagShift) & 3);

    /// <summary>Sorts by node, then flag.</summary>
    public int Key => (int)(_nodeAndBits >> FlagShift);

    public bool IsActive => (_nodeAndBits & ActiveBit) != 0;

    public bool IsAttested => (_nodeAndBits & AttestedBit) != 0;

    public bool IsComplete => (_nodeAndBits & CompleteBit) != 0;

    public StatementProof Proof => (StatementProof)((_nodeAndBits >> ProofShift) & 0x7F);

    public bool IsConfirmed => (Proof & StatementProof.Confirmed) != StatementProof.None;

    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>Whether the statement has dates of its own: they stand in the table's extra.</summary>
    public bool HasSpan => (_nodeAndBits & SpanBit) != 0;

    /// <summary>One more than the place of the full state among the table's extras; 0 when all of it follows from this cell.</summary>
    public int Extra => (int)(_extraAndPosition >> PositionBits);

    public ushort Position => (ushort)(_extraAndPosition & ((1 << PositionBits) - 1));

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

    /// <summary>The statement that this was packed from; the node is the one that it names here, the span the one in the table's extra.</summary>
    public RecordedStatement Statement(PurposePath node, StatementSpan? span = null) =>
        new(node, Flag, IsActive, At, IsAttested ? StatementWeight.Attested : StatementWeight.Asserted, IsComplete, Proof, Origin, Position, span);

    /// <summary>The same cell in another table: of another index, its full state in another place.</summary>
    public FlagCell Placed(int node, int extra) => new(this, node, extra);

    public static int KeyOf(int node, ConsentFlag flag) => (node << (NodeShift - FlagShift)) | (int)flag;

    private static uint Room(int node, int extra) => node < 1 << (32 - NodeShift) && extra < 1 << (32 - PositionBits)
        ? (uint)node << NodeShift
        : throw new InvalidOperationException($"A contact's record has room for {1 << (32 - NodeShift)} nodes.");
}
