using System.Text.Json;
using Consent.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Consent.AspNetCore;

/// <summary>What went wrong, as problem details (RFC 9457): a stable code in <c>type</c> and <c>code</c>, and words that say what to do. Never a word about a contact.</summary>
internal static class ConsentProblems
{
    private const string TypePrefix = "urn:consent:";

    public static ProblemHttpResult NotSignedIn() => Of(StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", "Nobody is signed in, or nobody whom the consent memory knows.");

    public static ProblemHttpResult NotPermitted() => Of(StatusCodes.Status403Forbidden, "NOT_PERMITTED", "Who is signed in may not do this, or not for this contact.");

    /// <param name="path">Where in the body, such as <c>$.facts.age</c>.</param>
    /// <param name="what">What is wrong there; it quotes nothing of what came.</param>
    public static ProblemHttpResult Unreadable(string? path, string what) => Of(StatusCodes.Status400BadRequest, "UNREADABLE", what, new KeyValuePair<string, object?>("path", path ?? "$"));

    public static ProblemHttpResult Of(int status, string code, string detail, params KeyValuePair<string, object?>[] more) =>
        TypedResults.Problem(detail, statusCode: status, type: TypePrefix + code, extensions: [new("code", code), .. more]);

    /// <summary>The problem that an exception is; <see langword="null"/>: it is none of ours, and the host's to answer.</summary>
    public static ProblemHttpResult? Of(Exception exception) => exception switch
    {
        RefusedRequestException refused => refused.Problem,
        ConsentAccessDeniedException { Verdict: AccessVerdict.ReasonMissing } => Of(StatusCodes.Status403Forbidden, "REASON_REQUIRED", "The role needs a reason for this."),
        ConsentAccessDeniedException => NotPermitted(),
        AuditLogAlteredException => Of(StatusCodes.Status503ServiceUnavailable, "LOG_ALTERED", "The audit log is not the one that was signed for: nothing is read or written until that is cleared up."),
        RecordAlteredException => Of(StatusCodes.Status503ServiceUnavailable, "RECORD_ALTERED", "The record was altered in the database: keep what you sent, and tell the privacy manager."),
        ConsentStoreException { IsTransient: true } => Of(StatusCodes.Status503ServiceUnavailable, "STORE_BUSY", "The storage is in trouble for the moment: nobody can tell whether it was recorded. Send the same again, under the same id."),
        ConsentStoreException => Of(StatusCodes.Status503ServiceUnavailable, "STORE_TROUBLE", "The storage is in trouble."),
        BadHttpRequestException bad => Of(bad.StatusCode, "BODY_REFUSED", "The server does not take the body: it is too large, too slow or cut off. Nothing of it was recorded."),
        JsonException json => Unreadable(json.Path, json.Message),
        _ => null,
    };

    /// <summary>Whether the same is worth sending again soon.</summary>
    public static bool IsPassing(Exception exception) => exception is ConsentStoreException { IsTransient: true };
}
