using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A decision with every row that was asked on the way to it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Steps">The rows asked, in order, with what each said.</param>
[JsonConverter(typeof(ConsentJsonConverter<DecisionTrace>))]
public sealed record DecisionTrace(ConsentDecision Decision, ImmutableArray<DecisionStep> Steps);

/// <summary>What one row said.</summary>
/// <param name="Rule">The row.</param>
/// <param name="Verdict">Passed, Fail, Permit, Deny, Review or NoBasis.</param>
/// <param name="Code">The code, unless it passed.</param>
/// <param name="Node">The node that it looked at.</param>
/// <param name="Article">The source in the jurisdiction that was asked.</param>
[JsonConverter(typeof(ConsentJsonConverter<DecisionStep>))]
public sealed record DecisionStep(DecisionRule Rule, string Verdict, DecisionCode? Code, PurposePath? Node, string Article);
