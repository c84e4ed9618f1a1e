namespace Consent.Auditing;

/// <summary>The decisions in the page of a dossier.</summary>
internal static class DossierAnswers
{
    public static void Write(Html html, Dossier dossier, DossierHistory history)
    {
        html.Add($"<h2>Decisions</h2>\n");
        if (dossier.Decisions.IsEmpty)
        {
            html.Add($"<p>No decision was asked for.</p>\n");
            return;
        }

        html.Add($"<table>\n<thead><tr><th>Asked at</th><th>May the controller …</th><th>Answer</th><th>Why</th><th>Rests on</th></tr></thead>\n<tbody>\n");
        foreach (var decision in dossier.Decisions)
        {
            html.Add($"<tr><td>{decision.AskedAt}</td><td>{decision.Request}</td><td><b>{decision.Outcome}</b>");
            if (decision.MustIncludeOptOut)
            {
                html.Add($"<br>every message says how to refuse further ones");
            }

            html.Add($"</td><td>{decision.Code}{(decision.Node is { } node ? $" on {node}" : "")}<br>{decision.Article}");
            foreach (var failed in decision.Failed)
            {
                html.Add($"<br>does not hold: {failed}");
            }

            html.Add($"</td><td>");
            foreach (var change in decision.ReliedOn)
            {
                ReliedOn(html, change, history);
            }

            html.Add($"<small>rules {decision.RulesVersion ?? "not stated"}, purposes {decision.TaxonomyVersion ?? "not stated"}</small></td></tr>\n");
        }

        html.Add($"</tbody>\n</table>\n");
        foreach (var decision in dossier.Decisions.Where(d => !d.Steps.IsEmpty))
        {
            Steps(html, decision);
        }
    }

    private static void ReliedOn(Html html, string change, DossierHistory history)
    {
        html.Add($"change {change}");
        if (history.PlaceOf(change) is { } index)
        {
            html.Add($" (<a href=\"#e{index}\">entry {index}</a>)");
        }

        html.Add($"<br>");
    }

    private static void Steps(Html html, DossierDecision decision)
    {
        html.Add($"<h3>How it was decided: {decision.Request}</h3>\n<table>\n<thead><tr><th>Row</th><th>Question</th><th>Answer</th><th>Source</th></tr></thead>\n<tbody>\n");
        foreach (var step in decision.Steps)
        {
            html.Add($"<tr><td>{step.Row}</td><td>{step.Condition}</td><td>{step.Verdict}{(step.Code is { } code ? $" {code}" : "")}{(step.Node is { } node ? $" on {node}" : "")}</td><td>{step.Article}</td></tr>\n");
        }

        html.Add($"</tbody>\n</table>\n");
    }
}
