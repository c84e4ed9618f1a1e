using System.Text;

namespace Consent.Auditing;

/// <summary>The page of a dossier: what a person reads, and the JSON that it is made from.</summary>
/// <remarks>INVARIANT: the page depends on the JSON alone, byte for byte, and for ever: another look is another <see cref="DossierJson.Version"/>.</remarks>
internal static class DossierPage
{
    private const string JsonStart = "<pre id=\"consent-dossier\">";
    private const string JsonEnd = "</pre>";

    public static string Of(Dossier dossier)
    {
        var html = new Html();
        Head(html, "Consent dossier");
        Summary(html, dossier);
        var history = new DossierHistory(dossier);
        history.Write(html);
        DossierAnswers.Write(html, dossier, history);
        Texts(html, dossier);
        HowToCheck(html, dossier);
        html.Add($"""
            <details>
            <summary>The same content for a program</summary>
            <pre id="consent-dossier">
            """);
        html.AddEscaped(Encoding.UTF8.GetString(dossier.ToJson().AsSpan()));
        return html.Add($"""
            </pre>
            </details>
            </body>
            </html>

            """).ToString();
    }

    /// <summary>The JSON in a page; <see langword="null"/> when there is none, more than one, or one that was not escaped as it should be.</summary>
    public static string? JsonIn(string page)
    {
        var start = page.IndexOf(JsonStart, StringComparison.Ordinal);
        if (start < 0 || page.IndexOf(JsonStart, start + 1, StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        start += JsonStart.Length;
        var end = page.IndexOf(JsonEnd, start, StringComparison.Ordinal);
        return end < 0 ? null : Html.Unescaped(page[start..end]);
    }

    /// <summary>The head of a page, and its title.</summary>
    internal static void Head(Html html, string title) => html.Add($$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{{title}}</title>
        <style>
        body { font: 15px/1.45 sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
        table { border-collapse: collapse; width: 100% }
        th, td { border: 1px solid #999; padding: .35em .5em; text-align: left; vertical-align: top }
        th { background: #eee }
        td, dd, .text { overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext }
        dt { font-weight: bold }
        dd { margin: 0 0 .5em }
        .text { border-left: 3px solid #999; padding-left: 1em; margin: .5em 0 1.5em }
        code, pre { font-size: 13px; overflow-wrap: anywhere; white-space: pre-wrap }
        i { color: #a00; font: 11px monospace }
        @media print { body { font-size: 11px; margin: 0; max-width: none } tr { break-inside: avoid } thead { display: table-header-group } }
        </style>
        </head>
        <body>
        <h1>{{title}}</h1>

        """);

    private static void Summary(Html html, Dossier dossier)
    {
        var checkpoint = dossier.Checkpoint.Checkpoint;
        html.Add($"""
            <p>What was said about one contact's consents, restrictions and objections, when, by whom and on what evidence; with the proof that it stands so in the controller's log. All times are UTC.</p>
            <dl>
            <dt>Contact</dt><dd>{dossier.Contact.Value}</dd>
            <dt>Revision reached</dt><dd>{dossier.Revision.Number}</dd>
            <dt>Made at</dt><dd>{dossier.MadeAt}</dd>
            <dt>Log</dt><dd>{checkpoint.Origin}</dd>
            <dt>Size of the log, and root of its tree</dt><dd>{checkpoint.Size}, {checkpoint.Root}</dd>
            </dl>

            """);
    }

    private static void Texts(Html html, Dossier dossier)
    {
        html.Add($"<h2>Notices</h2>\n");
        if (dossier.Notices.IsEmpty)
        {
            html.Add($"<p>No notice text was enclosed.</p>\n");
        }

        foreach (var notice in dossier.Notices)
        {
            html.Add($"<h3>Version {notice.Version}</h3>\n<dl>\n");
            if (notice.Language is { } language)
            {
                html.Add($"<dt>Language</dt><dd>{language}</dd>\n");
            }

            if (notice.Published is { } published)
            {
                html.Add($"<dt>Published</dt><dd>by entry {published.Index} of the log</dd>\n");
            }

            html.Add($"<dt>SHA-256 of the text</dt><dd>{notice.TextSha256}</dd>\n</dl>\n<div class=\"text\">{notice.Text}</div>\n");
        }
    }

    private static void HowToCheck(Html html, Dossier dossier) => html.Add($"""
        <h2>How to check this</h2>
        <p>This file carries its own proof. Take the verifier key of the log {dossier.Checkpoint.Checkpoint.Origin} from a place that you trust, and not from whoever gave you this file. Then run, without any network:</p>
        <pre>consent-verify dossier FILE --key VERIFIER-KEY</pre>
        <p>It checks that the log's key signed the size and root above; that each entry stands in that log, unaltered; that the entries are all about this contact and lead up to the revision stated without a gap; that the notice texts are those whose digests were recorded; and that this page says just what the data at its end says.</p>
        <p>It cannot show that the log was not shown differently to others (compare the size and root above with those published); that the contact had not gone further than this revision; that no reading of the log was left out; or that what was written down was true. The decisions are the controller's word: they can be computed again from the entries.</p>

        """);
}
