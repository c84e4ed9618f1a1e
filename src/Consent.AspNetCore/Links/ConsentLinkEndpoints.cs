using Consent.AspNetCore;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Answers the clicks on links in messages.</summary>
public static class ConsentLinkEndpoints
{
    // In the query: the framework puts paths into the scope of every log line.
    internal const string Token = "t";

    /// <summary>Maps the pages of unsubscribe links: looking at one (GET, HEAD) changes nothing, since scanners follow links; its button, or the mail program's own (POST, RFC 8058), records the no. Where <c>AddConsentDoubleOptIn</c> was called, those of double opt-ins too.</summary>
    /// <remarks>
    /// A POST needs no sign-in, no cookie and no antiforgery token, whatever its body is: whoever has the link may say no by it. It is answered 200 without a redirect where the no is recorded, 400 where the link is
    /// none, and 503 where the storage is in trouble and nobody can tell whether it is. The framework's own log of requests has their queries, and so tokens, at the level Information: leave <c>Microsoft.AspNetCore</c> at Warning, as the templates do.
    /// </remarks>
    /// <param name="endpoints">The host's endpoints: the application, and no group, since links are made of <see cref="ConsentLinkOptions.Path"/> alone.</param>
    /// <param name="earlierPaths">What <see cref="ConsentLinkOptions.Path"/> was before: mails that were sent lead there for ever.</param>
    /// <exception cref="InvalidOperationException"><c>AddConsentLinks</c> was not called; or the endpoints are a group's.</exception>
    public static IEndpointConventionBuilder MapConsentLinks(this IEndpointRouteBuilder endpoints, params string[] earlierPaths)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(earlierPaths);

        // Asked for, and not made: nothing is opened while the host is built.
        var known = endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        if (!known.IsService(typeof(ConsentLinks)))
        {
            throw new InvalidOperationException("Call AddConsentLinks on the consent builder before MapConsentLinks.");
        }

        if (endpoints is RouteGroupBuilder)
        {
            throw new InvalidOperationException($"Map the links on the application: no link leads below a group. A prefix belongs into {nameof(ConsentLinkOptions)}.{nameof(ConsentLinkOptions.Path)}.");
        }

        foreach (var path in earlierPaths)
        {
            Map(endpoints, path);
        }

        var options = OptionsOf(endpoints.ServiceProvider);
        if (known.IsService(typeof(DoubleOptInLinks)))
        {
            DoubleOptInEndpoint.Map(endpoints, options.DoubleOptInPath);
        }

        return Map(endpoints, options.Path);
    }

    private static ConsentLinkOptions OptionsOf(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<IOptions<ConsentLinkOptions>>().Value;
        }
        catch (OptionsValidationException)
        {
            // The host does not start with them, and the start says all that is wrong at once.
            return new();
        }
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], AnswerAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("Consent: unsubscribe link");

    private static async Task AnswerAsync(HttpContext context)
    {
        var links = context.RequestServices.GetRequiredService<UnsubscribeLinks>();
        var isClick = HttpMethods.IsPost(context.Request.Method);
        try
        {
            // Who hangs up has clicked all the same.
            var cancellation = isClick ? CancellationToken.None : context.RequestAborted;
            if (await links.ReadAsync(context.Request.Query[Token].ToString(), cancellation).ConfigureAwait(false) is not { } link)
            {
                await UnsubscribePage.NoLinkAsync(context).ConfigureAwait(false);
            }
            else if (isClick)
            {
                await links.FollowAsync(link, cancellation).ConfigureAwait(false);
                await UnsubscribePage.DoneAsync(context, link).ConfigureAwait(false);
            }
            else
            {
                await UnsubscribePage.AskAsync(context, link).ConfigureAwait(false);
            }
        }
        catch (ConsentStoreException) when (!context.Response.HasStarted)
        {
            await UnsubscribePage.TroubleAsync(context).ConfigureAwait(false);
        }
    }
}
