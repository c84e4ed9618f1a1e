using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Consent;

/// <summary>Writes the JSON Schema (2020-12) of a form; what it refers to stands once, under <c>$defs</c>.</summary>
internal sealed class JsonSchemaWriter : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly SortedDictionary<string, JsonForm> _referred = new(StringComparer.Ordinal);

    private JsonSchemaWriter() => Json = new(_bytes, s_options);

    public Utf8JsonWriter Json { get; }

    public static string Write(JsonForm form)
    {
        using var schema = new JsonSchemaWriter();
        schema.Document(form);
        return Encoding.UTF8.GetString(schema._bytes.WrittenSpan);
    }

    public void Dispose() => Json.Dispose();

    /// <summary>Refers to a form by its name.</summary>
    public void Refer(string name, JsonForm form)
    {
        _referred.TryAdd(name, form);
        Json.WriteString("$ref", $"#/$defs/{name}");
    }

    /// <summary>Members that stand in a text of JSON.</summary>
    public void Members(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(Json);
        }
    }

    private void Document(JsonForm form)
    {
        Json.WriteStartObject();
        Json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        form.DescribeRoot(this);
        var written = new HashSet<string>(StringComparer.Ordinal);
        if (_referred.Count > 0)
        {
            Json.WriteStartObject("$defs");
            while (_referred.FirstOrDefault(r => !written.Contains(r.Key)) is { Value: { } next, Key: var name })
            {
                written.Add(name);
                Json.WriteStartObject(name);
                next.Describe(this);
                Json.WriteEndObject();
            }

            Json.WriteEndObject();
        }

        Json.WriteEndObject();
        Json.Flush();
    }
}
