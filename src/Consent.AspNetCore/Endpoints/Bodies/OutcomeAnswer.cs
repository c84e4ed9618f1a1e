using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What became of an erasure.</summary>
/// <param name="Outcome">ERASED, ERASED_NEVER_CONTACT, NOTHING_ON_RECORD, HELD or FORGOTTEN.</param>
internal sealed record OutcomeAnswer([property: JsonPropertyName("outcome")] string Outcome);
