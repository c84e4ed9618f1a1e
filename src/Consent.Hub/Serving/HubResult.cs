using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Consent.Hub.Pages;

namespace Consent.Hub;

/// <summary>A page: rendered on the server alone, with headers that let no script run and nobody keep it.</summary>
internal sealed class HubResult(Type page, HubView view, int status) : IResult
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Protect(httpContext.Response, view.Language);
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(HubDocument.View)] = view, [nameof(HubDocument.Page)] = page };
        return new RazorComponentResult<HubDocument>(parameters) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }

    /// <summary>The headers of all answers with content. Antiforgery would replace a plain <c>no-store</c>, and say so at each request.</summary>
    public static void Protect(HttpResponse response, string? language = null)
    {
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
        if (language is not null)
        {
            response.Headers.ContentLanguage = language;
            response.Headers.Vary = "Accept-Language, Cookie";
        }
    }
}
