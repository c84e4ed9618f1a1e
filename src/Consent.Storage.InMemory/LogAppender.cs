using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>Appends one batch of entries to the log: gives each its index, time and salts, seals it, and grows the tree once for all of them.</summary>
internal sealed class LogAppender(LogState before, EntrySealer sealer)
{
    private readonly List<Sha256Digest> _leaves = [];
    private AppendOnlyList<LogRow> _rows = before.Rows;

    public SealedEntry this[int index] => _rows[index].Entry;

    public AuditEntry Append(AuditEntry entry, long previous)
    {
        var logged = entry.Logged(_rows.Count, _rows.Count == 0 ? Timestamp.MinValue : _rows[_rows.Count - 1].RecordedAt, previous);
        Span<byte> salts = stackalloc byte[EntrySealer.SaltsLength];
        RandomNumberGenerator.Fill(salts);
        var made = sealer.Seal(logged, salts);
        _rows = _rows.Add(new(made, logged));
        _leaves.Add(made.Leaf.Hash());
        return logged;
    }

    public LogState ToState()
    {
        if (_leaves.Count == 0)
        {
            return before;
        }

        var growth = before.Frontier.Append(CollectionsMarshal.AsSpan(_leaves));
        var levels = before.Levels.ToBuilder();
        foreach (var (node, hash) in growth.Nodes)
        {
            if (node.Level == levels.Count)
            {
                levels.Add(default);
            }

            levels[node.Level] = levels[node.Level].Add(hash);
        }

        return before with { Rows = _rows, Levels = levels.ToImmutable(), Frontier = growth.Frontier };
    }
}
