using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What the use of data for a purpose rests on, as the host declares it (GDPR art. 6(1)).</summary>
[JsonConverter(typeof(ConsentJsonConverter<PurposeBasis>))]
public enum PurposeBasis
{
    /// <summary>Consent, or what the jurisdiction puts in its place (art. 6(1)(a), (f)).</summary>
    Consent = 0,

    /// <summary>
    /// A contract with the person, or what they asked for before one (art. 6(1)(b)): order confirmations, the end of a subscription, repairs and replacements that a warranty or the contract promises.
    /// A request states it as <see cref="RequestFacts.Contract"/>. A recall that the law demands is a <see cref="LegalObligation"/>.
    /// </summary>
    Contract = 1,

    /// <summary>A duty of the host by law (art. 6(1)(c)): recalls of dangerous products, notices of a data breach. A request states the article as <see cref="RequestFacts.LegalObligation"/>.</summary>
    LegalObligation = 2,
}
