using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Consent.Storage;

/// <summary>How a line of the journal says how the requests of whoever goes stand. A line without any says nothing of them, as those did that are older than requests.</summary>
internal static class JournalRequests
{
    private const string Name = "requests";

    private static readonly ConsentJsonConverter<SubjectRequest> s_form = new();

    public static void Write(Utf8JsonWriter json, ImmutableArray<SubjectRequest> requests)
    {
        if (requests.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray(Name);
        foreach (var request in requests)
        {
            s_form.Write(json, request, JsonSerializerOptions.Default);
        }

        json.WriteEndArray();
    }

    /// <exception cref="JsonException">One cannot be read.</exception>
    public static ImmutableArray<SubjectRequest> Read(JsonElement record) => record.TryGetProperty(Name, out var requests) ? [.. requests.EnumerateArray().Select(ReadOne)] : [];

    private static SubjectRequest ReadOne(JsonElement json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return s_form.Read(ref reader, typeof(SubjectRequest), JsonSerializerOptions.Default) ?? throw new FormatException("A request is missing.");
    }
}
