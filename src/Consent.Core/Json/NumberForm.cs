using System.Globalization;
using System.Text.Json;

namespace Consent;

/// <summary>A whole number, however it is written: 7, 7.0 and 70e-1 are one.</summary>
internal sealed class NumberForm<T>(long least, long most, Func<T, long> to, Func<long, T> from) : JsonForm<T>
    where T : struct
{
    public override void Write(Utf8JsonWriter json, T value) => json.WriteNumberValue(to(value));

    public override bool TryRead(JsonPart part, JsonReading reading, out T value)
    {
        value = default;
        if (part.Kind != JsonTokenType.Number || !decimal.TryParse(part.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || decimal.Truncate(number) != number || number < least || number > most)
        {
            return reading.Flaw("a whole number is wanted.");
        }

        value = from((long)number);
        return true;
    }

    public override void Describe(JsonSchemaWriter schema)
    {
        schema.Json.WriteString("type", "integer");
        schema.Json.WriteNumber("minimum", least);
        schema.Json.WriteNumber("maximum", most);
    }
}
