using System.Runtime.InteropServices;

namespace Consent;

/// <summary>Folds statements into a table. The only mutable thing in the fold; it never leaves it.</summary>
internal sealed class FlagTableBuilder(PurposeTaxonomy taxonomy, FlagTable start)
{
    /// <summary>The index of a path that the taxonomy does not know.</summary>
    private const int Stranger = int.MaxValue;

    /// <summary>A longer list is not kept for the next builder.</summary>
    private const int MostKept = 64;

    // Lent to one builder at a time: most say one thing, and their lists would be the greatest part of what a change allocates.
    [ThreadStatic]
    private static List<Slot>? s_slots;

    // Only what changes is unpacked: most changes say one thing of a contact with many.
    private readonly List<Slot> _slots = Borrowed();
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

    /// <summary>The table. Once: the builder is of no use after it.</summary>
    public FlagTable Build()
    {
        var cells = _count == 0 ? [] : new FlagCell[_count];
        FlagState[] extras = [];
        var extraCount = 0;
        List<PurposePath>? strangers = null;
        var (kept, changed) = (0, 0);
        for (var i = 0; i < cells.Length; i++)
        {
            var order = kept == start.Count ? 1 : changed == _slots.Count ? -1 : Compare(start.Cells[kept], CollectionsMarshal.AsSpan(_slots)[changed]);
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

        _slots.Clear();
        s_slots = _slots.Capacity <= MostKept ? _slots : null;
        Array.Resize(ref extras, extraCount);
        return new(taxonomy, cells, extras, strangers?.ToArray() ?? [], _beside);

        int PlaceOf(in FlagState extra)
        {
            extras = extras.Length > 0 ? extras : new FlagState[start.Extras.Length + _slots.Count - changed];
            extras[extraCount] = extra;
            return ++extraCount;
        }

        int IndexOf(int node, PurposePath? stranger)
        {
            if (stranger is null)
            {
                return node;
            }

            strangers ??= [];
            if (strangers.Count == 0 || strangers[^1] != stranger)
            {
                strangers.Add(stranger);
            }

            return taxonomy.Nodes.Length + strangers.Count - 1;
        }
    }

    private void Join(in FlagState state)
    {
        var node = taxonomy.Find(state.Node);
        var index = node?.Index ?? Stranger;
        var at = PlaceOf(index, state);
        if (at >= 0)
        {
            ref var slot = ref CollectionsMarshal.AsSpan(_slots)[at];
            slot = new(index, slot.State.Join(state));
            return;
        }

        var before = start.PlaceOf(state.Node, state.Flag, node);
        _slots.Insert(~at, new(index, before < 0 ? state : start.StateAt(before, taxonomy).Join(state)));
        _count += before < 0 ? 1 : 0;
    }

    private static List<Slot> Borrowed()
    {
        var slots = s_slots ?? [];
        s_slots = null;
        return slots;
    }

    /// <summary>The place of a flag's slot; the complement of where it is to be, where there is none.</summary>
    private int PlaceOf(int index, in FlagState state)
    {
        var slots = CollectionsMarshal.AsSpan(_slots);
        var (low, high) = (0, slots.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var order = Compare(slots[middle].Index, slots[middle].State, index, state);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return ~low;
    }

    /// <summary>By index, then stranger's path, then flag.</summary>
    private static int Compare(int indexA, in FlagState a, int indexB, in FlagState b)
    {
        var order = indexA.CompareTo(indexB);
        order = order != 0 || indexA != Stranger ? order : a.Node.CompareTo(b.Node);
        return order != 0 ? order : a.Flag - b.Flag;
    }

    private int Compare(in FlagCell cell, in Slot slot)
    {
        var stranger = start.StrangerOf(cell);
        var order = (stranger is null ? cell.Node : Stranger).CompareTo(slot.Index);
        order = order != 0 || stranger is null ? order : stranger.CompareTo(slot.State.Node);
        return order != 0 ? order : cell.Flag - slot.State.Flag;
    }

    private readonly record struct Slot(int Index, FlagState State);
}
