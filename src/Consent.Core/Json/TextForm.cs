using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>What stands in JSON as one text, and may name a member too.</summary>
internal sealed class TextForm<T>(string name, string schema, string wanted, Func<T, string?> textOf, TextForm<T>.Parser parse) : JsonForm<T>
{
    public delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>The text; <see langword="null"/> for a value that names nothing.</summary>
    public string? TextOf(T value) => textOf(value);

    public bool TryParse(string text, [MaybeNullWhen(false)] out T value) => parse(text, out value);

    public override void Write(Utf8JsonWriter json, T value) => json.WriteStringValue(textOf(value));

    public override bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value)
    {
        if (part.Kind == JsonTokenType.String && part.Text is { } text && parse(text, out value))
        {
            return true;
        }

        value = default;
        return reading.Flaw($"{wanted} is wanted.");
    }

    public override void Describe(JsonSchemaWriter writer) => writer.Members(schema);

    public override void Refer(JsonSchemaWriter writer) => writer.Refer(name, this);
}
