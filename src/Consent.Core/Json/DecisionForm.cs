using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How a decision stands in JSON, and the way to it.</summary>
internal static class DecisionForm
{
    private static readonly JsonMember<ConsentDecision, DecisionOutcome> s_outcome = Member<ConsentDecision>.Required("outcome", CodeForm<DecisionOutcome>.Form, d => d.Outcome, "What it comes to. Only permit allows anything.");
    private static readonly JsonMember<ConsentDecision, bool> s_permitted = Member<ConsentDecision>.Derived("isPermitted", ValueForms.Flag, d => d.IsPermitted, "Whether it may be done: the outcome is permit.");
    private static readonly JsonMember<ConsentDecision, DecisionCode> s_code = Member<ConsentDecision>.Required("code", ValueForms.DecisionCode, d => d.Code, "The deciding reason.");
    private static readonly JsonMember<ConsentDecision, PurposePath> s_node = Member<ConsentDecision>.Optional("node", ValueForms.Path, d => d.Node, "The node that decided: the purpose, or the covering node that blocks it.");
    private static readonly JsonMember<ConsentDecision, string> s_article = Member<ConsentDecision>.Optional("article", ValueForms.Text, d => string.Equals(d.Article, "-", StringComparison.Ordinal) ? null : d.Article, "The source of the reason in the jurisdiction.");
    private static readonly JsonMember<ConsentDecision, string> s_jurisdiction = Member<ConsentDecision>.Optional("jurisdiction", ValueForms.Text, d => d.Jurisdiction, "The jurisdiction that decided.");
    private static readonly JsonMember<ConsentDecision, string> s_list = Member<ConsentDecision>.Optional("list", ValueForms.Text, d => d.List, "The do-not-contact list that it speaks of.");
    private static readonly JsonMember<ConsentDecision, DecisionCodeSet> s_failed = Member<ConsentDecision>.Derived("failed", ValueForms.DecisionCodes, d => d.Failed, "Why each basis that was looked at does not hold.");
    private static readonly JsonMember<ConsentDecision, SoftSpamGap> s_gap = Member<ConsentDecision>.OptionalValue("gap", CodeForm<SoftSpamGap>.Form, d => d.Gap == SoftSpamGap.None ? null : d.Gap, "Of soft spam: the first condition that is missing.");
    private static readonly JsonMember<ConsentDecision, Obligations> s_obligations = Member<ConsentDecision>.Derived("obligations", ValueForms.Obligations, d => d.Obligations, "What a permit obliges to.");
    private static readonly JsonMember<ConsentDecision, ChangeId> s_reliedOn = Member<ConsentDecision>.OptionalValue("reliedOn", ValueForms.Change, d => d.ReliedOn.IsDefault ? null : d.ReliedOn, "The change relied on.");
    private static readonly JsonMember<ConsentDecision, ChangeId> s_also = Member<ConsentDecision>.OptionalValue("alsoReliedOn", ValueForms.Change, d => d.AlsoReliedOn.IsDefault ? null : d.AlsoReliedOn, "A second change relied on.");
    private static readonly JsonMember<ConsentDecision, ChangeId> s_rectified = Member<ConsentDecision>.OptionalValue("rectifiedBy", ValueForms.Change, d => d.RectifiedBy.IsDefault ? null : d.RectifiedBy, "The rectification that it rests on too.");
    private static readonly JsonMember<ConsentDecision, string> s_ground = Member<ConsentDecision>.Optional("ground", ValueForms.Text, d => d.Ground, "The ground cited.");
    private static readonly JsonMember<ConsentDecision, Timestamp> s_holdsUntil = Member<ConsentDecision>.OptionalValue("holdsUntil", ValueForms.Instant, d => d.HoldsUntil, "From when time alone may change it. Left out: never.");
    private static readonly JsonMember<ConsentDecision, string> s_rules = Member<ConsentDecision>.Optional("rules", ValueForms.Text, d => d.RulesVersion, "The rule set that decided.");
    private static readonly JsonMember<ConsentDecision, string> s_taxonomy = Member<ConsentDecision>.Optional("taxonomy", ValueForms.Text, d => d.TaxonomyVersion, "The taxonomy that it was decided under.");

    /// <summary>The codes of a permit, which no other outcome has.</summary>
    private static readonly DecisionCodeSet s_permits = DecisionTable.Rules.SelectMany(rule => rule.Outcomes)
        .Where(says => string.Equals(says.Word, nameof(DecisionOutcome.Permit), StringComparison.Ordinal)).Aggregate(DecisionCodeSet.Empty, (all, says) => all.With(says.Code));

