namespace Consent;

/// <summary>The flags, and what stands beside them: pauses, gives that wait, when they were asked.</summary>
internal ref partial struct SnapshotReader
{
    private FlagTable Table((FlagCell[] Cells, FlagState[] Extras) flags, BesideFlags beside) =>
        new(taxonomy, flags.Cells, flags.Extras, flags.Cells.Length == 0 ? [] : _strangers, beside);

    private (FlagCell[] Cells, FlagState[] Extras) Flags()
    {
        var count = _bytes.Count(5, "flags");
        if (count == 0)
        {
            return ([], []);
        }

        var cells = new FlagCell[count];
        List<FlagState>? extras = null;
        var isSorted = true;
        for (var i = 0; i < count; i++)
        {
            var path = _bytes.Place(_paths.Length, "a node");
            var node = _nodes[path];
            if (node < 0)
            {
                throw _bytes.Flaw("have a flag on a node that is not among the flags'");
            }

            cells[i] = Cell(node, (extras?.Count ?? 0) + 1, out var span);
            if (cells[i].Extra > 0)
            {
                (extras ??= []).Add(Extra(cells[i].Statement(_paths[path], span)));
            }

            isSorted = isSorted && (i == 0 || cells[i - 1].Key < cells[i].Key);
        }

        if (!isSorted)
        {
            // Written under a taxonomy with another order.
            Array.Sort(cells, static (a, b) => a.Key.CompareTo(b.Key));
            for (var i = 1; i < count; i++)
            {
                _ = cells[i - 1].Key != cells[i].Key ? true : throw _bytes.Flaw("have a flag twice");
            }
        }

        return (cells, extras is null ? [] : [.. extras]);
    }

    /// <summary>A statement as the cell of a node; what it does not hold follows.</summary>
    /// <param name="node">The node's index.</param>
    /// <param name="extra">The place of what follows, should anything follow.</param>
    /// <param name="span">The statement's own dates.</param>
    private FlagCell Cell(int node, int extra, out StatementSpan? span)
    {
        var bits = _bytes.Number();
        if (bits > SnapshotPart.MaxBits || (bits & 3) == 3)
        {
            throw _bytes.Flaw("have a flag of a kind that this version does not know");
        }

        var at = _bytes.Time();
        var origin = _origins[_bytes.Place(_origins.Length, "an origin")];
        var position = _bytes.Place(EntryFacts.MaxStatements, "a place in a change");
        span = (bits & SnapshotPart.Span) == 0 ? null : Span();
        return new(
            node, (ConsentFlag)(bits & 3), (bits & SnapshotPart.Active) != 0, (bits & SnapshotPart.Attested) != 0, (bits & SnapshotPart.Complete) != 0,
            (StatementProof)(bits >> SnapshotPart.ProofShift), at, origin, position, (bits & SnapshotPart.Extra) == 0 ? 0 : extra, span is not null);
    }

    private StatementSpan Span()
    {
        var parts = _bytes.Bits(SnapshotPart.From | SnapshotPart.Until | SnapshotPart.Ends, "dates");
        return StatementSpan.Of(OptionalTime(parts & SnapshotPart.From), OptionalTime(parts & SnapshotPart.Until), OptionalTime(parts & SnapshotPart.Ends))
            ?? throw _bytes.Flaw("have a span without dates");
    }

    /// <summary>What a flag's cell does not imply. It must be such as comes about by folding.</summary>
    private FlagState Extra(in RecordedStatement inForce)
    {
        var parts = _bytes.Bits(15, "dates");
        RecordedStatement? no = (parts & SnapshotPart.Protective) == 0 ? null : Cell(0, 0, out _).Statement(inForce.Node);
        var latestPermissive = OptionalTime(parts & SnapshotPart.LatestPermissive);
        var latestAsserted = OptionalTime(parts & SnapshotPart.LatestAsserted);
        var state = inForce.IsPause ? null : FlagState.Restored(inForce, no, latestPermissive, latestAsserted, (parts & SnapshotPart.WasGiven) != 0);
        return state ?? throw _bytes.Flaw("have dates of a flag that do not fit each other");
    }

    private BesideFlags Beside()
    {
        var pauses = Statements(StatementWeight.Attested);
        var pending = Statements(StatementWeight.Pending);
        var asked = new AskedAt[_bytes.Count(2, "askings")];
        for (var i = 0; i < asked.Length; i++)
        {
            asked[i] = new(_paths[_bytes.Place(_paths.Length, "a node")], _bytes.Time());
        }

        var beside = BesideFlags.None.With([.. pauses, .. pending], asked);
        return beside.Pauses.Length == pauses.Length && beside.Pending.Length == pending.Length && beside.Asked.Length == asked.Length && !beside.IsEmpty
            ? beside
            : throw _bytes.Flaw("have pauses, askings or waiting gives that do not fit each other");
    }

    private RecordedStatement[] Statements(StatementWeight weight)
    {
        var statements = new RecordedStatement[_bytes.Count(5, "statements")];
        for (var i = 0; i < statements.Length; i++)
        {
            var path = _paths[_bytes.Place(_paths.Length, "a node")];
            var said = Cell(0, 0, out var span).Statement(path, span);
            statements[i] = new(path, said.Flag, said.IsActive, said.OccurredAt, weight, said.IsComplete, said.Proof, said.Origin, said.Position, span);
            if (weight == StatementWeight.Pending ? !statements[i].IsPending : !(statements[i].IsPause && statements[i].IsProtective))
            {
                throw _bytes.Flaw("have a statement beside the flags that belongs among them");
            }
        }

        return statements;
    }

    private Timestamp? OptionalTime(int isThere) => isThere == 0 ? null : _bytes.Time();
}
