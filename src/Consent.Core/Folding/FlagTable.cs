namespace Consent;

/// <summary>The folded flags of one contact: packed cells sorted by node, the few states whose dates say more than their cell, and paths the taxonomy does not know.</summary>
internal sealed class FlagTable
{
    private readonly FlagCell[] _cells;
    private readonly BesideCells _beside;

    /// <summary>Takes cells sorted by key, the states that they refer to, strangers in order, what stands beside.</summary>
    internal FlagTable(PurposeTaxonomy taxonomy, FlagCell[] cells, FlagState[] extras, PurposePath[] strangers, BesideFlags beside)
        : this(cells, BesideCells.Of(taxonomy, extras, strangers, beside))
    {
    }

    private FlagTable(FlagCell[] cells, BesideCells beside)
    {
        _cells = cells;
        _beside = beside;
        MarkAll();
    }

    /// <summary>The table of a contact of whom nothing is on record, under any taxonomy.</summary>
    public static FlagTable Empty { get; } = new([], BesideCells.None);

    /// <summary>What few contacts have: pauses, gives that wait for confirmation, when they were asked.</summary>
    public BesideFlags Beside => _beside.Flags;

    /// <summary>The pauses on nodes that the taxonomy knows, each with the node's index.</summary>
    public PauseCell[] Pauses => _beside.Pauses;

    /// <summary>The nodes that a restriction in force, or a pause, sits on, by <see cref="NodeSet.FingerprintOf"/>.</summary>
    public ulong Restricted { get; private set; }

    /// <summary>The nodes that an objection in force, or a pause, sits on.</summary>
    public ulong Objected { get; private set; }

    /// <summary>The nodes that consent was ever refused or withdrawn on.</summary>
    public ulong Refused { get; private set; }

    /// <summary>The nodes that were ever objected to.</summary>
    public ulong EverObjected { get; private set; }

    public int Count => _cells.Length;

    public ReadOnlySpan<FlagCell> Cells => _cells;

    /// <summary>The states of cells that do not say all.</summary>
    public ReadOnlySpan<FlagState> Extras => _beside.Extras;

    public ReadOnlySpan<PurposePath> Strangers => _beside.Strangers;

    /// <summary>The place of a flag's cell, or -1.</summary>
    public int IndexOf(int node, ConsentFlag flag)
    {
        var key = FlagCell.KeyOf(node, flag);
        var low = 0;
        var high = _cells.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var found = _cells[middle].Key;
            if (found == key)
            {
                return middle;
            }

            if (found < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    public FlagState StateAt(int place, PurposeTaxonomy taxonomy)
    {
        ref readonly var cell = ref _cells[place];
        if (cell.Extra > 0)
        {
            return _beside.Extras[cell.Extra - 1];
        }

        return new(cell.Statement(PathOf(cell, taxonomy)));
    }

    public PurposePath PathOf(in FlagCell cell, PurposeTaxonomy taxonomy) => StrangerOf(cell) ?? taxonomy.Nodes[cell.Node].Path;

    /// <summary>The path of a cell whose node the taxonomy does not know.</summary>
    public PurposePath? StrangerOf(in FlagCell cell) => cell.Node < _beside.NodeCount ? null : _beside.Strangers[cell.Node - _beside.NodeCount];

    public FlagState? Find(PurposePath path, ConsentFlag flag, PurposeTaxonomy taxonomy) => PlaceOf(path, flag, taxonomy) is >= 0 and var place ? StateAt(place, taxonomy) : null;

    /// <summary>The place of a flag's cell, or -1.</summary>
    public int PlaceOf(PurposePath path, ConsentFlag flag, PurposeTaxonomy taxonomy) => PlaceOf(path, flag, taxonomy.Find(path));

    /// <param name="path">The path.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="known">The node that the taxonomy has of the path.</param>
    public int PlaceOf(PurposePath path, ConsentFlag flag, PurposeNode? known)
    {
        var node = known?.Index ?? StrangerIndex(path);
        return node < 0 ? -1 : IndexOf(node, flag);
    }

    /// <summary>When the latest protective statement of a cell was made, in force or not.</summary>
    public Timestamp? LatestProtective(in FlagCell cell) =>
        cell.Extra > 0 ? _beside.Extras[cell.Extra - 1].LatestProtective : cell.IsProtective ? cell.At : null;

    /// <summary>When the latest permissive statement of a cell was made, in force or not.</summary>
    public Timestamp? LatestPermissive(in FlagCell cell) =>
        cell.Extra > 0 ? _beside.Extras[cell.Extra - 1].LatestPermissive : cell.IsProtective ? null : cell.At;

    /// <summary>The change that made the latest protective one.</summary>
    public ChangeId LatestProtectiveChange(in FlagCell cell) =>
        cell.Extra > 0 ? _beside.Extras[cell.Extra - 1].GreatestProtective?.Origin.Change ?? default : cell.IsProtective ? cell.Origin.Change : default;

    /// <summary>Whether a give is on record, by a Status cell.</summary>
    public bool WasGiven(in FlagCell cell) => cell.Extra > 0 ? _beside.Extras[cell.Extra - 1].WasGiven : cell.IsActive;

    /// <summary>The dates that the statement of a cell carries besides its own, if any.</summary>
    public StatementSpan? SpanOf(in FlagCell cell) => cell.HasSpan ? _beside.Extras[cell.Extra - 1].InForce.Span : null;

    private int StrangerIndex(PurposePath path)
    {
        var at = Array.BinarySearch(_beside.Strangers, path);
        return at < 0 ? -1 : _beside.NodeCount + at;
    }

    private void MarkAll()
    {
        foreach (var pause in Pauses)
        {
            if (pause.Statement.Flag == ConsentFlag.Restriction)
            {
                Restricted |= NodeSet.FingerprintOf(pause.Node);
            }
            else
            {
                Objected |= NodeSet.FingerprintOf(pause.Node);
            }
        }

        foreach (ref readonly var cell in _cells.AsSpan())
        {
            var bit = NodeSet.FingerprintOf(cell.Node);
            switch (cell.Flag)
            {
                case ConsentFlag.Restriction when cell.IsActive:
                    Restricted |= bit;
                    break;
                case ConsentFlag.Objection:
                    Objected |= cell.IsActive ? bit : 0;
                    EverObjected |= LatestProtective(cell) is null ? 0 : bit;
                    break;
                case ConsentFlag.Status:
                    Refused |= LatestProtective(cell) is null ? 0 : bit;
                    break;
                default:
                    break;
            }
        }
    }
}
