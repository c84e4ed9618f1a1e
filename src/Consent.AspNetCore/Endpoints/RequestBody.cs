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

    /// <summary>The body as one value.</summary>
    /// <exception cref="JsonException">It is none; with its path.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> form) =>
        JsonSerializer.Deserialize((await ReadAsync(http).ConfigureAwait(false)).AsSpan(), form) ?? throw new JsonException("$: a value is wanted.", "$", null, null);
}
