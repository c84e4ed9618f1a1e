using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Whether a request was answered.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SubjectRequestState>))]
public enum SubjectRequestState
{
    /// <summary>It waits for its answer.</summary>
    Open = 0,

    /// <summary>What was asked for was done, and the person was told (GDPR art. 12(3)).</summary>
    Answered = 1,

    /// <summary>It was refused, and the person was told why, that they may complain and that they may go to court (art. 12(4)).</summary>
    Refused = 2,
}
