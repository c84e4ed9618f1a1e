using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using static Consent.AspNetCore.LinkPage;

namespace Consent.AspNetCore;

/// <summary>The pages of a double opt-in's link.</summary>
internal static class DoubleOptInPage
{
    /// <summary>The question, with its one button.</summary>
    public static Task AskAsync(HttpContext context, DoubleOptInLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p>{Text(texts.Question)}</p>{List(context, link.Purposes, texts.Language)}<p>{Text(texts.Notice)}</p><form method=\"post\"><button>{Text(texts.Button)}</button></form>");

    public static Task DoneAsync(HttpContext context, DoubleOptInLink link) =>
        WriteAsync(context, StatusCodes.Status200OK, texts => $"<p role=\"status\">{Text(texts.Done)}</p>{List(context, link.Purposes, texts.Language)}");

    public static Task AlreadyAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, texts => $"<p role=\"status\">{Text(texts.Already)}</p>");

    public static Task EndedAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status410Gone, texts => $"<p role=\"alert\">{Text(texts.Ended)}</p>");

    public static Task NoLinkAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status400BadRequest, texts => $"<p role=\"alert\">{Text(texts.NoLink)}</p>");

    public static Task TroubleAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, texts => $"<p role=\"alert\">{Text(texts.Trouble)}</p>");
    }

    private static Task WriteAsync(HttpContext context, int status, Func<DoubleOptInTexts, string> content)
    {
        var texts = DoubleOptInTexts.For(context.Request.Headers.AcceptLanguage);
        return LinkPage.WriteAsync(context, status, texts.Language, texts.Title, content(texts));
    }
}
