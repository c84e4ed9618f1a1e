using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.AspNetCore;

/// <summary>Answers the clicks on links of double opt-ins. Looking changes nothing; whoever has the link may confirm, so no sign-in, cookie or antiforgery token is asked for.</summary>
internal static class DoubleOptInEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], AnswerAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("Consent: double opt-in link");

    private static async Task AnswerAsync(HttpContext context)
    {
        var optIns = context.RequestServices.GetRequiredService<DoubleOptIns>();
        if (context.RequestServices.GetRequiredService<DoubleOptInLinks>().Read(context.Request.Query[ConsentLinkEndpoints.Token].ToString()) is not { } link)
        {
            await DoubleOptInPage.NoLinkAsync(context).ConfigureAwait(false);
        }
        else if (optIns.IsOver(link))
        {
            await DoubleOptInPage.EndedAsync(context).ConfigureAwait(false);
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            await DoubleOptInPage.AskAsync(context, link).ConfigureAwait(false);
        }
        else
        {
            await ConfirmAsync(context, optIns, link).ConfigureAwait(false);
        }
    }

    private static async Task ConfirmAsync(HttpContext context, DoubleOptIns optIns, DoubleOptInLink link)
    {
        DoubleOptInOutcome outcome;
        try
        {
            // Who hangs up has clicked all the same.
            outcome = await optIns.ConfirmAsync(link, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConsentStoreException)
        {
            await DoubleOptInPage.TroubleAsync(context).ConfigureAwait(false);
            return;
        }

        await (outcome switch
        {
            DoubleOptInOutcome.Confirmed => DoubleOptInPage.DoneAsync(context, link),
            DoubleOptInOutcome.AlreadyConfirmed => DoubleOptInPage.AlreadyAsync(context),
            _ => DoubleOptInPage.EndedAsync(context),
        }).ConfigureAwait(false);
    }
}
