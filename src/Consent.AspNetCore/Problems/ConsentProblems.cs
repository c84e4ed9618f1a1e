using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Consent.AspNetCore;

/// <summary>What went wrong, as problem details (RFC 9457): a stable code in <c>type</c> and <c>code</c>, and words that say what to do. Never a word about a contact.</summary>
internal static class ConsentProblems
{
    private const string TypePrefix = "urn:consent:";

    public static ProblemHttpResult NotSignedIn() => Of(StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", "Nobody is signed in, or nobody whom the consent memory knows.");

    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, type: TypePrefix + code, extensions: [new("code", code)]);
}
