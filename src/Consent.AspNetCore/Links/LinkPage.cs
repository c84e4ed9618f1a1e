using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.AspNetCore;

/// <summary>A page that a link in a message leads to: plain HTML without scripts, cookies or anything from elsewhere.</summary>
internal static class LinkPage
{
    private const string Style = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}"
        + "button{font:inherit;padding:.6rem 1.4rem;min-height:2.75rem;border:2px solid;border-radius:.3rem;background:#1d4ed8;color:#fff;cursor:pointer}";

    private static readonly string s_policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Answers with a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="language">The language that it is in.</param>
    /// <param name="title">Its title, as plain text.</param>
    /// <param name="content">What stands below the title, as HTML.</param>
    public static async Task WriteAsync(HttpContext context, int status, string language, string title, string content)
    {
        var heading = Text(title);
        var page = Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{heading}</title><style>{Style}</style></head>"
            + $"<body><main><h1>{heading}</h1>{content}</main></body></html>");
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = language;
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

    /// <summary>The names of purposes, in the host's own words where it has registered some.</summary>
    public static string List(HttpContext context, IEnumerable<PurposePath> purposes, string language)
    {
        var words = context.RequestServices.GetService<ConsentWords>() ?? ConsentWords.Default;
        return $"<ul>{string.Concat(purposes.Select(p => $"<li>{Text(words.Of(p, language))}</li>"))}</ul>";
    }

    /// <summary>The first of the browser's languages that there is.</summary>
    /// <param name="acceptLanguage">The browser's header, as it came.</param>
    /// <param name="all">What there is; the first where the browser wants none of them.</param>
    /// <param name="languageOf">The language's tag of each.</param>
    public static T In<T>(string? acceptLanguage, T[] all, Func<T, string> languageOf)
    {
        // In the order of the header: nearly every browser sends the wished one first.
        foreach (var range in (acceptLanguage ?? "").Split(',', 16))
        {
            var tag = range.Split(';', '-')[0].Trim();
            var found = Array.FindIndex(all, t => languageOf(t).Equals(tag, StringComparison.OrdinalIgnoreCase));
            if (found >= 0)
            {
                return all[found];
            }
        }

        return all[0];
    }

    public static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
