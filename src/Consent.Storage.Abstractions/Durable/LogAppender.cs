using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Appends entries to a log, for a store's sequencer: gives each its index, time and salts, seals it, and grows the tree once for all of them. For one thread and one transaction.</summary>
/// <param name="edge">The right edge of the tree before.</param>
/// <param name="lastRecordedAt">When the last entry before was recorded; <see langword="null"/> for an empty log.</param>
/// <param name="sealer">Seals; the sequencer's own.</param>
public sealed class LogAppender(MerkleFrontier edge, Timestamp? lastRecordedAt, EntrySealer sealer)
{
    private readonly List<EntryLeaf> _leaves = [];
    private readonly List<Sha256Digest> _hashes = [];

    /// <summary>The index that the next entry gets.</summary>
    public long Size => edge.Size + _leaves.Count;

    /// <summary>When the last entry was recorded.</summary>
    public Timestamp? LastRecordedAt { get; private set; } = lastRecordedAt;

    /// <summary>The leaf of an entry that was appended here.</summary>
    public EntryLeaf this[long index] => _leaves[(int)(index - edge.Size)];

    /// <summary>Appends an entry.</summary>
    /// <returns>The entry as it stands in the log, and sealed.</returns>
    public (AuditEntry Logged, SealedEntry Sealed) Append(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var logged = entry.Logged(Size, LastRecordedAt ?? Timestamp.MinValue);
        Span<byte> salts = stackalloc byte[EntrySealer.SaltsLength];
        RandomNumberGenerator.Fill(salts);
        var made = sealer.Seal(logged, salts);
        _leaves.Add(made.Leaf);
        _hashes.Add(made.Leaf.Hash());
        LastRecordedAt = logged.RecordedAt;
        return (logged, made);
    }

    /// <summary>Grows the tree by all that was appended.</summary>
    /// <returns>The tree's right edge as it is then, and a row (<see cref="LeafRow"/>) for each entry appended, in order.</returns>
    public (MerkleFrontier Edge, ImmutableArray<byte[]> Rows) Grow()
    {
        var growth = edge.Append(CollectionsMarshal.AsSpan(_hashes));
        var rows = ImmutableArray.CreateBuilder<byte[]>(_leaves.Count);
        var nodes = growth.Nodes.AsSpan();
        foreach (var leaf in _leaves)
        {
            var completed = 1;
            while (completed < nodes.Length && nodes[completed].Node.Level > 0)
            {
                completed++;
            }

            rows.Add(LeafRow.Pack(leaf, nodes[1..completed]));
            nodes = nodes[completed..];
        }

        return (growth.Frontier, rows.MoveToImmutable());
    }
}
