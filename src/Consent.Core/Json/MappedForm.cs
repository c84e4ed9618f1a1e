using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>What stands in JSON as something else does.</summary>
internal sealed class MappedForm<T, TOther>(JsonForm<TOther> form, Func<T, TOther> to, Func<TOther, T> from) : JsonForm<T>
{
    public override void Write(Utf8JsonWriter json, T value) => form.Write(json, to(value));

    public override bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value)
    {
        var isRead = form.TryRead(part, reading, out var other);
        value = isRead ? from(other!) : default;
        return isRead;
    }

    public override void Describe(JsonSchemaWriter schema) => form.Describe(schema);
}
