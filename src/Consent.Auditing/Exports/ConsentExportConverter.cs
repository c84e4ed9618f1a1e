using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consent.Auditing;

/// <summary>Lets any JSON serializer write an export as the file that it is. An export is never read back: what was said stands in the log.</summary>
internal sealed class ConsentExportConverter : JsonConverter<ConsentExport>
{
    public override ConsentExport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An export is written for a person and not read back.");

    public override void Write(Utf8JsonWriter writer, ConsentExport value, JsonSerializerOptions options) => writer.WriteRawValue(ConsentExportJson.Write(value).AsSpan(), skipInputValidation: true);
}
