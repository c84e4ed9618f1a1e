using System.Text.Json.Serialization;

namespace Consent;

/// <summary>That the person was asked for a purpose and put the answer off. It opens and closes nothing: it tells when they may be asked again. Immutable.</summary>
/// <param name="Purpose">What they were asked for.</param>
/// <param name="OccurredAt">When; ahead of the clock it counts as now.</param>
/// <param name="Evidence">What shows it.</param>
[JsonConverter(typeof(ConsentJsonConverter<Asking>))]
public sealed record Asking(PurposePath Purpose, Timestamp OccurredAt, Evidence Evidence)
{
    /// <summary>The purpose: no personal data.</summary>
    public override string ToString() => $"{Purpose} asked";
}
