using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Why a request is refused (GDPR art. 12(4)). The burden of proof is the controller's.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SubjectRequestRefusal>))]
public enum SubjectRequestRefusal
{
    /// <summary>None of the others: say it in words.</summary>
    Other = 0,

    /// <summary>Manifestly unfounded (art. 12(5)).</summary>
    ManifestlyUnfounded = 1,

    /// <summary>Excessive, in particular because it is repeated (art. 12(5)).</summary>
    Excessive = 2,

    /// <summary>Nobody can tell whose data are meant, or whether it is the person who asks (art. 11(2), 12(2), 12(6)).</summary>
    NotIdentified = 3,

    /// <summary>The article itself does not give the right here, such as erasure of what is still needed (art. 17(1)), or portability of what was not provided (art. 20(1)).</summary>
    ConditionsNotMet = 4,

    /// <summary>The law wants or allows the data to be kept or used: a duty, a claim, an exception of art. 17(3), 18(2) or 23.</summary>
    RequiredByLaw = 5,

    /// <summary>Rights and freedoms of others (art. 15(4), 20(4)).</summary>
    RightsOfOthers = 6,

    /// <summary>Compelling legitimate grounds outweigh an objection (art. 21(1)); never one to direct marketing (art. 21(3)).</summary>
    CompellingGrounds = 7,
}
