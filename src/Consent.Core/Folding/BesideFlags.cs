using System.Collections.Immutable;

namespace Consent;

/// <summary>What only few contacts have beside their flags: pauses, gives that wait for confirmation, and when they were asked. Immutable; a join.</summary>
internal sealed class BesideFlags
{
    private BesideFlags(ImmutableArray<RecordedStatement> pauses, ImmutableArray<RecordedStatement> pending, ImmutableArray<AskedAt> asked)
    {
        Pauses = pauses;
        Pending = pending;
        Asked = asked;
    }

    public static BesideFlags None { get; } = new([], [], []);

    /// <summary>All pauses that no other on the same flag both outdates and outlasts, by node, flag and date.</summary>
    public ImmutableArray<RecordedStatement> Pauses { get; }

    /// <summary>Of each purpose the give waiting for confirmation that ends last, by node.</summary>
    public ImmutableArray<RecordedStatement> Pending { get; }

    /// <summary>Of each purpose when the person was last asked, by node.</summary>
    public ImmutableArray<AskedAt> Asked { get; }

    public bool IsEmpty => Pauses.IsEmpty && Pending.IsEmpty && Asked.IsEmpty;

    /// <summary>The same and more. What is outdone is left out.</summary>
    public BesideFlags With(IEnumerable<RecordedStatement> statements, IEnumerable<AskedAt> asked)
    {
        var pauses = Pauses.ToBuilder();
        var pending = Pending.ToBuilder();
        foreach (var statement in statements)
        {
            if (statement.IsPending)
            {
                AddPending(pending, statement);
            }
            else
            {
                AddPause(pauses, statement);
            }
        }

        var latest = Asked.ToBuilder();
        foreach (var at in asked)
        {
            AddAsked(latest, at);
        }

        var joined = new BesideFlags(pauses.ToImmutable(), pending.ToImmutable(), latest.ToImmutable());
        return joined.IsEmpty ? None : joined;
    }

    public BesideFlags Join(BesideFlags other) => other.IsEmpty ? this : IsEmpty ? other : With(other.Pauses.Concat(other.Pending), other.Asked);

    public bool SaysTheSameAs(BesideFlags other) =>
        Pauses.AsSpan().SequenceEqual(other.Pauses.AsSpan()) && Pending.AsSpan().SequenceEqual(other.Pending.AsSpan()) && Asked.AsSpan().SequenceEqual(other.Asked.AsSpan());

    private static void AddPause(ImmutableArray<RecordedStatement>.Builder pauses, in RecordedStatement pause)
    {
        for (var i = pauses.Count - 1; i >= 0; i--)
        {
            if (pauses[i].Node != pause.Node || pauses[i].Flag != pause.Flag)
            {
                continue;
            }

            if (Outdoes(pauses[i], pause))
            {
                return;
            }

            if (Outdoes(pause, pauses[i]))
            {
                pauses.RemoveAt(i);
            }
        }

        Insert(pauses, pause, static (a, b) =>
        {
            var order = a.Node.CompareTo(b.Node);
            order = order != 0 ? order : a.Flag - b.Flag;
            return order != 0 ? order : a.OccurredAt.CompareTo(b.OccurredAt);
        });
    }

    /// <summary>Whether it both outdates and outlasts another; of two alike the greater stays.</summary>
    private static bool Outdoes(in RecordedStatement pause, in RecordedStatement other)
    {
        var until = pause.Span!.Until!.Value.CompareTo(other.Span!.Until!.Value);
        var at = pause.OccurredAt.CompareTo(other.OccurredAt);
        return until >= 0 && at >= 0 && (until > 0 || at > 0 || pause >= other);
    }

    private static void AddPending(ImmutableArray<RecordedStatement>.Builder pending, in RecordedStatement give)
    {
        if (give is not { Flag: ConsentFlag.Status, IsActive: true })
        {
            return;
        }

        for (var i = 0; i < pending.Count; i++)
        {
            if (pending[i].Node == give.Node)
            {
                var order = Nullable.Compare(give.Span?.Ends, pending[i].Span?.Ends);
                pending[i] = order > 0 || (order == 0 && give > pending[i]) ? give : pending[i];
                return;
            }
        }

        Insert(pending, give, static (a, b) => a.Node.CompareTo(b.Node));
    }

    private static void AddAsked(ImmutableArray<AskedAt>.Builder asked, AskedAt at)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Node == at.Node)
            {
                asked[i] = at.At > asked[i].At ? at : asked[i];
                return;
            }
        }

        Insert(asked, at, static (a, b) => a.Node.CompareTo(b.Node));
    }

    private static void Insert<T>(ImmutableArray<T>.Builder items, T item, Comparison<T> compare)
    {
        var at = 0;
        while (at < items.Count && compare(items[at], item) < 0)
        {
            at++;
        }

        items.Insert(at, item);
    }
}
