namespace Consent.Auditing;

/// <summary>The evidence of one entry, in the table of what happened.</summary>
internal static class DossierEvidence
{
    public static void Write(Html html, AuditEntry entry)
    {
        if (entry.Evidence is not { } evidence)
        {
            html.Add($"none");
            return;
        }

        var lines = new Lines(html);
        lines.Add("change", evidence.Change?.Value);
        lines.Add("reason", evidence.Reason);
        if (evidence.Document is { } document)
        {
            lines.Add("document of", document.Source);
            lines.Add("dated", Html.Words(document.AsOf));
        }

        // Statements of one change mostly rest on the same evidence: it is shown once for each run of them.
        Evidence? last = null;
        for (var i = 0; i < evidence.Statements.Length; i++)
        {
            var shown = evidence.Statements[i];
            lines.Add("for", i < entry.Facts.Statements.Length ? entry.Facts.Statements[i].Node.ToString() : null);
            lines.Add("under notice", shown.NoticeVersion);
            lines.Add("claimed to be of", shown.Claimed is not { } claimed ? null : claimed.Day is null ? Html.Words(claimed.Earliest) : claimed.ToString());
            lines.Add("claimed to be over", shown.ClaimedUntil is { } over ? Html.Words(over) : null);
            if (shown.Evidence == last)
            {
                lines.Add("evidence", "as above");
                continue;
            }

            Write(lines, shown.Evidence);
            last = shown.Evidence;
        }

        for (var i = 0; i < evidence.Asked.Length; i++)
        {
            lines.Add("for asking", i < entry.Facts.Asked.Length ? entry.Facts.Asked[i].Node.ToString() : null);
            Write(lines, evidence.Asked[i]);
        }
    }

    private static void Write(Lines lines, Evidence evidence)
    {
        lines.Add("act of", DossierWords.Of(evidence.ActedBy));
        lines.Add("how", evidence.Method);
        lines.Add("reference", evidence.Reference);
        lines.Add("asserted by", evidence.Source);
        lines.Add("ground", evidence.Ground);
        lines.Add("person told first", evidence.PersonToldFirst ? "yes" : null);
        lines.Add("confirmed", evidence.IsConfirmed ? "yes" : null);
        lines.Add("SHA-256 of the address that it was confirmed from", evidence.ConfirmedPoint?.ToString());
        lines.Add("awaits confirmation", evidence.AwaitsConfirmation ? "yes" : null);
        lines.Add("within contract", evidence.Contract);
        lines.Add("SHA-256 of the text shown", evidence.TextSha256?.ToString());
        foreach (var (name, value) in evidence.Details)
        {
            lines.Add(name, value);
        }
    }

    private sealed class Lines(Html html)
    {
        private bool _isFirst = true;

        public void Add(string name, string? value)
        {
            if (value is null)
            {
                return;
            }

            if (!_isFirst)
            {
                html.Add($"<br>");
            }

            html.Add($"{name}: {value}");
            _isFirst = false;
        }
    }
}
