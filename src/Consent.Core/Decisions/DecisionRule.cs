using System.Collections.Immutable;

namespace Consent;

/// <summary>One row of the rule table, as lawyers read it.</summary>
/// <param name="Row">Which row.</param>
/// <param name="Number">Its number in the documentation: <c>2a</c>.</param>
/// <param name="Condition">When it applies.</param>
/// <param name="Outcomes">What it says: each code with the word before it (Permit, Deny, Review, NoBasis, Fail).</param>
/// <param name="Article">The source in the law of the Union; each jurisdiction has its own (<see cref="Jurisdiction.CitationOf"/>).</param>
/// <param name="Mark">How well the source was seen.</param>
public sealed record DecisionRule(DecisionRow Row, string Number, string Condition, ImmutableArray<(string Word, DecisionCode Code)> Outcomes, string Article, RuleMark Mark);
