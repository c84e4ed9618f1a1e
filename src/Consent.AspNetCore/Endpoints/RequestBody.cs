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
        return body.ToArray();
    }

    /// <summary>The body as a document whose texts can all be read.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it is half a character.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var document = JsonDocument.Parse(body);
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
    /// <exception cref="JsonException">It is none; with its path.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> form) =>
        JsonSerializer.Deserialize((await ReadAsync(http).ConfigureAwait(false)).AsSpan(), form) ?? throw new JsonException("$: a value is wanted.", "$", null, null);
}
