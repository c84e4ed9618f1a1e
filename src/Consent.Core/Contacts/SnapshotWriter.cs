using System.Buffers;
using System.Text;

namespace Consent;

/// <summary>Writes one snapshot: the tables first, then what refers to them.</summary>
internal sealed class SnapshotWriter(ContactConsents contact)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Table<PurposePath> _paths = new(null);
    private readonly Table<string> _texts = new(StringComparer.Ordinal);
    private readonly Table<StatementOrigin> _origins = new(null);
    private readonly ArrayBufferWriter<byte> _body = new(256);
    private IBufferWriter<byte> _out = null!;
    private long _time;

    public void Write(IBufferWriter<byte> destination)
    {
        // What refers comes last, but fills the tables: so it is written first, aside.
        _out = _body;
        var hasCounted = !ReferenceEquals(contact.Own, contact.Counted);
        Flags(contact.Own);
        if (hasCounted)
        {
            Flags(contact.Counted);
        }

        var flagPaths = _paths.Items.Count;
        Acceptances();
        var hasMore = More();

        _out = destination;
        var hasRevision = contact.Revision != default;
        Byte(ContactSnapshot.Version);
        Byte((hasCounted ? SnapshotPart.Counted : 0) | (hasRevision ? SnapshotPart.Revision : 0) | (hasMore ? SnapshotPart.More : 0));
        if (hasRevision)
        {
            contact.Revision.Incarnation.TryWriteBytes(_out.GetSpan(16), bigEndian: true, out _);
            _out.Advance(16);
            Number((ulong)contact.Revision.Number);
        }

        Tables(flagPaths);
        _out.Write(_body.WrittenSpan);
    }

    private void Tables(int flagPaths)
    {
        // The origins' texts are among the texts too.
        var origins = new ArrayBufferWriter<byte>(256);
        var destination = _out;
        _out = origins;
        Number((uint)_origins.Items.Count);
        foreach (var origin in _origins.Items)
        {
            Contact(origin.Contact);
            Text(origin.Change.IsDefault ? "" : origin.Change.Value);
            Number(origin.NoticeVersion is null ? 0 : (uint)_texts.PlaceOf(origin.NoticeVersion) + 1);
        }

        _out = destination;
        Number((uint)_paths.Items.Count);
        Number((uint)flagPaths);
        foreach (var path in _paths.Items)
        {
            Text(path.ToString());
        }

        Number((uint)_texts.Items.Count);
        foreach (var text in _texts.Items)
        {
            Text(text);
        }

        _out.Write(origins.WrittenSpan);
    }

    private void Flags(FlagTable table)
    {
        Number((uint)table.Count);
        for (var i = 0; i < table.Count; i++)
        {
            var state = table.StateAt(i, contact.Taxonomy);
            var hasExtra = !state.IsImplied;
            Number((uint)_paths.PlaceOf(state.Node));
            Statement(state.InForce, hasExtra ? SnapshotPart.Extra : 0);
            if (hasExtra)
            {
                Extra(state);
            }
        }
    }

    private void Statement(in RecordedStatement said, int bits)
    {
        Byte(bits | (int)said.Flag | (said.IsActive ? SnapshotPart.Active : 0) | (said.IsAttested ? SnapshotPart.Attested : 0)
            | (said.IsComplete ? SnapshotPart.Complete : 0) | (said.IsConfirmed ? SnapshotPart.Confirmed : 0));
        Time(said.OccurredAt);
        Number((uint)_origins.PlaceOf(said.Origin));
        Byte(said.Position);
    }

    private void Extra(in FlagState state)
    {
        Byte((state.GreatestProtective is null ? 0 : SnapshotPart.Protective) | (state.LatestPermissive is null ? 0 : SnapshotPart.LatestPermissive)
            | (state.LatestAsserted is null ? 0 : SnapshotPart.LatestAsserted) | (state.EarliestAttestedGive is null ? 0 : SnapshotPart.EarliestGive));
        if (state.GreatestProtective is { } no)
        {
            Statement(no, 0);
        }

        OptionalTime(state.LatestPermissive);
        OptionalTime(state.LatestAsserted);
        OptionalTime(state.EarliestAttestedGive);
    }

    private void Acceptances()
    {
        Number((uint)contact.Acceptances.Length);
        foreach (var acceptance in contact.Acceptances)
        {
            Byte((acceptance.Language is null ? 0 : SnapshotPart.Language) | (acceptance.TextSha256 is null ? 0 : SnapshotPart.TextSha256));
            Number((uint)_texts.PlaceOf(acceptance.Version));
            Time(acceptance.AcceptedAt);
            if (acceptance.Language is { } language)
            {
                Text(language);
            }

            if (acceptance.TextSha256 is { } digest)
            {
                digest.CopyTo(_out.GetSpan(32));
                _out.Advance(32);
            }
        }
    }

    private bool More()
    {
        if (contact.Links.IsEmpty && contact.Documents.IsEmpty && contact.Unknown.IsEmpty && contact.State == ContactState.Open && contact.StateSince == default)
        {
            return false;
        }

        Byte((int)contact.State);
        Time(contact.StateSince);
        Number((uint)contact.Links.Length);
        foreach (var link in contact.Links)
        {
            Contact(link.Other);
            Time(link.OccurredAt);
            Byte(link.IsLinked ? 1 : 0);
        }

        Number((uint)contact.Unknown.Length);
        foreach (var node in contact.Unknown)
        {
            Number((uint)_paths.PlaceOf(node));
        }

        Number((uint)contact.Documents.Count);
        foreach (var document in contact.Documents.Values)
        {
            Text(document.Source);
            Time(document.AsOf);
            Number((uint)document.Flags.Nodes.Length);
            for (var i = 0; i < document.Flags.Nodes.Length; i++)
            {
                Number((uint)_paths.PlaceOf(document.Flags.Nodes[i]));
                Byte(document.Flags.Packed[i]);
            }
        }

        return true;
    }

    private void Contact(ContactId id) => Number(
        id == contact.Id ? SnapshotPart.Self : id.IsDefault ? SnapshotPart.Nobody : (uint)_texts.PlaceOf(id.Value) + SnapshotPart.Nobody + 1);

    private void OptionalTime(Timestamp? time)
    {
        if (time is { } at)
        {
            Time(at);
        }
    }

    private void Time(Timestamp time)
    {
        var step = time.UnixMicroseconds - _time;
        _time = time.UnixMicroseconds;
        Number((ulong)((step << 1) ^ (step >> 63)));
    }

    private void Text(string text)
    {
        var length = s_strict.GetByteCount(text);
        Number((uint)length);
        s_strict.GetBytes(text, _out.GetSpan(length));
        _out.Advance(length);
    }

    private void Byte(int value)
    {
        _out.GetSpan(1)[0] = (byte)value;
        _out.Advance(1);
    }

    private void Number(ulong value)
    {
        var span = _out.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _out.Advance(length);
    }

    /// <summary>Gives each thing one place, in the order met.</summary>
    private sealed class Table<T>(IEqualityComparer<T>? comparer)
        where T : class
    {
        private readonly Dictionary<T, int> _places = new(comparer);

        public List<T> Items { get; } = [];

        public int PlaceOf(T item)
        {
            if (!_places.TryGetValue(item, out var place))
            {
                _places[item] = place = Items.Count;
                Items.Add(item);
            }

            return place;
        }
    }
}
