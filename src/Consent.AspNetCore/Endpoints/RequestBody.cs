using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>The body of a request, read by our own forms and not by the host's serializer settings.</summary>
internal static class RequestBody
{
    /// <summary>The whole body; the server's limit of a body holds.</summary>
    public static async ValueTask<byte[]> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        var read = body.ToArray();
        return read.AsSpan().StartsWith("\uFEFF"u8) ? read[3..] : read;
    }

    /// <summary>The body as a document whose texts can all be read.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it is half a character.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException flaw)
        {
            throw new JsonException("$: it is no JSON, or is nested too deep.", "$", null, null, flaw);
        }

        try
        {
            Visit(document.RootElement);
            return document;
        }
        catch (InvalidOperationException flaw)
        {
            document.Dispose();
            throw new JsonException("$: a text in it is not well-formed.", "$", null, null, flaw);
        }
    }

    private static void Visit(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Visit(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }
    }

    /// <summary>The body as one value.</summary>
    /// <exception cref="JsonException">It is none; with its path. It quotes nothing of what came.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> form)
    {
        var body = await ReadAsync(http).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(), form) ?? throw new JsonException("$: a value is wanted.", "$", null, null);
        }
        catch (JsonException flaw) when (!flaw.Message.StartsWith('$'))
        {
            // The serializer's own words and paths have names of members in them that came.
            var known = form.Properties.Select(p => $"$.{p.Name}").FirstOrDefault(p => string.Equals(p, flaw.Path, StringComparison.Ordinal));
            var what = known is null ? $"$: it is no JSON, or a member is missing or not known: there are {string.Join(", ", form.Properties.Select(p => p.Name))}." : $"{known}: it cannot be read.";
            throw new JsonException(what, known ?? "$", null, null, flaw);
        }
    }
}
