using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using static Consent.AspNetCore.LinkPage;

namespace Consent.AspNetCore;

/// <summary>The pages of an unsubscribe link.</summary>
internal static class UnsubscribePage
{
    /// <summary>The question, with its one button.</summary>
    public static Task AskAsync(HttpContext context, UnsubscribeLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p>{Text(texts.Question)}</p>{List(context, link.Purposes, texts.Language)}<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">{Text(texts.Button)}</button></form>");

    public static Task DoneAsync(HttpContext context, UnsubscribeLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p role=\"status\">{Text(texts.Done)}</p>{List(context, link.Purposes, texts.Language)}");

    public static Task NoLinkAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status400BadRequest, texts => $"<p role=\"alert\">{Text(texts.NoLink)}</p>");

    public static Task TroubleAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, texts => $"<p role=\"alert\">{Text(texts.Trouble)}</p>");
    }

    private static Task WriteAsync(HttpContext context, int status, Func<UnsubscribeTexts, string> content)
    {
        var texts = UnsubscribeTexts.For(context.Request.Headers.AcceptLanguage);
        return LinkPage.WriteAsync(context, status, texts.Language, texts.Title, content(texts));
    }
}
