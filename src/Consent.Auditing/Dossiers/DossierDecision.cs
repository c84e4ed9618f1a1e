using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>A decision as a dossier tells it: what was asked, in words, and what was answered. Immutable.</summary>
/// <remarks>
/// Plain text, so that what a later version decided can still be read. The log does not hold decisions: they are the controller's word, and can be
/// computed again from the entries by the rules of the versions named.
/// </remarks>
public sealed class DossierDecision
{
    /// <summary>The greatest length of each text, in UTF-16 code units.</summary>
    public const int MaxTextLength = 8_192;

    /// <summary>When it was asked.</summary>
    public required Timestamp AskedAt { get; init; }

    /// <summary>What was asked, with the facts stated, in words.</summary>
    public required string Request { get; init => field = Checked(value); }

    /// <summary>What it came to: <c>Permit</c>, <c>Deny</c>, <c>Review</c> or <c>NoBasis</c>.</summary>
    public required string Outcome { get; init => field = Checked(value); }

    /// <summary>The deciding reason: <c>CONSENT_WITHDRAWN</c>.</summary>
    public required string Code { get; init => field = Checked(value); }

    /// <summary>The source of the deciding reason: <c>GDPR 7(3)</c>.</summary>
    public required string Article { get; init => field = Checked(value); }

    /// <summary>The node that decided, where one did.</summary>
    public string? Node { get; init => field = value is null ? null : Checked(value); }

    /// <summary>Why each basis that was looked at does not hold.</summary>
    public ImmutableArray<string> Failed { get; init => field = Checked(value); } = [];

    /// <summary>The ids of the changes relied on.</summary>
    public ImmutableArray<string> ReliedOn { get; init => field = Checked(value); } = [];

    /// <summary>Whether every message must say how to refuse further ones.</summary>
    public bool MustIncludeOptOut { get; init; }

    /// <summary>The rule set that decided.</summary>
    public string? RulesVersion { get; init => field = value is null ? null : Checked(value); }

    /// <summary>The taxonomy that it was decided under.</summary>
    public string? TaxonomyVersion { get; init => field = value is null ? null : Checked(value); }

    /// <summary>The rows that were asked on the way, where the decision was explained.</summary>
    public ImmutableArray<DossierStep> Steps { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>A decision that was explained.</summary>
    public static DossierDecision Of(ProcessingRequest request, DecisionTrace trace, Timestamp askedAt)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return Of(request, trace.Decision, askedAt, [.. trace.Steps.Select(DossierStep.Of)]);
    }

    /// <summary>A decision.</summary>
    public static DossierDecision Of(ProcessingRequest request, ConsentDecision decision, Timestamp askedAt) => Of(request, decision, askedAt, []);

    private static DossierDecision Of(ProcessingRequest request, ConsentDecision decision, Timestamp askedAt, ImmutableArray<DossierStep> steps) => new()
    {
        AskedAt = askedAt,
        Request = RequestWords.Of(request),
        Outcome = decision.Outcome.ToString(),
        Code = DecisionTable.NameOf(decision.Code),
        Article = decision.Article,
        Node = decision.Node?.ToString(),
        Failed = [.. decision.Failed.Select(DecisionTable.NameOf)],
        ReliedOn = [.. new[] { decision.ReliedOn, decision.AlsoReliedOn }.Where(id => !id.IsDefault).Select(id => id.Value)],
        MustIncludeOptOut = decision.Obligations.HasFlag(Obligations.IncludeOptOut),
        RulesVersion = decision.RulesVersion,
        TaxonomyVersion = decision.TaxonomyVersion,
        Steps = steps,
    };

    internal static string Checked(string text) => StoredText.Checked(text, MaxTextLength, "A decision's text", nameof(text));

    private static ImmutableArray<string> Checked(ImmutableArray<string> texts) => texts.IsDefault ? [] : [.. texts.Select(Checked)];
}
