using Microsoft.AspNetCore.Http.HttpResults;

namespace Consent.AspNetCore;

/// <summary>A request that cannot be answered as it stands; it never leaves the endpoints.</summary>
/// <param name="problem">The answer.</param>
internal sealed class RefusedRequestException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem { get; } = problem;
}
