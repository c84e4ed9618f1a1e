using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Consent;

/// <summary>Reads one snapshot. A store reads one for every decision, so the tables of flags are made as they will stand, not folded again.</summary>
internal ref partial struct SnapshotReader(ContactId id, PurposeTaxonomy taxonomy, ReadOnlySpan<byte> bytes)
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
            var change = Change();
            var notice = _bytes.Place(_texts.Length + 1, "a text");
            var method = _bytes.Place(_texts.Length + 1, "a text");
            var point = _bytes.Place(_texts.Length + 1, "a text");
            _origins[i] = new(contact, change, notice == 0 ? null : _texts[notice - 1], method == 0 ? null : _texts[method - 1]) { ConfirmedPoint = point == 0 ? null : Digest(_texts[point - 1]) };
        }
    }

    /// <summary>A change id; none where its text is empty.</summary>
    private ChangeId Change()
    {
        var text = _bytes.Text();
        return text.Length == 0 ? default : ChangeId.Kept(text) ?? throw _bytes.Flaw("have a text that is no change's id");
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
}
