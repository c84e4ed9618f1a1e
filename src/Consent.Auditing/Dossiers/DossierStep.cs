namespace Consent.Auditing;

/// <summary>A row of the rule table that was asked on the way to a decision, as a dossier tells it. Immutable.</summary>
public sealed class DossierStep
{
    /// <summary>The row's number in the documentation: <c>2a</c>.</summary>
    public required string Row { get; init => field = DossierDecision.Checked(value); }

    /// <summary>When the row applies.</summary>
    public required string Condition { get; init => field = DossierDecision.Checked(value); }

    /// <summary>The row's source.</summary>
    public required string Article { get; init => field = DossierDecision.Checked(value); }

    /// <summary>What it said: <c>Passed</c>, <c>Fail</c>, <c>Permit</c>, <c>Deny</c>, <c>Review</c> or <c>NoBasis</c>.</summary>
    public required string Verdict { get; init => field = DossierDecision.Checked(value); }

    /// <summary>Why, unless it passed.</summary>
    public string? Code { get; init => field = value is null ? null : DossierDecision.Checked(value); }

    /// <summary>The node that it looked at.</summary>
    public string? Node { get; init => field = value is null ? null : DossierDecision.Checked(value); }

    /// <summary>A step of an explained decision.</summary>
    public static DossierStep Of(DecisionStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new()
        {
            Row = step.Rule.Number,
            Condition = step.Rule.Condition,
            Article = step.Article,
            Verdict = step.Verdict,
            Code = step.Code is { } code ? DecisionTable.NameOf(code) : null,
            Node = step.Node?.ToString(),
        };
    }
}
