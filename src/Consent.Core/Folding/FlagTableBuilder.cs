using System.Runtime.InteropServices;

namespace Consent;

/// <summary>Folds statements into a table. The only mutable thing in the fold; it never leaves it.</summary>
internal sealed class FlagTableBuilder(PurposeTaxonomy taxonomy, FlagTable start)
{
    /// <summary>The index of a path that the taxonomy does not know.</summary>
    private const int Stranger = int.MaxValue;

    // Only what changes is unpacked: most changes say one thing of a contact with many.
    private readonly List<Slot> _slots = [];
    private BesideFlags _beside = start.Beside;
    private int _count = start.Count;

    public FlagTableBuilder(PurposeTaxonomy taxonomy)
        : this(taxonomy, FlagTable.Empty)
    {
    }

    /// <summary>The table that statements fold to.</summary>
    public static FlagTable Fold(PurposeTaxonomy taxonomy, IEnumerable<RecordedStatement> statements, IEnumerable<AskedAt>? asked = null)
    {
        var builder = new FlagTableBuilder(taxonomy);
        foreach (var statement in statements)
        {
            builder.Add(statement);
        }

        foreach (var at in asked ?? [])
        {
            builder.Add(at);
        }

        return builder.Build();
    }

    public void Add(in RecordedStatement statement)
    {
        if (statement.IsPending || statement.IsPause)
        {
            _beside = _beside.With([statement], []);
        }
        else
        {
            Join(new FlagState(statement));
        }
    }

    public void Add(AskedAt asked) => _beside = _beside.With([], [asked]);

    public void Join(FlagTable other, PurposeTaxonomy itsTaxonomy)
    {
        for (var i = 0; i < other.Count; i++)
        {
            Join(other.StateAt(i, itsTaxonomy));
        }

        _beside = _beside.Join(other.Beside);
    }

    public FlagTable Build()
    {
        var cells = _count == 0 ? [] : new FlagCell[_count];
        var extras = new List<FlagState>(start.Extras.Length + 1);
        var strangers = new List<PurposePath>(start.Strangers.Length);
        var (kept, changed) = (0, 0);
        for (var i = 0; i < cells.Length; i++)
        {
            var order = kept == start.Count ? 1 : changed == _slots.Count ? -1 : Compare(start.Cells[kept], _slots[changed]);
            if (order < 0)
            {
                ref readonly var cell = ref start.Cells[kept];
                cells[i] = cell.Placed(IndexOf(cell.Node, start.StrangerOf(cell)), cell.Extra == 0 ? 0 : PlaceOf(start.Extras[cell.Extra - 1]));
                kept++;
            }
            else
            {
                ref readonly var slot = ref CollectionsMarshal.AsSpan(_slots)[changed];
                cells[i] = new(IndexOf(slot.Index, slot.Index == Stranger ? slot.State.Node : null), slot.State.InForce, slot.State.IsImplied ? 0 : PlaceOf(slot.State));
                changed++;
                kept += order == 0 ? 1 : 0;
            }
        }

        return new(taxonomy, cells, [.. extras], [.. strangers], _beside);

        int PlaceOf(in FlagState extra)
        {
            extras.Add(extra);
            return extras.Count;
        }

        int IndexOf(int node, PurposePath? stranger)
        {
            if (stranger is not null && (strangers.Count == 0 || strangers[^1] != stranger))
            {
                strangers.Add(stranger);
            }

            return stranger is null ? node : taxonomy.Nodes.Length + strangers.Count - 1;
        }
    }

    private void Join(in FlagState state)
    {
        var node = taxonomy.Find(state.Node);
        var slot = new Slot(node?.Index ?? Stranger, state);
        var at = _slots.BinarySearch(slot, ByPlace.Instance);
        if (at >= 0)
        {
            _slots[at] = slot with { State = _slots[at].State.Join(state) };
            return;
        }

        var before = start.Find(state.Node, state.Flag, taxonomy, node);
        _slots.Insert(~at, before is { } earlier ? slot with { State = earlier.Join(state) } : slot);
        _count += before is null ? 1 : 0;
    }

    /// <summary>By index, then stranger's path, then flag.</summary>
    private int Compare(in FlagCell cell, in Slot slot)
    {
        var stranger = start.StrangerOf(cell);
        var order = (stranger is null ? cell.Node : Stranger).CompareTo(slot.Index);
        order = order != 0 || stranger is null ? order : stranger.CompareTo(slot.State.Node);
        return order != 0 ? order : cell.Flag.CompareTo(slot.State.Flag);
    }

    private readonly record struct Slot(int Index, FlagState State);

    private sealed class ByPlace : IComparer<Slot>
    {
        public static ByPlace Instance { get; } = new();

        public int Compare(Slot x, Slot y)
        {
            var order = x.Index.CompareTo(y.Index);
            order = order != 0 || x.Index != Stranger ? order : x.State.Node.CompareTo(y.State.Node);
            return order != 0 ? order : x.State.Flag.CompareTo(y.State.Flag);
        }
    }
}
