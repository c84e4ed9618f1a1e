using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a person chose for one purpose, and whether it may be used now.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Said">What was said, as groups, covering nodes and linked ids leave it. A yes here is not yet a permission: it may lack a notice, be expired, or be blocked.</param>
/// <param name="Decision">What decides: the outcome, the code, and the node that it sits on.</param>
[JsonConverter(typeof(ConsentJsonConverter<PurposePreference>))]
public sealed record PurposePreference(PurposePath Purpose, NodeConsent Said, ConsentDecision Decision)
{
    /// <summary>Whether it may be used now.</summary>
    public bool IsPermitted => Decision.IsPermitted;

    /// <summary>Purpose, outcome and main reason: no personal data.</summary>
    public override string ToString() => $"{Purpose}: {Decision.Outcome} {DecisionTable.NameOf(Decision.Code)}";
}
