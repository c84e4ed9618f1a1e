using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Consent.Auditing;

/// <summary>Reads the canonical form of RFC 8785 that <see cref="CanonicalJsonWriter"/> writes, and no other: whatever is wrong is a <see cref="MalformedPayloadException"/> that names the place.</summary>
/// <remarks>
/// Goes over the bytes once. The caller asks for the members of an object in ascending order of their names, as they must stand; one that was not asked for, is
/// there twice or stands out of order is still there when the object should end, and refused: nothing can be hidden beside what is read. So is any other
/// way to write the same: white space, another escape, another form of a number.
/// </remarks>
internal ref partial struct CanonicalJsonReader
{
    private const string NotAllowed = "is blank, too long or otherwise not allowed";

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly EntrySlot _slot;
    private JsonPlace _place;
    private int _at;

    private CanonicalJsonReader(ReadOnlySpan<byte> bytes, EntrySlot slot)
    {
        _bytes = bytes;
        _slot = slot;
    }

    /// <summary>Reads all of these bytes as one value.</summary>
    /// <exception cref="MalformedPayloadException">They are anything else.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, EntrySlot slot, JsonRead<T> read)
    {
        var json = new CanonicalJsonReader(bytes, slot);
        if (!Utf8.IsValid(bytes))
        {
            throw json.Flaw("is not valid UTF-8");
        }

        var value = read(ref json);
        return json._at == bytes.Length ? value : throw json.Flaw("has something after it");
    }

    private readonly byte Next => _at < _bytes.Length ? _bytes[_at] : (byte)0;

    /// <summary>Nothing stands before this place in the object or array: a value never ends in an opening bracket.</summary>
    private readonly bool IsFirst => _bytes[_at - 1] is (byte)'{' or (byte)'[';

    /// <summary>What is wrong at this place.</summary>
    public readonly MalformedPayloadException Flaw(string flaw) => new(_slot, _place.ToString(_bytes), flaw);

    /// <summary>A member that was asked for is not next.</summary>
    public MalformedPayloadException Missing(ReadOnlySpan<byte> name)
    {
        _place.Leave();
        return new(_slot, $"{_place.ToString(_bytes)}.{Encoding.UTF8.GetString(name)}", "is missing");
    }

    public void StartObject()
    {
        Take((byte)'{', "is not an object");
        _place.Enter();
    }

    public void EndObject()
    {
        _place.Leave();
        Take((byte)'}', "has a member that this version does not know, that is there twice or out of order, or is cut off");
    }

    /// <summary>Whether the next member has this name, which needs no escapes; if so, its value is next.</summary>
    public bool Member(ReadOnlySpan<byte> name)
    {
        var start = IsFirst ? _at : _at + 1;
        var end = start + name.Length + 3;
        if (end > _bytes.Length || (start > _at && _bytes[_at] != (byte)',') || _bytes[start] != (byte)'"' || _bytes[end - 2] != (byte)'"' || _bytes[end - 1] != (byte)':'
            || !_bytes.Slice(start + 1, name.Length).SequenceEqual(name))
        {
            return false;
        }

        _place.Member(start + 1);
        _at = end;
        return true;
    }

    public string? OptionalText(ReadOnlySpan<byte> name) => Member(name) ? TextValue() : null;

    public string Text(ReadOnlySpan<byte> name) => OptionalText(name) ?? throw Missing(name);

    public Timestamp? OptionalTime(ReadOnlySpan<byte> name) =>
        !Member(name) ? null : Timestamp.TryParse(PlainValue(), null, out var time) ? time : throw Flaw("is not an instant");

    public Timestamp Time(ReadOnlySpan<byte> name) => OptionalTime(name) ?? throw Missing(name);

    public Sha256Digest? OptionalDigest(ReadOnlySpan<byte> name) =>
        !Member(name) ? null : Sha256Digest.TryParse(PlainValue(), null, out var digest) ? digest : throw Flaw("is not a SHA-256 digest");

    public Guid? OptionalGuid(ReadOnlySpan<byte> name) =>
        !Member(name) ? null
        : PlainValue() is { Length: 32 } digits && Utf8Parser.TryParse(digits, out Guid id, out var length, 'N') && length == 32 ? id
        : throw Flaw("is not 32 hexadecimal digits");

    public T? OptionalParsed<T>(ReadOnlySpan<byte> name)
        where T : struct, IParsable<T> => OptionalText(name) is { } text ? Parsed<T>(text) : null;

    public T Parsed<T>(ReadOnlySpan<byte> name)
        where T : IParsable<T> => Parsed<T>(Text(name));

    public TEnum? OptionalCode<TEnum>(ReadOnlySpan<byte> name)
        where TEnum : struct, Enum => Member(name) ? CodeValue<TEnum>() : null;

    public TEnum Code<TEnum>(ReadOnlySpan<byte> name)
        where TEnum : struct, Enum => OptionalCode<TEnum>(name) ?? throw Missing(name);

    public TEnum CodeValue<TEnum>()
        where TEnum : struct, Enum => PayloadCode<TEnum>.Find(PlainValue()) ?? throw Flaw("is not a code that this version knows");

    public bool? OptionalBoolean(ReadOnlySpan<byte> name)
    {
        if (!Member(name))
        {
            return null;
        }

        var isTrue = _bytes[_at..].StartsWith("true"u8);
        _at += isTrue ? 4 : _bytes[_at..].StartsWith("false"u8) ? 5 : throw Flaw("is not true or false");
        return isTrue;
    }

    public bool Boolean(ReadOnlySpan<byte> name) => OptionalBoolean(name) ?? throw Missing(name);

    public long? OptionalInteger(ReadOnlySpan<byte> name) => Member(name) ? IntegerValue() : null;

    public long Integer(ReadOnlySpan<byte> name) => OptionalInteger(name) ?? throw Missing(name);

    /// <summary>An index, or -1 where there is none.</summary>
    public long IndexOrNone(ReadOnlySpan<byte> name)
    {
        if (!Member(name))
        {
            throw Missing(name);
        }

        if (!_bytes[_at..].StartsWith("-1"u8))
        {
            return IntegerValue();
        }

        _at += 2;
        return -1;
    }

    /// <summary>An integer from 0 to 2^53 - 1: but for <see cref="IndexOrNone"/>, entries have no other.</summary>
    public long IntegerValue()
    {
        var start = _at;
        var value = 0L;
        while (char.IsAsciiDigit((char)Next) && value <= CanonicalJsonWriter.MaxInteger)
        {
            value = (value * 10) + (_bytes[_at++] - '0');
        }

        return _at > start && value <= CanonicalJsonWriter.MaxInteger && (_bytes[start] != '0' || _at == start + 1) ? value : throw Flaw("is not an integer from 0 to 2^53 - 1");
    }

    /// <summary>An array; none when absent.</summary>
    public ImmutableArray<T> List<T>(ReadOnlySpan<byte> name, JsonRead<T> read)
    {
        if (!Member(name))
        {
            return [];
        }

        Take((byte)'[', "is not an array");
        var items = ImmutableArray.CreateBuilder<T>(1);
        for (_place.Enter(); Next != ']'; items.Add(read(ref this)))
        {
            _place.Item(items.Count);
            Separate();
        }

        _place.Leave();
        _at++;
        return items.DrainToImmutable();
    }

    /// <summary>An array of two integers.</summary>
    public (long First, long Second) PairValue()
    {
        const string NotTwo = "is not two integers";
        Take((byte)'[', NotTwo);
        var first = IntegerValue();
        Take((byte)',', NotTwo);
        var second = IntegerValue();
        Take((byte)']', NotTwo);
        return (first, second);
    }

    /// <summary>An object of texts, whose names are the host's; none when absent.</summary>
    public ImmutableSortedDictionary<string, string> Texts(ReadOnlySpan<byte> name)
    {
        if (!Member(name))
        {
            return StoredText.None;
        }

        Take((byte)'{', "is not an object");
        var texts = StoredText.None.ToBuilder();
        for (string? last = null; Next != '}';)
        {
            Separate();
            var key = TextValue();
            Take((byte)':', "has a name without a value");
            texts.Add(key, string.CompareOrdinal(last, key) < 0 ? TextValue() : throw Flaw("has a name there twice or out of order"));
            last = key;
        }

        _at++;
        return texts.ToImmutable();
    }

    /// <summary>An object of digests; none when absent.</summary>
    public ImmutableSortedDictionary<string, Sha256Digest> Digests(ReadOnlySpan<byte> name)
    {
        var digests = Evidence.None.CutTexts.ToBuilder();
        foreach (var (key, text) in Texts(name))
        {
            digests.Add(key, Sha256Digest.TryParse(text, null, out var digest) ? digest : throw Flaw("is not a SHA-256 digest"));
        }

        return digests.ToImmutable();
    }

    /// <summary>A value whose maker checks it.</summary>
    public readonly T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception problem) when (problem is (ArgumentException or FormatException) and not MalformedPayloadException)
        {
            throw Flaw(NotAllowed);
        }
    }

    private readonly T Parsed<T>(string text)
        where T : IParsable<T> => T.TryParse(text, null, out var value) ? value : throw Flaw(NotAllowed);

    private void Separate()
    {
        if (!IsFirst)
        {
            Take((byte)',', "is cut off, or has no comma where one belongs");
        }
    }

    private void Take(byte expected, string flaw)
    {
        if (Next != expected)
        {
            throw Flaw(flaw);
        }

        _at++;
    }
}
