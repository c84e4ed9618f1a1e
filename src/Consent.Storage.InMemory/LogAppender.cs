using System.Numerics;
using System.Runtime.InteropServices;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>Appends one batch of entries to the log: gives each its index and time, draws salts, seals all and grows the tree once for all of them.</summary>
/// <param name="before">The log so far.</param>
/// <param name="sealer">Seals entries.</param>
/// <param name="drawn">Salts.</param>
/// <param name="count">About how many are coming.</param>
internal sealed class LogAppender(LogState before, EntrySealer sealer, DrawnSalts drawn, int count)
{
    // So many are sealed at a time: more would not be faster.
    private const int Stretch = DrawnSalts.AtOnce;

    private readonly List<AuditEntry> _waiting = new(Math.Min(count, Stretch));
    private readonly List<Sha256Digest> _leaves = new(count);
    private AppendOnlyList<LogRow> _rows = before.Rows;
    private Timestamp _last = before.LastRecordedAt ?? Timestamp.MinValue;

    /// <summary>All entries so far, sealed.</summary>
    public AppendOnlyList<LogRow> Rows()
    {
        Seal();
        return _rows;
    }

    public AuditEntry Append(AuditEntry entry, long previous)
    {
        var logged = entry.Logged(_rows.Count + _waiting.Count, _last, previous);
        _waiting.Add(logged);
        _last = logged.RecordedAt;
        if (_waiting.Count == Stretch)
        {
            Seal();
        }

        return logged;
    }

    public LogState ToState()
    {
        Seal();
        if (_leaves.Count == 0)
        {
            return before;
        }

        var growth = before.Frontier.Append(CollectionsMarshal.AsSpan(_leaves));
        var levels = new AppendOnlyList<Sha256Digest>[HeightOf(growth.Frontier.Size)];
        before.Levels.CopyTo(levels);
        foreach (var (node, hash) in growth.Nodes)
        {
            if (node.Level > 0)
            {
                levels[node.Level - 1] = levels[node.Level - 1].Add(hash);
            }
        }

        return before with { Rows = _rows, Levels = ImmutableCollectionsMarshal.AsImmutableArray(levels), Frontier = growth.Frontier };
    }

    /// <summary>How many levels above the leaves have a complete node.</summary>
    private static int HeightOf(long size) => BitOperations.Log2((ulong)size);

    /// <summary>Seals what was appended since: each entry has bytes of its own, so that it can be forgotten without the others.</summary>
    private void Seal()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        Span<byte> salts = stackalloc byte[_waiting.Count * EntrySealer.SaltsLength];
        drawn.Fill(salts);
        sealer.Seal(CollectionsMarshal.AsSpan(_waiting), salts, (i, made) =>
        {
            _rows = _rows.Add(new(made.ToEntry(), _waiting[i]));
            _leaves.Add(made.LeafHash);
        });
        _waiting.Clear();
    }
}
