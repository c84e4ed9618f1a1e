using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Consent;

/// <summary>One value of JSON that was received, as far as it could be read. Nothing is converted yet, and a member that stands there twice is there twice.</summary>
internal sealed class JsonPart
{
    /// <summary>No document has more levels. What is deeper is skipped, whatever it is.</summary>
    private const int MaxDepth = 12;
    private const int MaxDigits = 40;

    private readonly List<(string? Name, JsonPart Value)> _content = [];

    private JsonPart(JsonTokenType kind, string? text, string? told) => (Kind, Text, Told) = (kind, text, told);

    /// <summary>StartObject, StartArray, String, Number, True, False or Null; None for what is nested too deep.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>Of a text: itself, <see langword="null"/> where it is not well-formed. Of a number: as it was written.</summary>
    public string? Text { get; }

    /// <summary>The same; of a text that is not well-formed what can be told of it, with U+FFFD for the rest.</summary>
    public string? Told { get; }

    /// <summary>Of an object or list: whether its end was read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Members with their names, <see langword="null"/> for one that is not well-formed; items without.</summary>
    public IReadOnlyList<(string? Name, JsonPart Value)> Content => _content;

    /// <summary>The value at which a reader stands; the reader then stands on its last token.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonPart Read(ref Utf8JsonReader reader)
    {
        JsonPart? root = null;
        Read(ref reader, ref root);
        return root!;
    }

    /// <summary>The name of a member at which a reader stands, as a text.</summary>
    public static JsonPart Name(ref Utf8JsonReader reader) => new(JsonTokenType.String, TextOf(ref reader, out var told), told);

    /// <summary>As much of a text as can be read before it breaks.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">What is taken for JSON.</param>
    /// <param name="isBroken">Whether it breaks somewhere, or goes on after its end.</param>
    public static JsonPart? ReadAll(ReadOnlySpan<byte> utf8, JsonReaderOptions options, out bool isBroken)
    {
        JsonPart? root = null;
        var reader = new Utf8JsonReader(utf8, options);
        try
        {
            isBroken = !reader.Read();
            Read(ref reader, ref root);
            isBroken |= reader.Read();
        }
        catch (JsonException)
        {
            isBroken = true;
        }

        return root;
    }

    /// <summary>Adds a text to an object that has no member of that name.</summary>
    public void Add(string name, string text)
    {
        if (Kind == JsonTokenType.StartObject && !_content.Exists(m => string.Equals(m.Name, name, StringComparison.Ordinal)))
        {
            _content.Add((name, new(JsonTokenType.String, text, text)));
        }
    }

    /// <summary>Reads each item of a list by itself; what is wrong with one is told at its place, and the others go on.</summary>
    public void ReadEach(JsonReading reading, Action<JsonPart> read)
    {
        if (Kind != JsonTokenType.StartArray)
        {
            reading.Flaw("a list is wanted.");
            return;
        }

        for (var i = 0; i < _content.Count; i++)
        {
            var before = reading.Count;
            read(_content[i].Value);
            reading.Within(before, string.Create(CultureInfo.InvariantCulture, $"[{i}]"));
        }

        if (!IsWhole)
        {
            reading.Flaw("the list ends early.");
        }
    }

    private static void Read(ref Utf8JsonReader reader, ref JsonPart? root)
    {
        var open = new Stack<JsonPart>();
        string? name = null;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = TextOf(ref reader, out _);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop().IsWhole = true;
                    continue;
                case JsonTokenType.None or JsonTokenType.Comment:
                    continue;
                default:
                    break;
            }

            string? told = null;
            var part = new JsonPart(reader.TokenType, reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? TextOf(ref reader, out told) : null, told);
            root ??= part;
            if (open.TryPeek(out var around))
            {
                around._content.Add((name, part));
            }

            if (part.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (open.Count < MaxDepth)
                {
                    open.Push(part);
                }
                else
                {
                    part.Kind = JsonTokenType.None;
                    reader.Skip();
                }
            }
        }
        while (open.Count > 0 && reader.Read());
    }

    private static string? TextOf(ref Utf8JsonReader reader, out string? told)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            told = reader.HasValueSequence ? reader.ValueSequence.Length > MaxDigits ? null : Encoding.ASCII.GetString(reader.ValueSequence)
                : reader.ValueSpan.Length > MaxDigits ? null : Encoding.ASCII.GetString(reader.ValueSpan);
            return told;
        }

        try
        {
            told = reader.GetString();
            return told;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            told = JsonEscapes.Replaced(reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan));
            return null;
        }
    }
}
