using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Consent.Auditing;

/// <summary>Checks a whole log, entry by entry, against the checkpoints that were signed for it. For one thread.</summary>
/// <remarks>
/// It checks that entries stand in their places, that every slot is what its leaf commits to and can be read, that the time recorded never falls, that no
/// contact's revisions have a gap, that every entry names the one before it of its contact (over those that are erased, as <c>erased</c> entries say of each), that the tree over the leaves has the root that each checkpoint states, and that what is erased is just what
/// <c>erased</c> entries name. It keeps one number for each contact. The first flaw stays the answer.
/// </remarks>
public sealed class LogVerifier
{
    private const int Batch = 256;

    private readonly StretchHashes _hashes = new();
    private readonly Queue<TreeHead> _expected;
    private readonly List<Sha256Digest> _leaves = new(Batch);
    private readonly Dictionary<(ContactId Contact, Guid Incarnation), (long Number, long Index)> _revisions = [];
    private readonly List<long> _erased = [];
    private readonly List<IndexRange> _covered = [];
    private readonly List<(long Index, ErasedHole Hole)> _holes = [];
    private readonly ErasedChain _chain = new();
    private MerkleFrontier _frontier = MerkleFrontier.Empty;
    private Timestamp _last = Timestamp.MinValue;
    private long _next;
    private (LogFlaw Flaw, long Index, EntrySlot? Slot) _flaw = (LogFlaw.None, -1, null);

    /// <summary>A verifier that expects these heads: those of checkpoints whose signatures were verified, in any order.</summary>
    public LogVerifier(params IEnumerable<TreeHead> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        _expected = new(expected.OrderBy(h => h.Size));
        Meet();
    }

    /// <summary>What the entry says that was added last; <see langword="null"/> where it was erased, or is wrong.</summary>
    public AuditEntry? Last { get; private set; }

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool IsSound => _flaw.Flaw == LogFlaw.None;

    /// <summary>Checks the next entry. After a flaw nothing more is checked.</summary>
    /// <returns>Whether nothing was wrong so far.</returns>
    public bool Add(SealedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return IsSound && Add(entry, entry.Leaf.Hash(), entry.FirstBrokenSlot());
    }

    /// <summary>Checks the next entries, in less time than one by one. After a flaw nothing more is checked.</summary>
    /// <param name="entries">The entries, in their order.</param>
    /// <param name="said">Is told what each entry says, as soon as it was checked; but not of those that were erased.</param>
    /// <returns>Whether nothing was wrong so far.</returns>
    /// <exception cref="ArgumentException">One of them is <see langword="null"/>.</exception>
    public bool Add(IReadOnlyList<SealedEntry> entries, Action<AuditEntry>? said = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Contains(null!))
        {
            throw new ArgumentException("An entry is null.", nameof(entries));
        }

        var hashes = new (Sha256Digest Leaf, EntrySlot? Broken)[Math.Min(entries.Count, StretchHashes.MaxEntries)];
        foreach (var stretch in entries.Chunk(StretchHashes.MaxEntries).TakeWhile(_ => IsSound))
        {
            _hashes.Of(stretch, hashes);
            for (var i = 0; i < stretch.Length && Add(stretch[i], hashes[i].Leaf, hashes[i].Broken); i++)
            {
                if (Last is { } read)
                {
                    said?.Invoke(read);
                }
            }
        }

