using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>Reads the members of one object of a payload; whatever is wrong is a <see cref="MalformedPayloadException"/> that names the place.</summary>
/// <remarks>Each object knows its members: one that it does not know is refused, so that nothing can be hidden beside what is read.</remarks>
internal readonly struct PayloadReader
{
    private readonly JsonElement _object;
    private readonly EntrySlot _slot;
    private readonly string _path;

    public PayloadReader(JsonElement element, EntrySlot slot, string path, params ReadOnlySpan<string> members)
    {
        _object = element;
        _slot = slot;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Flaw(null, "is not an object");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!IsKnown(member, members))
            {
                throw Flaw(null, "has a member that this version does not know");
            }
        }
    }

    public MalformedPayloadException Flaw(string? member, string flaw) => new(_slot, member is null ? _path : $"{_path}.{member}", flaw);

    public bool Has(string name) => _object.TryGetProperty(name, out _);

    public string? OptionalText(string name) =>
        _object.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw Flaw(name, "is not a text")
            : null;

    public string Text(string name) => OptionalText(name) ?? throw Flaw(name, "is missing");

    public bool Boolean(string name, bool? absent = null) =>
        !_object.TryGetProperty(name, out var value) ? absent ?? throw Flaw(name, "is missing")
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Flaw(name, "is not true or false");

    public long? OptionalInteger(string name) =>
        !_object.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number
        : throw Flaw(name, "is not an integer from 0 to 2^53");

    public Timestamp? OptionalTime(string name) => Parsed<Timestamp>(name, "an instant");

    public Timestamp Time(string name) => OptionalTime(name) ?? throw Flaw(name, "is missing");

    public Sha256Digest? OptionalDigest(string name) => Parsed<Sha256Digest>(name, "a SHA-256 digest");

    public TEnum? OptionalCode<TEnum>(string name)
        where TEnum : struct, Enum =>
        OptionalText(name) is { } text ? PayloadCode<TEnum>.Find(text) ?? throw Flaw(name, "is not a code that this version knows") : null;

    public TEnum Code<TEnum>(string name)
        where TEnum : struct, Enum => OptionalCode<TEnum>(name) ?? throw Flaw(name, "is missing");

    /// <summary>A value whose maker checks it.</summary>
    public T Checked<T>(string? name, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception problem) when (problem is (ArgumentException or FormatException) and not MalformedPayloadException)
        {
            throw Flaw(name, "is blank, too long or otherwise not allowed");
        }
    }

    public ImmutableArray<T> List<T>(string name, Func<JsonElement, string, T> read)
    {
        if (!_object.TryGetProperty(name, out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Flaw(name, "is not an array");
        }

        var items = ImmutableArray.CreateBuilder<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            items.Add(read(item, $"{_path}.{name}[{items.Count}]"));
        }

        return items.MoveToImmutable();
    }

    public T? Object<T>(string name, Func<JsonElement, string, T> read)
        where T : class => _object.TryGetProperty(name, out var value) ? read(value, $"{_path}.{name}") : null;

    /// <summary>An object of texts, whose names are the host's.</summary>
    public ImmutableSortedDictionary<string, string> Texts(string name)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!_object.TryGetProperty(name, out var value))
        {
            return texts.ToImmutable();
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Flaw(name, "is not an object");
        }

        foreach (var member in value.EnumerateObject())
        {
            texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Flaw(name, "has a value that is not a text");
        }

        return texts.ToImmutable();
    }

    private static bool IsKnown(JsonProperty member, ReadOnlySpan<string> members)
    {
        foreach (var name in members)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private T? Parsed<T>(string name, string what)
        where T : struct, IParsable<T> =>
        OptionalText(name) is not { } text ? null : T.TryParse(text, null, out var value) ? value : throw Flaw(name, $"is not {what}");
}