    private static readonly string s_permitNames = string.Join(",", s_permits.Select(code => $"\"{DecisionTable.NameOf(code)}\""));

    public static ObjectForm<ConsentDecision> Form { get; } = new(
        "decision", "The answer to a request: what it comes to, why, and what it rests on.",
        [s_outcome, s_permitted, s_code, s_node, s_article, s_jurisdiction, s_list, s_failed, s_gap, s_obligations, s_reliedOn, s_also, s_rectified, s_ground, s_holdsUntil, s_rules, s_taxonomy],
        (JsonMembers it, JsonReading reading, out ConsentDecision made) =>
        {
            made = new()
            {
                Outcome = it.Value(s_outcome),
                Code = it.Value(s_code),
                Node = it.Of(s_node),
                Article = it.Of(s_article) ?? "-",
                Jurisdiction = it.Of(s_jurisdiction),
                List = it.Of(s_list),
                Failed = it.Value(s_failed),
                Gap = it.Value(s_gap),
                Obligations = it.Value(s_obligations),
                ReliedOn = it.Value(s_reliedOn),
                AlsoReliedOn = it.Value(s_also),
                RectifiedBy = it.Value(s_rectified),
                Ground = it.Of(s_ground),
                HoldsUntil = it.Maybe(s_holdsUntil),
                RulesVersion = it.Of(s_rules),
                TaxonomyVersion = it.Of(s_taxonomy),
            };
            if (it.Maybe(s_permitted) is { } permitted && permitted != made.IsPermitted)
            {
                return reading.Flaw("it is another than the outcome says.", $".{s_permitted.Name}");
            }

            return made.IsPermitted == s_permits.Contains(made.Code) || reading.Flaw("it is none of a decision with this outcome.", $".{s_code.Name}");
        })
    {
        IsDocument = true,
        Besides = $$"""
            {"if":{"properties":{"outcome":{"const":"permit"} },"required":["outcome"]},
              "then":{"properties":{"code":{"enum":[{{s_permitNames}}]},"isPermitted":{"enum":[true,null]} } },
              "else":{"properties":{"code":{"not":{"enum":[{{s_permitNames}}]} },"isPermitted":{"enum":[false,null]} } } }
            """,
    };

    private static readonly JsonMember<DecisionStep, DecisionRow> s_row = Member<DecisionStep>.Required("row", CodeForm<DecisionRow>.Form, s => s.Rule.Row, "The row of the rule table.");
    private static readonly JsonMember<DecisionStep, string> s_number = Member<DecisionStep>.Derived("number", ValueForms.Text, s => s.Rule.Number, "Its number in the documentation.");
    private static readonly JsonMember<DecisionStep, string> s_verdict = Member<DecisionStep>.Required("verdict", ValueForms.Text, s => s.Verdict, "Passed, Fail, Permit, Deny, Review or NoBasis.");
    private static readonly JsonMember<DecisionStep, DecisionCode> s_stepCode = Member<DecisionStep>.OptionalValue("code", ValueForms.DecisionCode, s => s.Code, "The code, unless it passed.");
    private static readonly JsonMember<DecisionStep, PurposePath> s_stepNode = Member<DecisionStep>.Optional("node", ValueForms.Path, s => s.Node, "The node that it looked at.");
    private static readonly JsonMember<DecisionStep, string> s_stepArticle = Member<DecisionStep>.Required("article", ValueForms.Text, s => s.Article, "The source in the jurisdiction that was asked.");

    public static ObjectForm<DecisionStep> Step { get; } = new(
        "step", "What one row of the rule table said.", [s_row, s_number, s_verdict, s_stepCode, s_stepNode, s_stepArticle],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out DecisionStep made) =>
        {
            made = new(DecisionTable.Rules.Single(rule => rule.Row == it.Value(s_row)), it.Of(s_verdict)!, it.Maybe(s_stepCode), it.Of(s_stepNode), it.Of(s_stepArticle)!);
            return true;
        });

    private static readonly JsonMember<DecisionTrace, ConsentDecision> s_decision = Member<DecisionTrace>.Required("decision", Form, t => t.Decision, "The decision.");
    private static readonly JsonMember<DecisionTrace, ImmutableArray<DecisionStep>> s_steps = Member<DecisionTrace>.WholeList("steps", Step, t => t.Steps, "The rows asked, in order.");

    public static ObjectForm<DecisionTrace> Trace { get; } = new(
        "trace", "A decision with every row that was asked on the way to it.", [s_decision, s_steps],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out DecisionTrace made) =>
        {
            made = new(it.Value(s_decision), it.List(s_steps));
            return true;
        })
    {
        IsDocument = true,
    };
}
