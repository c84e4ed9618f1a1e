using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consent.Auditing;

/// <summary>Lets any JSON serializer write an export as the file that it is. An export is never read back: what was said stands in the log. It is public for source generation, which must name it.</summary>
public sealed class ConsentExportConverter : JsonConverter<ConsentExport>
{
    /// <summary>Never: an export is not read back.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override ConsentExport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An export is written for a person and not read back.");

    /// <summary>Writes the file.</summary>
    public override void Write(Utf8JsonWriter writer, ConsentExport value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(ConsentExportJson.Write(value).AsSpan(), skipInputValidation: true);
    }
}
