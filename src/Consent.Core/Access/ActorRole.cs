using System.Text.Json.Serialization;

namespace Consent;

/// <summary>In which role somebody acts.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ActorRole>))]
public enum ActorRole
{
    /// <summary>The contact, for themselves.</summary>
    Contact = 0,

    /// <summary>A person who works for the host: customer care, marketing.</summary>
    Operator = 1,

    /// <summary>A program of the host or of a partner.</summary>
    ApiClient = 2,

    /// <summary>The host itself, without a human.</summary>
    System = 3,

    /// <summary>The data protection officer (GDPR art. 37-39): the only role that reads the audit log.</summary>
    DataProtectionOfficer = 4,

    /// <summary>Who answers for privacy operations: erasure, notices, recovery.</summary>
    PrivacyManager = 5,

    /// <summary>The contact, by a link that was sent to them: may do less than a contact who is signed in (<see cref="PersonalLink"/>).</summary>
    ContactByLink = 6,
}
