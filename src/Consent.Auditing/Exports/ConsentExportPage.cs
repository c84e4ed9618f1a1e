namespace Consent.Auditing;

/// <summary>The page of an export: what a person reads of themselves, and the file for a program at its end. English, without scripts, and with nothing that is fetched.</summary>
internal static class ConsentExportPage
{
    public static string Of(ConsentExport export)
    {
        var html = new Html();
        DossierPage.Head(html, "What is on record of you");
        html.Add($"""
            <p>All that is on record of your consents, restrictions and objections: what counts now, and what was said, when, and by what evidence. Who at the controller's wrote it down is not named. All times are UTC.</p>
            <dl>
            <dt>Asked for</dt><dd>{export.Contact.Value}</dd>
            <dt>Made at</dt><dd>{export.ExportedAt}</dd>
            </dl>

            """);
        foreach (var contact in export.Consents)
        {
            Record(html, contact);
        }

        History(html, export);
        html.Add($"""
            <details>
            <summary>The same content for a program</summary>
            <pre id="consent-export">
            """);
        html.AddEscaped(export.ToJson());
        return html.Add($"""
            </pre>
            </details>
            </body>
            </html>

            """).ToString();
    }

    private static void Record(Html html, ContactConsents contact)
    {
        html.Add($"<h2>What counts now for {contact.Id.Value}</h2>\n");
        var said = contact.Flags.Select(f => f.InForce).Concat(contact.Pauses).Concat(contact.AwaitingConfirmation).ToList();
        if (said.Count == 0)
        {
            html.Add($"<p>Nothing was said.</p>\n");
        }
        else
        {
            html.Add($"<table>\n<thead><tr><th>Purpose</th><th>What</th><th>Said at</th><th>Until</th></tr></thead>\n<tbody>\n");
            foreach (var one in said)
            {
                var words = DossierWords.Of(new EntryStatement(one.Node, one.Flag, one.IsActive, one.OccurredAt, one.Weight, StatementEffect.InForce));
                html.Add($"<tr><td>{one.Node.ToString()}</td><td>{words}</td><td>{one.OccurredAt}</td><td>{Until(one)}</td></tr>\n");
            }

            html.Add($"</tbody>\n</table>\n");
        }

        foreach (var accepted in contact.Acceptances)
        {
            html.Add($"<p>Notice {accepted.Version} accepted at {accepted.AcceptedAt}</p>\n");
        }
    }

    private static void History(Html html, ConsentExport export)
    {
        html.Add($"<h2>What happened</h2>\n");
        if (export.Entries.IsEmpty)
        {
            html.Add($"<p>Nothing was recorded.</p>\n");
            return;
        }

        html.Add($"<table>\n<thead><tr><th>Entry</th><th>Recorded at</th><th>What</th><th>By what evidence</th></tr></thead>\n<tbody>\n");
        foreach (var entry in export.Entries)
        {
            html.Add($"<tr><td>{entry.Index}</td><td>{entry.RecordedAt}</td><td>");
            DossierHistory.What(html, entry);
            html.Add($"</td><td>");
            DossierEvidence.Write(html, entry);
            html.Add($"</td></tr>\n");
        }

        html.Add($"</tbody>\n</table>\n");
    }

    private static string? Until(in RecordedStatement said) => (said.Span?.Until ?? said.Span?.Ends) is { } until ? Html.Words(until) : null;
}