        return IsSound;
    }

    /// <summary>Entries that <c>erased</c> entries name and that were still there when they were added: in a log that is written meanwhile they may have been erased since.</summary>
    public ImmutableArray<long> StillThere()
    {
        var there = new SortedSet<long>();
        foreach (var (first, last) in _covered)
        {
            for (var index = first; index <= last && index < _next; index++)
            {
                if (_erased.BinarySearch(index) < 0)
                {
                    there.Add(index);
                }
            }
        }

        return [.. there];
    }

    /// <summary>Says that an entry was erased after it was added.</summary>
    public void ErasedSince(long index)
    {
        var place = LowerBound(_erased, index);
        if (place == _erased.Count || _erased[place] != index)
        {
            _erased.Insert(place, index);
        }
    }

    /// <summary>The verdict on all that was added, once it is the whole log.</summary>
    public LogVerdict Finish()
    {
        Grow();
        if (IsSound && _expected.TryPeek(out var head))
        {
            Stop(LogFlaw.CutOff, head.Size);
        }

        if (IsSound)
        {
            CrossCheck();
        }

        return new(_flaw.Flaw, _flaw.Index, _flaw.Slot, _frontier.Head, _erased.Count);
    }

    private bool Add(SealedEntry entry, Sha256Digest leafHash, EntrySlot? broken)
    {
        if (entry.Index != _next)
        {
            return Stop(LogFlaw.OutOfPlace, _next);
        }

        Last = null;
        _next++;
        _leaves.Add(leafHash);
        if (entry.IsErased)
        {
            _erased.Add(entry.Index);
        }
        else if (broken is not null)
        {
            return Stop(LogFlaw.SlotAltered, entry.Index, broken);
        }
        else if (!CheckSlots(entry))
        {
            return false;
        }

        if (_leaves.Count == Batch || (_expected.TryPeek(out var head) && head.Size == _next))
        {
            Grow();
            Meet();
        }

        return IsSound;
    }

    private bool CheckSlots(SealedEntry entry)
    {
        AuditEntry opened;
        try
        {
            opened = entry.Open();
        }
        catch (MalformedPayloadException flaw)
        {
            return Stop(LogFlaw.Unreadable, entry.Index, flaw.Slot);
        }

        if (opened.RecordedAt < _last)
        {
            return Stop(LogFlaw.TimeFell, entry.Index);
        }

        _last = opened.RecordedAt;
        _covered.AddRange(opened.Facts.Erased.AsSpan());
        _chain.Add(opened.Facts.ErasedOthers);
        Last = opened;
        return opened.Subject is not { Revision: { } revision } subject || CheckRevision(entry.Index, subject, revision);
    }

    /// <summary>Numbers count up by one; a gap may be where entries between the two were erased (a link to an erased contact).</summary>
    private bool CheckRevision(long index, EntrySubject subject, ContactRevision revision)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_revisions, (subject.Contact, revision.Incarnation), out var isKnown);
        var missing = revision.Number - last.Number - 1;
        var erasedBetween = missing == 0 ? 0 : _erased.Count - LowerBound(_erased, last.Index);
        if (missing < 0 || missing > erasedBetween)
        {
            return Stop(LogFlaw.RevisionGap, index);
        }

        // Where entries between the two were erased, the last of them.
        var before = isKnown ? last.Index : AuditEntry.NotLogged;
        if (subject.Previous != before && (subject.Previous < before || _erased.BinarySearch(subject.Previous) < 0))
        {
            return Stop(LogFlaw.ChainBroken, index);
        }

        if (missing > 0 || subject.Previous != before)
        {
            // What is said of those between comes later in the log.
            _holes.Add((index, new(before, subject.Previous, missing)));
        }

        last = (revision.Number, index);
        return true;
    }

    private void CrossCheck()
    {
        var covered = _covered.OrderBy(r => r.First).ToList();
        var range = 0;
        var end = -1L;
        foreach (var index in _erased)
        {
            while (range < covered.Count && covered[range].First <= index)
            {
                end = Math.Max(end, covered[range++].Last);
            }

            if (index > end)
            {
                Stop(LogFlaw.ErasedWithoutEntry, index);
                return;
            }
        }

        var gone = _erased.ToHashSet();
        foreach (var (first, last) in covered)
        {
            for (var index = first; index <= last; index++)
            {
                if (!gone.Contains(index))
                {
                    Stop(LogFlaw.NotErased, index);
                    return;
                }
            }
        }

        if (_holes.FirstOrDefault(h => !_chain.Passes(h.Hole, gone.Contains)) is { Hole: not null } broken)
        {
            Stop(LogFlaw.ChainBroken, broken.Index);
        }
    }

    private void Grow()
    {
        _frontier = _frontier.Append(CollectionsMarshal.AsSpan(_leaves)).Frontier;
        _leaves.Clear();
    }

    private void Meet()
    {
        while (_expected.TryPeek(out var head) && head.Size == _next)
        {
            _expected.Dequeue();
            if (_frontier.Root != head.Root)
            {
                Stop(LogFlaw.RootDiffers, head.Size);
                return;
            }
        }
    }

    private bool Stop(LogFlaw flaw, long index, EntrySlot? slot = null)
    {
        _flaw = IsSound ? (flaw, index, slot) : _flaw;
        return false;
    }

    private static int LowerBound(List<long> sorted, long value)
    {
        var place = sorted.BinarySearch(value);
        return place < 0 ? ~place : place;
    }
}
