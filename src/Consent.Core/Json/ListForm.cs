using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>A list.</summary>
internal sealed class ListForm<T>(JsonForm<T> item) : JsonForm<ImmutableArray<T>>
{
    public override void Write(Utf8JsonWriter json, ImmutableArray<T> value)
    {
        json.WriteStartArray();
        foreach (var one in value.IsDefault ? [] : value)
        {
            item.Write(json, one);
        }

        json.WriteEndArray();
    }

    public override bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out ImmutableArray<T> value)
    {
        var before = reading.Count;
        var all = ImmutableArray.CreateBuilder<T>(part.Content.Count);
        part.ReadEach(reading, one =>
        {
            if (item.TryRead(one, reading, out var read))
            {
                all.Add(read);
            }
        });
        value = all.ToImmutable();
        return reading.Count == before;
    }

    public override void Describe(JsonSchemaWriter schema)
    {
        schema.Json.WriteString("type", "array");
        schema.Json.WriteStartObject("items");
        item.Refer(schema);
        schema.Json.WriteEndObject();
    }
}
