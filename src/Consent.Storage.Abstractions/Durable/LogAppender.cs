using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Appends entries to a log, for a store's sequencer: gives each its index and time as it comes, seals many of them on other processors meanwhile, and grows the tree once. For one transaction.</summary>
/// <param name="edge">The right edge of the tree before.</param>
/// <param name="lastRecordedAt">When the last entry before was recorded; <see langword="null"/> for an empty log.</param>
public sealed class LogAppender(MerkleFrontier edge, Timestamp? lastRecordedAt)
{
    // So many are sealed at a time: fewer, and handing them to another processor would cost more than it saves.
    private const int Stretch = 64;

    [ThreadStatic]
    private static EntrySealer? s_sealer;

    private readonly List<Task<Sealed[]>> _sealing = [];
    private List<(AuditEntry Entry, ReadOnlyMemory<byte> Key)> _waiting = [];

    /// <summary>The index that the next entry gets.</summary>
    public long Size { get; private set; } = edge.Size;

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
        Size++;
        LastRecordedAt = logged.RecordedAt;
        _waiting.Add((logged, key));
        if (_waiting.Count == Stretch)
        {
            var stretch = _waiting;
            _sealing.Add(Task.Run(() => Seal(stretch)));
            _waiting = new(Stretch);
        }

        return logged;
    }

    /// <summary>Ends the sealing of all that was appended, and grows the tree by it.</summary>
    /// <returns>The tree's right edge as it is then, and for each entry, in order, its row of the tree (<see cref="LeafRow"/>) and its bytes (<see cref="EntryBlob"/>).</returns>
    /// <exception cref="ArgumentException">A slot is longer than <see cref="SlotCommitment.MaxPayloadLength"/>.</exception>
    public (MerkleFrontier Edge, ImmutableArray<byte[]> Leaves, ImmutableArray<byte[]> Blobs) Grow()
    {
        var rest = Seal(_waiting);
        Sealed[] all = [.. _sealing.SelectMany(s => s.GetAwaiter().GetResult()), .. rest];
        var growth = edge.Append(Array.ConvertAll(all, s => s.Hash));
        var rows = ImmutableArray.CreateBuilder<byte[]>(all.Length);
        var nodes = growth.Nodes.AsSpan();
        foreach (var one in all)
        {
            var completed = 1;
            while (completed < nodes.Length && nodes[completed].Node.Level > 0)
            {
                completed++;
            }

            rows.Add(LeafRow.Pack(one.Leaf, nodes[1..completed]));
            nodes = nodes[completed..];
        }

        return (growth.Frontier, rows.MoveToImmutable(), [.. all.Select(s => s.Blob)]);
    }

    private static Sealed[] Seal(List<(AuditEntry Entry, ReadOnlyMemory<byte> Key)> entries)
    {
        const int RandomLength = EntrySealer.SaltsLength + EntryBlob.NonceLength;

        // Drawn for all at once: asking takes longer than getting.
        Span<byte> random = entries.Count == 0 ? [] : RandomNumberGenerator.GetBytes(entries.Count * RandomLength);
        var sealer = s_sealer ??= new();
        var all = new Sealed[entries.Count];
        for (var i = 0; i < all.Length; i++)
        {
            var (entry, key) = entries[i];
            var made = sealer.Seal(entry, random[..EntrySealer.SaltsLength]);
            all[i] = new(made.Leaf, made.Leaf.Hash(), EntryBlob.Write(made, key.Span, random[EntrySealer.SaltsLength..RandomLength]));
            random = random[RandomLength..];
        }

        return all;
    }

    private readonly record struct Sealed(EntryLeaf Leaf, Sha256Digest Hash, byte[] Blob);
}
