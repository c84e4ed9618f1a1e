using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Consent;

/// <summary>Reads one snapshot. A store reads one for every decision, so the tables of flags are made as they will stand, not folded again.</summary>
internal ref struct SnapshotReader(ContactId id, PurposeTaxonomy taxonomy, ReadOnlySpan<byte> bytes)
{
    /// <summary>More nodes than a packed flag can name.</summary>
    private const int MaxPaths = 1 << 22;

    private SnapshotBytes _bytes = new(bytes);

    // For each path of the table: itself, and its place in flag tables: a known node's index, or above all of these a stranger's.
    private PurposePath[] _paths = [];
    private int[] _nodes = [];
    private PurposePath[] _strangers = [];
    private string[] _texts = [];
    private StatementOrigin[] _origins = [];

    public ContactConsents Read()
    {
        if (_bytes.Byte() != ContactSnapshot.Version)
        {
            throw _bytes.Flaw("are of a version that this one does not know");
        }

        var parts = _bytes.Bits(SnapshotPart.All, "parts");
        var revision = (parts & SnapshotPart.Revision) == 0 ? default : new ContactRevision(new(_bytes.Take(16), bigEndian: true), (long)_bytes.Number());
        var waiting = (parts & SnapshotPart.Waiting) == 0 ? 0 : (long)_bytes.Number();
        _ = waiting >= 0 && waiting <= revision.Number ? true : throw _bytes.Flaw("have more entries that wait than there are");
        Paths();
        Texts();
        Origins();
        var hasCounted = (parts & SnapshotPart.Counted) != 0;
        var ownFlags = Flags();
        var countedFlags = hasCounted ? Flags() : default;
        var own = Table(ownFlags, (parts & SnapshotPart.Beside) == 0 ? BesideFlags.None : Beside());
        var counted = hasCounted ? Table(countedFlags, (parts & SnapshotPart.CountedBeside) == 0 ? BesideFlags.None : Beside()) : own;
        var acceptances = Acceptances();
        var extras = (parts & SnapshotPart.More) == 0 ? ContactExtras.None : More();
        return _bytes.IsAtEnd
            ? new(id, taxonomy, own, counted, acceptances, waiting == 0 ? extras : extras with { Waiting = waiting }, revision)
            : throw _bytes.Flaw("go on after their end");
    }

    private void Paths()
    {
        var count = _bytes.Count(2, "nodes");
        if (count > MaxPaths)
        {
            throw _bytes.Flaw("have more nodes than can be");
        }

        var flagPaths = _bytes.Place(count + 1, "nodes");
        _paths = count == 0 ? [] : new PurposePath[count];
        _nodes = count == 0 ? [] : new int[count];
        List<PurposePath>? strangers = null;
        for (var i = 0; i < count; i++)
        {
            var node = Path(out _paths[i]);
            _nodes[i] = node?.Index ?? -1;
            if (node is null && i < flagPaths)
            {
                (strangers ??= []).Add(_paths[i]);
            }
        }

        if (strangers is not null)
        {
            strangers.Sort();
            _strangers = [.. strangers];
            for (var i = 0; i < flagPaths; i++)
            {
                _nodes[i] = _nodes[i] >= 0 ? _nodes[i] : taxonomy.Nodes.Length + Array.BinarySearch(_strangers, _paths[i]);
            }
        }
    }

    /// <summary>A path, if possible the taxonomy's own.</summary>
    private PurposeNode? Path(out PurposePath path)
    {
        var ascii = _bytes.Take(_bytes.Count(1, "text"));
        Span<char> text = stackalloc char[PurposePath.MaxLength];
        if (ascii.Length <= text.Length)
        {
            text = text[..ascii.Length];
            for (var i = 0; i < ascii.Length; i++)
            {
                text[i] = (char)ascii[i];
            }

            if (taxonomy.Find(text) is { } node)
            {
                path = node.Path;
                return node;
            }

            if (PurposePath.TryParse(text, null, out var stranger))
            {
                path = stranger;
                return null;
            }
        }

        throw _bytes.Flaw("have a node that is not a purpose path");
    }

    private void Texts()
    {
        var count = _bytes.Count(1, "texts");
        _texts = count == 0 ? [] : new string[count];
        for (var i = 0; i < count; i++)
        {
            _texts[i] = _bytes.Text();
        }
    }

    private void Origins()
    {
        var count = _bytes.Count(5, "origins");
        _origins = count == 0 ? [] : new StatementOrigin[count];
        for (var i = 0; i < count; i++)
        {
            var contact = Contact();
            var change = _bytes.Text();
            var changeId = change.Length == 0 ? default : ChangeId.TryParse(change, null, out var read) ? read : throw _bytes.Flaw("have a text that is no change id");
            var notice = _bytes.Place(_texts.Length + 1, "a text");
            var method = _bytes.Place(_texts.Length + 1, "a text");
            var point = _bytes.Place(_texts.Length + 1, "a text");
            _origins[i] = new(contact, changeId, notice == 0 ? null : _texts[notice - 1], method == 0 ? null : _texts[method - 1]) { ConfirmedPoint = point == 0 ? null : Digest(_texts[point - 1]) };
        }
    }

    private Sha256Digest Digest(string text) => Sha256Digest.TryParse(text, null, out var digest) && string.Equals(digest.ToString(), text, StringComparison.Ordinal)
        ? digest
        : throw _bytes.Flaw("have a text that is no digest");

    private ContactId Contact()
    {
        var place = _bytes.Place(_texts.Length + SnapshotPart.Nobody + 1, "a contact");
        return place switch
        {
            SnapshotPart.Self => id,
            SnapshotPart.Nobody => default,
            _ => ContactId.TryParse(_texts[place - SnapshotPart.Nobody - 1], null, out var other) ? other : throw _bytes.Flaw("have a text that is no contact's id"),
        };
    }

    private FlagTable Table((FlagCell[] Cells, FlagState[] Extras) flags, BesideFlags beside) =>
        new(taxonomy, flags.Cells, flags.Extras, flags.Cells.Length == 0 ? [] : _strangers, beside);

    private (FlagCell[] Cells, FlagState[] Extras) Flags()
    {
        var count = _bytes.Count(5, "flags");
        if (count == 0)
        {
            return ([], []);
        }

        var cells = new FlagCell[count];
        List<FlagState>? extras = null;
        var isSorted = true;
        for (var i = 0; i < count; i++)
        {
            var path = _bytes.Place(_paths.Length, "a node");
            var node = _nodes[path];
            if (node < 0)
            {
                throw _bytes.Flaw("have a flag on a node that is not among the flags'");
            }

            cells[i] = Cell(node, (extras?.Count ?? 0) + 1, out var span);
            if (cells[i].Extra > 0)
            {
                (extras ??= []).Add(Extra(cells[i].Statement(_paths[path], span)));
            }

            isSorted = isSorted && (i == 0 || cells[i - 1].Key < cells[i].Key);
        }

        if (!isSorted)
        {
            // Written under a taxonomy with another order.
            Array.Sort(cells, static (a, b) => a.Key.CompareTo(b.Key));
            for (var i = 1; i < count; i++)
            {
                _ = cells[i - 1].Key != cells[i].Key ? true : throw _bytes.Flaw("have a flag twice");
            }
        }

        return (cells, extras is null ? [] : [.. extras]);
    }

    /// <summary>A statement as the cell of a node; what it does not hold follows.</summary>
    /// <param name="node">The node's index.</param>
    /// <param name="extra">The place of what follows, should anything follow.</param>
    /// <param name="span">The statement's own dates.</param>
    private FlagCell Cell(int node, int extra, out StatementSpan? span)
    {
        var bits = _bytes.Number();
        if (bits > SnapshotPart.MaxBits || (bits & 3) == 3)
        {
            throw _bytes.Flaw("have a flag of a kind that this version does not know");
        }

        var at = _bytes.Time();
        var origin = _origins[_bytes.Place(_origins.Length, "an origin")];
        var position = _bytes.Place(EntryFacts.MaxStatements, "a place in a change");
        span = (bits & SnapshotPart.Span) == 0 ? null : Span();
        return new(
            node, (ConsentFlag)(bits & 3), (bits & SnapshotPart.Active) != 0, (bits & SnapshotPart.Attested) != 0, (bits & SnapshotPart.Complete) != 0,
            (StatementProof)(bits >> SnapshotPart.ProofShift), at, origin, position, (bits & SnapshotPart.Extra) == 0 ? 0 : extra, span is not null);
    }

    private StatementSpan Span()
    {
        var parts = _bytes.Bits(SnapshotPart.From | SnapshotPart.Until | SnapshotPart.Ends, "dates");
        return StatementSpan.Of(OptionalTime(parts & SnapshotPart.From), OptionalTime(parts & SnapshotPart.Until), OptionalTime(parts & SnapshotPart.Ends))
            ?? throw _bytes.Flaw("have a span without dates");
    }

    /// <summary>What a flag's cell does not imply. It must be such as comes about by folding.</summary>
    private FlagState Extra(in RecordedStatement inForce)
    {
        var parts = _bytes.Bits(15, "dates");
        RecordedStatement? no = (parts & SnapshotPart.Protective) == 0 ? null : Cell(0, 0, out _).Statement(inForce.Node);
        var latestPermissive = OptionalTime(parts & SnapshotPart.LatestPermissive);
        var latestAsserted = OptionalTime(parts & SnapshotPart.LatestAsserted);
        var state = inForce.IsPause ? null : FlagState.Restored(inForce, no, latestPermissive, latestAsserted, (parts & SnapshotPart.WasGiven) != 0);
        return state ?? throw _bytes.Flaw("have dates of a flag that do not fit each other");
    }

    private BesideFlags Beside()
    {
        var pauses = Statements(StatementWeight.Attested);
        var pending = Statements(StatementWeight.Pending);
        var asked = new AskedAt[_bytes.Count(2, "askings")];
        for (var i = 0; i < asked.Length; i++)
        {
            asked[i] = new(_paths[_bytes.Place(_paths.Length, "a node")], _bytes.Time());
        }

        var beside = BesideFlags.None.With([.. pauses, .. pending], asked);
        return beside.Pauses.Length == pauses.Length && beside.Pending.Length == pending.Length && beside.Asked.Length == asked.Length && !beside.IsEmpty
            ? beside
            : throw _bytes.Flaw("have pauses, askings or waiting gives that do not fit each other");
    }

    private RecordedStatement[] Statements(StatementWeight weight)
    {
        var statements = new RecordedStatement[_bytes.Count(5, "statements")];
        for (var i = 0; i < statements.Length; i++)
        {
            var path = _paths[_bytes.Place(_paths.Length, "a node")];
            var said = Cell(0, 0, out var span).Statement(path, span);
            statements[i] = new(path, said.Flag, said.IsActive, said.OccurredAt, weight, said.IsComplete, said.Proof, said.Origin, said.Position, span);
            if (weight == StatementWeight.Pending ? !statements[i].IsPending : !(statements[i].IsPause && statements[i].IsProtective))
            {
                throw _bytes.Flaw("have a statement beside the flags that belongs among them");
            }
        }

        return statements;
    }

    private Timestamp? OptionalTime(int isThere) => isThere == 0 ? null : _bytes.Time();

    private ImmutableArray<NoticeAcceptance> Acceptances()
    {
        var count = _bytes.Count(3, "acceptances");
        if (count == 0)
        {
            return [];
        }

        var acceptances = new NoticeAcceptance[count];
        for (var i = 0; i < count; i++)
        {
            var parts = _bytes.Bits(SnapshotPart.Language | SnapshotPart.TextSha256, "an acceptance");
            var version = _texts[_bytes.Place(_texts.Length, "a text")];
            var at = _bytes.Time();
            var language = (parts & SnapshotPart.Language) == 0 ? null : _bytes.Text();
            Sha256Digest? digest = (parts & SnapshotPart.TextSha256) == 0 ? null : new(_bytes.Take(32));
            try
            {
                acceptances[i] = new(version, at, language, digest);
            }
            catch (ArgumentException)
            {
                throw _bytes.Flaw("have an acceptance whose version or language is blank or too long");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(acceptances);
    }

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
        var change = Change() ?? throw _bytes.Flaw("have a rectified record without an id");
        var by = Change() ?? default;
        var nodes = new PurposePath[_bytes.Count(1, "nodes")];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _paths[_bytes.Place(_paths.Length, "a node")];
        }

        return new(change, by, ImmutableCollectionsMarshal.AsImmutableArray(nodes));
    }

    /// <summary>A change id; <see langword="null"/> where there is none.</summary>
    private ChangeId? Change()
    {
        var text = _bytes.Text();
        return text.Length == 0 ? null : ChangeId.TryParse(text, null, out var id) ? id : throw _bytes.Flaw("have a text that is no change's id");
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
        var kind = _bytes.Place(SnapshotPart.ClosedAs + (int)ClosedKind.NeverContact + 1, "a closing") - SnapshotPart.ClosedAs;
        if (kind < 0)
        {
            return null;
        }

        var since = _bytes.Time();
        return new(new(_bytes.Take(32)), (ClosedKind)kind, since);
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
