using System.Runtime.InteropServices;

namespace Consent;

/// <summary>Folds statements into a table. The only mutable thing in the fold; it never leaves it.</summary>
internal sealed class FlagTableBuilder(PurposeTaxonomy taxonomy)
{
    /// <summary>The index of a path that the taxonomy does not know.</summary>
    public const int Stranger = int.MaxValue;

    private readonly List<Slot> _slots = [];
    private BesideFlags _beside = BesideFlags.None;

    public FlagTableBuilder(PurposeTaxonomy taxonomy, FlagTable start)
        : this(taxonomy)
    {
        for (var i = 0; i < start.Count; i++)
        {
            var state = start.StateAt(i, taxonomy);
            _slots.Add(new(taxonomy.Find(state.Node)?.Index ?? Stranger, state));
        }

        _beside = start.Beside;
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

    public FlagTable Build() => new(taxonomy, CollectionsMarshal.AsSpan(_slots), _beside);

    private void Join(in FlagState state)
    {
        var slot = new Slot(taxonomy.Find(state.Node)?.Index ?? Stranger, state);
        var at = _slots.BinarySearch(slot, ByPlace.Instance);
        if (at >= 0)
        {
            _slots[at] = slot with { State = _slots[at].State.Join(state) };
        }
        else
        {
            _slots.Insert(~at, slot);
        }
    }

    internal readonly record struct Slot(int Index, FlagState State);

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
