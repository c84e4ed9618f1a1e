using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What became of the record that somebody was asked.</summary>
/// <param name="Asking">What was said.</param>
/// <param name="Code">What is told of it: an unknown purpose, an actor who may not, the same or a later one on record; <see langword="null"/>: nothing.</param>
/// <param name="IsRecorded">Whether it is on record now.</param>
[JsonConverter(typeof(ConsentJsonConverter<AskingOutcome>))]
public sealed record AskingOutcome(Asking Asking, ChangeCode? Code, bool IsRecorded)
{
    /// <summary>Purpose and code: no personal data.</summary>
    public override string ToString() => Code is { } code ? $"{Asking} ({ChangeTable.NameOf(code)})" : Asking.ToString();
}
