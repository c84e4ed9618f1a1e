using System.Text.Json;

namespace Consent;

/// <summary>True or false.</summary>
internal sealed class FlagForm : JsonForm<bool>
{
    public override void Write(Utf8JsonWriter json, bool value) => json.WriteBooleanValue(value);

    public override bool TryRead(JsonPart part, JsonReading reading, out bool value)
    {
        value = part.Kind == JsonTokenType.True;
        return value || part.Kind == JsonTokenType.False || reading.Flaw("true or false is wanted.");
    }

    public override void Describe(JsonSchemaWriter schema) => schema.Json.WriteString("type", "boolean");
}
