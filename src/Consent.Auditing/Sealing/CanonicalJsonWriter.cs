using System.Buffers;
using System.Globalization;
using System.Text;

namespace Consent.Auditing;

/// <summary>Writes JSON in the canonical form of RFC 8785, restricted to strings, integers, booleans, arrays and objects.</summary>
/// <remarks>
/// It escapes what RFC 8785 says and nothing more (System.Text.Json escapes more). The caller writes members in ascending order of their names
/// (UTF-16 code units) and leaves out what is absent; a test compares all that is written with a naive canonical form.
/// </remarks>
internal sealed partial class CanonicalJsonWriter
{
    /// <summary>The greatest magnitude of an integer: 2^53 - 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private byte[] _bytes = new byte[1024];
    private int _length;
    private bool _isFirst = true;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew, and keeps nothing of what was written.</summary>
    public void Clear()
    {
        _bytes.AsSpan(0, _length).Clear();
        _length = 0;
    }

    /// <summary>Leaves room for bytes that are no JSON.</summary>
    public void Leave(int count)
    {
        Room(count);
        _length += count;
    }

    /// <summary>The room that was left.</summary>
    public Span<byte> Left(int start, int count) => _bytes.AsSpan(start, count);

    /// <summary>Begins another document after those written.</summary>
    public void Next() => _isFirst = true;

    public void StartObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void StartArray(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'[');
    }

    public void StartArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    public void StartObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'{');
    }

    /// <summary>A member's name that needs no escapes.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        var room = Room(name.Length + 3);
        room[0] = (byte)'"';
        name.CopyTo(room[1..]);
        room[name.Length + 1] = (byte)'"';
        room[name.Length + 2] = (byte)':';
        _length += name.Length + 3;
        _isFirst = true;
    }

    public void Member(string name, string value)
    {
        Separate();
        Text(name);
        Byte((byte)':');
        Text(value);
        _isFirst = false;
    }

    /// <summary>A text member; nothing when absent.</summary>
    public void Member(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Name(name);
            Text(value);
            _isFirst = false;
        }
    }

    /// <summary>A text member that is known to be plain ASCII without escapes.</summary>
    public void Ascii<T>(ReadOnlySpan<byte> name, T value)
        where T : ISpanFormattable
    {
        Name(name);
        AsciiValue(value);
    }

    public void AsciiValue<T>(T value)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[64];
        if (!value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
        {
            throw new ArgumentException("The value is longer than 64 characters.", nameof(value));
        }

        Separate();
        var room = Room(length + 2);
        room[0] = (byte)'"';
        Encoding.ASCII.GetBytes(text[..length], room[1..]);
        room[length + 1] = (byte)'"';
        _length += length + 2;
    }

    public void Member(ReadOnlySpan<byte> name, Timestamp? value)
    {
        if (value is { } at)
        {
            Ascii(name, at);
        }
    }

    public void Member(ReadOnlySpan<byte> name, Sha256Digest? value)
    {
        if (value is { } digest)
        {
            Name(name);
            Span<byte> bytes = stackalloc byte[32];
            digest.CopyTo(bytes);
            var room = Room(66);
            room[0] = (byte)'"';
            Convert.TryToHexStringLower(bytes, room[1..], out _);
            room[65] = (byte)'"';
            _length += 66;
            _isFirst = false;
        }
    }

    /// <summary>An enumeration's code.</summary>
    public void Code<TEnum>(ReadOnlySpan<byte> name, TEnum value)
        where TEnum : struct, Enum
    {
        Name(name);
        CodeValue(value);
    }

    public void CodeValue<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        Separate();
        Raw("\""u8);
        Raw(PayloadCode<TEnum>.Utf8(value));
        Raw("\""u8);
    }

    public void Member(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Raw(value ? "true"u8 : "false"u8);
    }

    public void Member(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        IntegerValue(value);
    }

    public void TextValue(string value)
    {
        Separate();
        Text(value);
    }

    /// <summary>An integer within ±(2^53 - 1), so that every reader reads the same.</summary>
    public void IntegerValue(long value)
    {
        if (Math.Abs(value) > MaxInteger)
        {
            throw new ArgumentOutOfRangeException(nameof(value), "An integer in an entry lies within 2^53.");
        }

        Separate();
        value.TryFormat(Room(20), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Members(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string> ordered)
    {
        if (ordered.Count == 0)
        {
            return;
        }

        StartObject(name);
        foreach (var (key, value) in ordered)
        {
            Member(key, value);
        }

        EndObject();
    }

    /// <summary>As above, of digests.</summary>
    public void Members(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, Sha256Digest> ordered)
    {
        if (ordered.Count == 0)
        {
            return;
        }

        StartObject(name);
        foreach (var (key, value) in ordered)
        {
            Member(key, value.ToString());
        }

        EndObject();
    }
}
