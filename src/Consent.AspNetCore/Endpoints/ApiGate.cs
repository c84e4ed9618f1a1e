using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.AspNetCore;

/// <summary>What each request to the endpoints passes: who asks, whether another site had a browser ask, and what an exception is answered as. It answers 401 and 403 itself, so that no sign-in page is.</summary>
internal static class ApiGate
{
    private const string SoonInSeconds = "5";

    public static async ValueTask<object?> PassAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            return await RefusalAsync(http).ConfigureAwait(false) ?? await next(invocation).ConfigureAwait(false);
        }
        catch (Exception exception) when (ConsentProblems.Of(exception) is { } problem)
        {
            if (ConsentProblems.IsPassing(exception))
            {
                http.Response.Headers.RetryAfter = SoonInSeconds;
            }

            return problem;
        }
    }

    private static async ValueTask<ProblemHttpResult?> RefusalAsync(HttpContext http)
    {
        var access = http.GetEndpoint()?.Metadata.GetMetadata<ApiAccess>() ?? new(null);
        if (access.IsOpen)
        {
            return null;
        }

        var actor = await http.GetConsentActorAsync().ConfigureAwait(false);
        if (actor.IsNobody)
        {
            return ConsentProblems.NotSignedIn();
        }

        if (actor.IsSentByBrowser && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !await IsByOwnPageAsync(http).ConfigureAwait(false))
        {
            return ConsentProblems.Of(
                StatusCodes.Status400BadRequest, "ANTIFORGERY", "A request that a cookie signs in needs the antiforgery token in its header (RequestVerificationToken unless set otherwise): another site could have sent it.");
        }

        return access.Policy is { } policy && !(await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, http, policy).ConfigureAwait(false)).Succeeded
            ? ConsentProblems.NotPermitted()
            : null;
    }

    private static async ValueTask<bool> IsByOwnPageAsync(HttpContext http) =>
        http.RequestServices.GetService<IAntiforgery>() is { } antiforgery && await antiforgery.IsRequestValidAsync(http).ConfigureAwait(false);
}
