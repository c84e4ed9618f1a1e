using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What kind of subscriber is contacted. Directive 2002/58 protects persons everywhere, and leaves others to national law (art. 13(5)).</summary>
[JsonConverter(typeof(ConsentJsonConverter<SubscriberKind>))]
public enum SubscriberKind
{
    /// <summary>A natural person who is no trader.</summary>
    Person = 0,

    /// <summary>A natural person who trades.</summary>
    SoleTrader = 1,

    /// <summary>A company, an association, a public body.</summary>
    LegalPerson = 2,
}
