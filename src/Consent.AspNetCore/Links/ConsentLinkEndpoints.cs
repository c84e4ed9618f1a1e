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
    private const string Token = "token";

    /// <summary>Maps the pages of unsubscribe links: looking at one (GET, HEAD) changes nothing, since scanners follow links; its button, or the mail program's own (POST, RFC 8058), records the no.</summary>
    /// <remarks>
    /// A POST needs no sign-in, no cookie and no antiforgery token, whatever its body is: whoever has the link may say no by it. It is answered 200 without a redirect where the no is recorded, 400 where the link is
    /// none, and 503 where the storage is in trouble and nothing is recorded. The framework's own log of requests has whole paths, and so tokens, at the level Information: leave <c>Microsoft.AspNetCore</c> at Warning, as the templates do.
    /// </remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <exception cref="InvalidOperationException"><c>AddConsentLinks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapConsentLinks(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _ = endpoints.ServiceProvider.GetService<ConsentLinks>() ?? throw new InvalidOperationException("Call AddConsentLinks on the consent builder before MapConsentLinks.");
        var pattern = $"{endpoints.ServiceProvider.GetRequiredService<IOptions<ConsentLinkOptions>>().Value.Path}/{{{Token}}}";
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], AnswerAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("Consent: unsubscribe link");
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var links = context.RequestServices.GetRequiredService<UnsubscribeLinks>();
        try
        {
            if (await links.ReadAsync((string)context.GetRouteValue(Token)!, context.RequestAborted).ConfigureAwait(false) is not { } link)
            {
                await UnsubscribePage.NoLinkAsync(context).ConfigureAwait(false);
            }
            else if (HttpMethods.IsPost(context.Request.Method))
            {
                // Who hangs up has clicked all the same.
                await links.FollowAsync(link, CancellationToken.None).ConfigureAwait(false);
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
