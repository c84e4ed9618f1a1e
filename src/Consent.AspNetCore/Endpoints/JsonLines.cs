using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>A stream of values, one JSON document a line (NDJSON). Where it breaks off, the connection is cut: no shortened list looks whole.</summary>
internal static class JsonLines
{
    public const string ContentType = "application/x-ndjson";

    // So much is gathered before it is sent.
    private const int Enough = 16 * 1024;

    /// <summary>Begins it; what refuses the question does so here, and not in the middle of an answer.</summary>
    public static async Task<IResult> StartAsync<TItem, TLine>(IAsyncEnumerable<TItem> items, Func<TItem, TLine> line, JsonTypeInfo<TLine> form, CancellationToken cancellationToken)
    {
        var all = items.GetAsyncEnumerator(cancellationToken);
        try
        {
            var hasFirst = await all.MoveNextAsync().ConfigureAwait(false);
            return new Lines<TItem, TLine>(all, hasFirst, line, form);
        }
        catch
        {
            await all.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed class Lines<TItem, TLine>(IAsyncEnumerator<TItem> items, bool hasFirst, Func<TItem, TLine> line, JsonTypeInfo<TLine> form) : IResult, IContentTypeHttpResult
    {
        public string ContentType => JsonLines.ContentType;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using var disposal = items.ConfigureAwait(false);
            var response = httpContext.Response;
            response.ContentType = ContentType;
            try
            {
                using var bytes = new MemoryStream();
                for (var has = hasFirst; has; has = await items.MoveNextAsync().ConfigureAwait(false))
                {
                    JsonSerializer.Serialize(bytes, line(items.Current), form);
                    bytes.WriteByte((byte)'\n');
                    if (bytes.Length >= Enough)
                    {
                        await SendAsync(response, bytes, httpContext.RequestAborted).ConfigureAwait(false);
                    }
                }

                await SendAsync(response, bytes, httpContext.RequestAborted).ConfigureAwait(false);
            }
            catch (Exception) when (response.HasStarted)
            {
                httpContext.Abort();
                throw;
            }
        }

        private static async Task SendAsync(HttpResponse response, MemoryStream bytes, CancellationToken cancellationToken)
        {
            await response.Body.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            bytes.SetLength(0);
        }
    }
}
