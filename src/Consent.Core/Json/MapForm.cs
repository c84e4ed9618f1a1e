using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>An object whose members are named by who wrote it. A flaw is told at the object: a name may be personal data.</summary>
internal sealed class MapForm<TKey, TValue>(TextForm<TKey> key, JsonForm<TValue> form, IComparer<TKey>? order = null) : JsonForm<ImmutableSortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    /// <summary>Whether a document of a later version may have names in it that are not known.</summary>
    public bool PassesOverLater { get; init; }

    public override void Write(Utf8JsonWriter json, ImmutableSortedDictionary<TKey, TValue> value)
    {
        json.WriteStartObject();
        foreach (var (name, one) in value)
        {
            json.WritePropertyName(key.TextOf(name)!);
            form.Write(json, one);
        }

        json.WriteEndObject();
    }

    public override bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out ImmutableSortedDictionary<TKey, TValue> value)
    {
        var before = reading.Count;
        var all = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>(order);
        value = null;
        if (part.Kind != JsonTokenType.StartObject || !part.IsWhole)
        {
            return reading.Flaw("an object is wanted.");
        }

        foreach (var (text, content) in part.Content)
        {
            if (text is null || !key.TryParse(text, out var name))
            {
                _ = (PassesOverLater && reading.AllowsUnknown) || reading.Flaw("a member of it has a name that cannot be one.");
            }
            else if (form.TryRead(content, reading, out var one))
            {
                if (all.ContainsKey(name))
                {
                    reading.Flaw("a member of it stands there twice.");
                }

                all[name] = one;
            }
        }

        value = all.ToImmutable();
        return reading.Count == before;
    }

    public override void Describe(JsonSchemaWriter schema)
    {
        schema.Json.WriteString("type", "object");
        schema.Json.WriteStartObject("propertyNames");
        key.Refer(schema);
        schema.Json.WriteEndObject();
        schema.Json.WriteStartObject("additionalProperties");
        form.Refer(schema);
        schema.Json.WriteEndObject();
    }
}
