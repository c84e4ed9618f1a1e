using System.Buffers;
using System.Text;

namespace Consent;

/// <summary>Writes snapshots: the tables first, then what refers to them. Keeps its buffers, so it is for one thread at a time.</summary>
internal sealed partial class SnapshotWriter
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static SnapshotWriter? s_spare;

    private readonly Table<PurposePath> _paths = new(null);
    private readonly Table<string> _texts = new(StringComparer.Ordinal);
    private readonly Table<StatementOrigin> _origins = new(null);
    private readonly ArrayBufferWriter<byte> _head = new(256);
    private readonly ArrayBufferWriter<byte> _origin = new(256);
    private readonly ArrayBufferWriter<byte> _body = new(256);
    private ContactConsents _contact = null!;
    private ArrayBufferWriter<byte> _out = null!;
    private long _time;

    public static byte[] Write(ContactConsents contact)
    {
        var writer = s_spare ?? new();
        s_spare = null;
        var bytes = writer.ToBytes(contact);
        writer.Clear();
        s_spare = writer;
        return bytes;
    }

    private byte[] ToBytes(ContactConsents contact)
    {
        _contact = contact;

        // What refers comes last, but fills the tables: so it is written first, aside.
        _out = _body;
        var hasCounted = !ReferenceEquals(contact.Own, contact.Counted);
        Flags(contact.Own);
        if (hasCounted)
        {
            Flags(contact.Counted);
        }

        var flagPaths = _paths.Items.Count;
        Beside(contact.Own.Beside);
        if (hasCounted)
        {
            Beside(contact.Counted.Beside);
        }

        Acceptances();
        var hasMore = More();

        // The origins' texts are among the texts too.
        _out = _origin;
        Origins();

        _out = _head;
        var hasRevision = contact.Revision != default;
        Byte(ContactSnapshot.Version);
        Byte((hasCounted ? SnapshotPart.Counted : 0) | (hasRevision ? SnapshotPart.Revision : 0) | (hasMore ? SnapshotPart.More : 0)
            | (contact.Own.Beside.IsEmpty ? 0 : SnapshotPart.Beside) | (!hasCounted || contact.Counted.Beside.IsEmpty ? 0 : SnapshotPart.CountedBeside)
            | (contact.Waiting == 0 ? 0 : SnapshotPart.Waiting));
        if (hasRevision)
        {
            contact.Revision.Incarnation.TryWriteBytes(_out.GetSpan(16), bigEndian: true, out _);
            _out.Advance(16);
            Number((ulong)contact.Revision.Number);
        }

        if (contact.Waiting > 0)
        {
            Number((ulong)contact.Waiting);
        }

        Tables(flagPaths);
        return [.. _head.WrittenSpan, .. _origin.WrittenSpan, .. _body.WrittenSpan];
    }

    private void Clear()
    {
        _contact = null!;
        _time = 0;
        _paths.Clear();
        _texts.Clear();
        _origins.Clear();
        _head.ResetWrittenCount();
        _origin.ResetWrittenCount();
        _body.ResetWrittenCount();
    }

    private void Origins()
    {
        Number((uint)_origins.Items.Count);
        foreach (var origin in _origins.Items)
        {
            Contact(origin.Contact);
            Text(origin.Change.IsDefault ? "" : origin.Change.Value);
            Number(origin.NoticeVersion is null ? 0 : (uint)_texts.PlaceOf(origin.NoticeVersion) + 1);
            Number(origin.Method is null ? 0 : (uint)_texts.PlaceOf(origin.Method) + 1);
            Number(origin.ConfirmedPoint is not { } point ? 0 : (uint)_texts.PlaceOf(point.ToString()) + 1);
        }
    }

    private void Tables(int flagPaths)
    {
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
    }

    private void Acceptances()
    {
        Number((uint)_contact.Acceptances.Length);
        foreach (var acceptance in _contact.Acceptances)
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

    private void Contact(ContactId id) => Number(
        id == _contact.Id ? SnapshotPart.Self : id.IsDefault ? SnapshotPart.Nobody : (uint)_texts.PlaceOf(id.Value) + SnapshotPart.Nobody + 1);

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

        public void Clear()
        {
            _places.Clear();
            Items.Clear();
        }

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
