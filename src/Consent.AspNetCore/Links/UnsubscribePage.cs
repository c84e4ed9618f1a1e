using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.AspNetCore;

/// <summary>A page of an unsubscribe link: plain HTML without scripts, cookies or anything from elsewhere.</summary>
internal static class UnsubscribePage
{
    private const string Style = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}"
        + "button{font:inherit;padding:.6rem 1.4rem;min-height:2.75rem;border:2px solid;border-radius:.3rem;background:#1d4ed8;color:#fff;cursor:pointer}";

    private static readonly string s_policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The question, with its one button.</summary>
    public static Task AskAsync(HttpContext context, UnsubscribeLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p>{Text(texts.Question)}</p>{Purposes(context, link, texts)}<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">{Text(texts.Button)}</button></form>");

    public static Task DoneAsync(HttpContext context, UnsubscribeLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p role=\"status\">{Text(texts.Done)}</p>{Purposes(context, link, texts)}");

    public static Task NoLinkAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status400BadRequest, texts => $"<p role=\"alert\">{Text(texts.NoLink)}</p>");

    public static Task TroubleAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, texts => $"<p role=\"alert\">{Text(texts.Trouble)}</p>");
    }

    private static async Task WriteAsync(HttpContext context, int status, Func<UnsubscribeTexts, string> content)
    {
        var texts = UnsubscribeTexts.For(context.Request.Headers.AcceptLanguage);
        var title = Text(texts.Title);
        var page = Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html><html lang=\"{texts.Language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{Style}</style></head>"
            + $"<body><main><h1>{title}</h1>{content(texts)}</main></body></html>");
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = texts.Language;
        response.Headers.ContentSecurityPolicy = s_policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.Vary = "Accept-Language";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Their names, in the host's own words where it has registered some.</summary>
    private static string Purposes(HttpContext context, UnsubscribeLink link, UnsubscribeTexts texts)
    {
        var words = context.RequestServices.GetService<ConsentWords>() ?? ConsentWords.Default;
        return $"<ul>{string.Concat(link.Purposes.Select(p => $"<li>{Text(words.Of(p, texts.Language))}</li>"))}</ul>";
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
