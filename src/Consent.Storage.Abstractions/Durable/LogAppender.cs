using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>Appends entries to a log, for a store's sequencer: gives each its index and time as it comes, seals many of them on other processors meanwhile, and grows the tree. For one transaction.</summary>
/// <param name="edge">The right edge of the tree before.</param>
/// <param name="lastRecordedAt">When the last entry before was recorded; <see langword="null"/> for an empty log.</param>
public sealed class LogAppender(MerkleFrontier edge, Timestamp? lastRecordedAt)
{
    // So many are sealed at a time: fewer, and handing them to another processor would cost more than it saves.
    private const int Stretch = 64;

    [ThreadStatic]
    private static EntrySealer? s_sealer;

    private readonly Queue<Task<Sealed[]>> _sealing = new();
    private Waiting _waiting = new();

    /// <summary>The index that the next entry gets.</summary>
    public long Size { get; private set; } = edge.Size;

    /// <summary>When the last entry was recorded.</summary>
    public Timestamp? LastRecordedAt { get; private set; } = lastRecordedAt;

    /// <summary>The tree's right edge: with what was appended as soon as <see cref="Grow"/> has given its last row.</summary>
    public MerkleFrontier Edge { get; private set; } = edge;

    /// <summary>Appends an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The key of the contact that it is about; empty: it is not encrypted (<see cref="EntryBlob"/>).</param>
    /// <param name="previous">The contact's last entry that has a revision (<see cref="EntrySubject.Previous"/>).</param>
    /// <returns>The entry as it stands in the log.</returns>
    public AuditEntry Append(AuditEntry entry, ReadOnlyMemory<byte> key, long previous = AuditEntry.NotLogged)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var logged = entry.Logged(Size, LastRecordedAt ?? Timestamp.MinValue, previous);
        Size++;
        LastRecordedAt = logged.RecordedAt;
        _waiting.Entries.Add(logged);
        _waiting.Keys.Add(key);
        if (_waiting.Entries.Count == Stretch)
        {
            var stretch = _waiting;
            _sealing.Enqueue(Task.Run(() => Seal(stretch)));
            _waiting = new();
        }

        return logged;
    }

    /// <summary>Grows the tree by all that was appended: once, to the end.</summary>
    /// <returns>For each entry, in order, its row of the tree (<see cref="LeafRow"/>) and its bytes (<see cref="EntryBlob"/>): each as soon as it is sealed, while later ones still are being.</returns>
    /// <exception cref="ArgumentException">A slot is longer than <see cref="SlotCommitment.MaxPayloadLength"/>.</exception>
    public IEnumerable<(byte[] Leaf, byte[] Blob)> Grow()
    {
        // The last ones here and now: until then the first are ready.
        var last = Seal(_waiting);
        while (_sealing.TryDequeue(out var some))
        {
            foreach (var row in Rows(some.GetAwaiter().GetResult()))
            {
                yield return row;
            }
        }

        foreach (var row in Rows(last))
        {
            yield return row;
        }
    }

    private IEnumerable<(byte[] Leaf, byte[] Blob)> Rows(Sealed[] some)
    {
        var growth = Edge.Append(Array.ConvertAll(some, s => s.Hash));
        Edge = growth.Frontier;
        var next = 0;
        foreach (var (leaf, _, blob) in some)
        {
            var first = ++next;
            while (next < growth.Nodes.Length && growth.Nodes[next].Node.Level > 0)
            {
                next++;
            }

            yield return (LeafRow.Pack(leaf, growth.Nodes.AsSpan()[first..next]), blob);
        }
    }

    private static Sealed[] Seal(Waiting waiting)
    {
        var (entries, keys) = (waiting.Entries, waiting.Keys);
        var all = new Sealed[entries.Count];
        if (all.Length == 0)
        {
            return all;
        }

        // Drawn for all at once: asking takes longer than getting.
        var random = RandomNumberGenerator.GetBytes(all.Length * (EntrySealer.SaltsLength + EntryBlob.NonceLength));
        var saltsLength = all.Length * EntrySealer.SaltsLength;
        (s_sealer ??= new()).Seal(CollectionsMarshal.AsSpan(entries), random.AsSpan(0, saltsLength), (i, made) =>
            all[i] = new(made.Leaf, made.LeafHash, EntryBlob.Write(made, keys[i].Span, random.AsSpan(saltsLength + (i * EntryBlob.NonceLength), EntryBlob.NonceLength))));
        return all;
    }

    private readonly record struct Sealed(EntryLeaf Leaf, Sha256Digest Hash, byte[] Blob);

    /// <summary>Entries that are to be sealed, and of each the key.</summary>
    private sealed class Waiting
    {
        public List<AuditEntry> Entries { get; } = [];

        public List<ReadOnlyMemory<byte>> Keys { get; } = [];
    }
}
