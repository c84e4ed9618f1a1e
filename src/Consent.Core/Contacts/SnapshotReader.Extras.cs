using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Consent;

/// <summary>What only some contacts have: links, rectified records, unknown nodes, what sources said, a closing.</summary>
internal ref partial struct SnapshotReader
{
    private ContactExtras More()
    {
        var state = (ContactState)_bytes.Byte();
        if (state is < ContactState.Open or > ContactState.Closed)
        {
            throw _bytes.Flaw("have a state that this version does not know");
        }

        var closing = Closing();
        if (state == ContactState.Closed && closing is null)
        {
            throw _bytes.Flaw("are of a closed id, and do not say since when");
        }

        var links = ImmutableArray.CreateBuilder<LinkEvent>(_bytes.Count(3, "links"));
        for (var i = links.Capacity; i > 0; i--)
        {
            links.Add(Link());
        }

        var rectified = ImmutableArray.CreateBuilder<RectifiedRecord>(_bytes.Count(3, "rectified records"));
        for (var i = rectified.Capacity; i > 0; i--)
        {
            rectified.Add(Rectified());
        }

        var unknown = ImmutableArray.CreateBuilder<PurposePath>(_bytes.Count(1, "unknown nodes"));
        for (var i = unknown.Capacity; i > 0; i--)
        {
            unknown.Add(_paths[_bytes.Place(_paths.Length, "a node")]);
        }

        return new()
        {
            State = state,
            Closing = closing,
            Links = links.MoveToImmutable(),
            Rectified = rectified.MoveToImmutable(),
            Unknown = unknown.MoveToImmutable(),
            Sources = Sources(),
        };
    }

    private RectifiedRecord Rectified()
    {
        var change = Change() is { IsDefault: false } named ? named : throw _bytes.Flaw("have a rectified record without an id");
        var by = Change();
        var nodes = new PurposePath[_bytes.Count(1, "nodes")];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _paths[_bytes.Place(_paths.Length, "a node")];
        }

        return new(change, by, ImmutableCollectionsMarshal.AsImmutableArray(nodes));
    }

    private LinkEvent Link()
    {
        var other = Contact();
        _ = !other.IsDefault && other != id ? true : throw _bytes.Flaw("have a link with nobody else");
        var occurredAt = _bytes.Time();
        var bits = _bytes.Bits(SnapshotPart.Linked | SnapshotPart.Rectified, "a link");
        var permissiveFrom = _bytes.Time();
        return permissiveFrom >= occurredAt
            ? new(other, occurredAt, (bits & SnapshotPart.Linked) != 0, permissiveFrom, (bits & SnapshotPart.Rectified) != 0)
            : throw _bytes.Flaw("have a link that permits before it holds");
    }

    private ClosedId? Closing()
    {
        var kind = _bytes.Place(SnapshotPart.ClosedWithNoesAs + (int)ClosedKind.Rectified + 1, "a closing") - SnapshotPart.ClosedAs;
        if (kind < 0)
        {
            return null;
        }

        var hasNoes = kind >= SnapshotPart.ClosedWithNoesAs - SnapshotPart.ClosedAs;
        kind -= hasNoes ? SnapshotPart.ClosedWithNoesAs - SnapshotPart.ClosedAs : 0;
        var since = _bytes.Time();
        var lists = new ListedClosing[_bytes.Count(2, "lists")];
        for (var i = 0; i < lists.Length; i++)
        {
            var list = _bytes.Text();
            lists[i] = ListedClosing.IsName(list) ? new(list, _bytes.Time()) : throw _bytes.Flaw("have a list whose name is not allowed");
        }

        var noes = new KeptNo[hasNoes ? _bytes.Count(2, "noes") : 0];
        for (var i = 0; i < noes.Length; i++)
        {
            noes[i] = PurposePath.TryParse(_bytes.Text(), null, out var node) ? new(node, _bytes.Time()) : throw _bytes.Flaw("have a no to something that is no path");
        }

        if (hasNoes && noes.Length == 0)
        {
            throw _bytes.Flaw("have a closing without the noes that it has");
        }

        var closed = lists.Aggregate(new ClosedId(new(_bytes.Take(32)), (ClosedKind)kind, since), (closed, list) => closed.And(list.List, list.At)).And(noes);
        return closed.Lists.AsSpan().SequenceEqual(lists) && closed.Noes.AsSpan().SequenceEqual(noes) ? closed : throw _bytes.Flaw("have a list twice, or not in order");
    }

    private ImmutableSortedDictionary<string, SourceMemory> Sources()
    {
        var count = _bytes.Count(3, "sources");
        if (count == 0)
        {
            return SourceMemories.None;
        }

        var sources = SourceMemories.None.ToBuilder();
        for (; count > 0; count--)
        {
            var source = _bytes.Text();
            if (StoredText.Flaw(source, SourceDocument.MaxSourceLength) is not null || !sources.TryAdd(source, new(source, Memories())))
            {
                throw _bytes.Flaw("have a source that is not allowed, or one twice");
            }
        }

        return sources.ToImmutable();
    }

    private ImmutableArray<FlagMemory> Memories()
    {
        var memories = new FlagMemory[_bytes.Count(3, "flags of a source")];
        for (var i = 0; i < memories.Length; i++)
        {
            var path = _paths[_bytes.Place(_paths.Length, "a node")];
            var bits = _bytes.Bits(127, "what a source said");
            var (flag, value) = ((ConsentFlag)(bits & 3), (FlagValue)((bits >> SnapshotPart.ValueShift) & 3));
            memories[i] = new(path, flag, value, _bytes.Time())
            {
                IsNotAsked = (bits & SnapshotPart.NotAsked) != 0,
                FirstYes = OptionalTime(bits & SnapshotPart.FirstYes),
                AcceptedAt = OptionalTime(bits & SnapshotPart.AcceptedAt),
            };
            _ = Enum.IsDefined(flag) && Enum.IsDefined(value) && (i == 0 || memories[i - 1].IsBefore(memories[i])) ? true : throw _bytes.Flaw("have something said by a source that cannot be, or twice");
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(memories);
    }
}
