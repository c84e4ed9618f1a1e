using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Appends entries to a log, for a store's sequencer: gives each its index and time as it comes, then seals all of them and grows the tree once. For one transaction.</summary>
/// <param name="edge">The right edge of the tree before.</param>
/// <param name="lastRecordedAt">When the last entry before was recorded; <see langword="null"/> for an empty log.</param>
public sealed class LogAppender(MerkleFrontier edge, Timestamp? lastRecordedAt)
{
    // Below this, starting other threads costs more than it saves.
    private const int ManyEntries = 32;

    [ThreadStatic]
    private static EntrySealer? s_sealer;

    private readonly List<(AuditEntry Entry, ReadOnlyMemory<byte> Key)> _entries = [];

    /// <summary>The index that the next entry gets.</summary>
    public long Size => edge.Size + _entries.Count;

    /// <summary>When the last entry was recorded.</summary>
    public Timestamp? LastRecordedAt { get; private set; } = lastRecordedAt;

    /// <summary>Appends an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The key of the contact that it is about; empty: it is not encrypted (<see cref="EntryBlob"/>).</param>
    /// <returns>The entry as it stands in the log.</returns>
    public AuditEntry Append(AuditEntry entry, ReadOnlyMemory<byte> key)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var logged = entry.Logged(Size, LastRecordedAt ?? Timestamp.MinValue);
        _entries.Add((logged, key));
        LastRecordedAt = logged.RecordedAt;
        return logged;
    }

    /// <summary>Seals all that was appended, many entries on all processors, and grows the tree by them.</summary>
    /// <returns>The tree's right edge as it is then, and for each entry, in order, its row of the tree (<see cref="LeafRow"/>) and its bytes (<see cref="EntryBlob"/>).</returns>
    /// <exception cref="ArgumentException">A slot is longer than <see cref="SlotCommitment.MaxPayloadLength"/>.</exception>
    public (MerkleFrontier Edge, ImmutableArray<byte[]> Leaves, ImmutableArray<byte[]> Blobs) Grow()
    {
        var leaves = new EntryLeaf[_entries.Count];
        var hashes = new Sha256Digest[_entries.Count];
        var blobs = new byte[_entries.Count][];
        ForEach(_entries.Count, i =>
        {
            var (entry, key) = _entries[i];
            Span<byte> salts = stackalloc byte[EntrySealer.SaltsLength];
            RandomNumberGenerator.Fill(salts);
            var made = (s_sealer ??= new()).Seal(entry, salts);
            (leaves[i], hashes[i], blobs[i]) = (made.Leaf, made.Leaf.Hash(), EntryBlob.Write(made, key.Span));
        });

        var growth = edge.Append(hashes);
        var rows = ImmutableArray.CreateBuilder<byte[]>(leaves.Length);
        var nodes = growth.Nodes.AsSpan();
        foreach (var leaf in leaves)
        {
            var completed = 1;
            while (completed < nodes.Length && nodes[completed].Node.Level > 0)
            {
                completed++;
            }

            rows.Add(LeafRow.Pack(leaf, nodes[1..completed]));
            nodes = nodes[completed..];
        }

        return (growth.Frontier, rows.MoveToImmutable(), ImmutableArray.Create(blobs));
    }

    private static void ForEach(int count, Action<int> seal)
    {
        if (count < ManyEntries)
        {
            for (var i = 0; i < count; i++)
            {
                seal(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, seal);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
