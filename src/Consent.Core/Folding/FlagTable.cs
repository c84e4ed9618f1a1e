namespace Consent;

/// <summary>The folded flags of one contact: packed cells sorted by node, the few states whose dates say more than their cell, and paths the taxonomy does not know.</summary>
internal sealed class FlagTable
{
    private readonly FlagCell[] _cells;
    private readonly BesideCells _beside;

    /// <summary>Takes states sorted by node index, then stranger's path, then flag.</summary>
    internal FlagTable(PurposeTaxonomy taxonomy, ReadOnlySpan<FlagTableBuilder.Slot> slots, BesideFlags beside)
    {
        _cells = slots.IsEmpty ? [] : new FlagCell[slots.Length];
        List<FlagState>? extras = null;
        List<PurposePath>? strangers = null;
        for (var i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            var node = slot.Index;
            if (node == FlagTableBuilder.Stranger)
            {
                strangers ??= [];
                if (strangers.Count == 0 || strangers[^1] != slot.State.Node)
                {
                    strangers.Add(slot.State.Node);
                }

                node = taxonomy.Nodes.Length + strangers.Count - 1;
            }

            var extra = 0;
            if (!slot.State.IsImplied)
            {
                (extras ??= []).Add(slot.State);
                extra = extras.Count;
            }

            _cells[i] = new(node, slot.State.InForce, extra);
        }

        _beside = BesideCells.Of(taxonomy, extras?.ToArray() ?? [], strangers?.ToArray() ?? [], beside);
        MarkAll();
    }

    /// <summary>Takes what a snapshot's bytes hold: cells sorted by key, the states that they refer to, strangers in order, what stands beside.</summary>
    internal FlagTable(PurposeTaxonomy taxonomy, FlagCell[] cells, FlagState[] extras, PurposePath[] strangers, BesideFlags beside)
    {
        _cells = cells;
        _beside = BesideCells.Of(taxonomy, extras, strangers, beside);
        MarkAll();
    }

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

        var node = cell.Node < _beside.NodeCount ? taxonomy.Nodes[cell.Node].Path : _beside.Strangers[cell.Node - _beside.NodeCount];
        return new(cell.Statement(node));
    }

    public FlagState? Find(PurposePath path, ConsentFlag flag, PurposeTaxonomy taxonomy)
    {
        var node = taxonomy.Find(path)?.Index ?? StrangerIndex(path);
        var place = node < 0 ? -1 : IndexOf(node, flag);
        return place < 0 ? null : StateAt(place, taxonomy);
    }

    /// <summary>When the latest protective statement of a cell was made, in force or not.</summary>
    public Timestamp? LatestProtective(in FlagCell cell) =>
        cell.Extra > 0 ? _beside.Extras[cell.Extra - 1].LatestProtective : cell.IsProtective ? cell.At : null;

    /// <summary>The change that made it.</summary>
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
