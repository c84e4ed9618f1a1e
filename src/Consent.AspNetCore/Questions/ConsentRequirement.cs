using Consent;
using Consent.AspNetCore;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets an endpoint run only for those whose data may be used so.</summary>
public static class ConsentRequirement
{
    /// <summary>Runs the endpoint only where the contact who is signed in may be treated so: who may not is answered 403, with the reason and the words for it.</summary>
    /// <remarks>What is asked is what the purpose is declared for: to contact, to profile, to transfer. Somebody who is no contact is answered 403, nobody signed in 401. It is asked at each request.</remarks>
    /// <typeparam name="TBuilder">An endpoint or a group.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="purpose">For what the data is used.</param>
    /// <example><code>
    /// app.MapGet("/recommended", Recommended).RequireConsent(Purposes.Profiling.Online);
    /// </code></example>
    public static TBuilder RequireConsent<TBuilder>(this TBuilder builder, PurposePath purpose)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return builder.AddEndpointFilter(async (invocation, next) => await RefusalAsync(invocation.HttpContext, purpose).ConfigureAwait(false) ?? await next(invocation).ConfigureAwait(false));
    }

    private static async ValueTask<IResult?> RefusalAsync(HttpContext http, PurposePath purpose)
    {
        try
        {
            var actor = await http.GetConsentActorAsync().ConfigureAwait(false);
            if (actor.IsNobody || actor.Actor.Own.IsDefault)
            {
                return actor.IsNobody ? ConsentProblems.NotSignedIn() : ConsentProblems.NotPermitted();
            }

            var tracker = http.RequestServices.GetRequiredService<ConsentTracker>();
            var rules = await tracker.GetRulesAsync(http.RequestAborted).ConfigureAwait(false);
            var request = rules.Taxonomy.Find(purpose) is { } node ? ProcessingRequest.ToUse(actor.Actor.Own, node) : ProcessingRequest.ToProfile(actor.Actor.Own, purpose);
            var decision = await tracker.DecideAsync(request, http.RequestAborted).ConfigureAwait(false);
            return decision.IsPermitted ? null : ConsentProblems.Of(StatusCodes.Status403Forbidden, DecisionTable.NameOf(decision.Code), SpokenWords.Of(http, decision));
        }
        catch (Exception exception) when (ConsentProblems.Of(exception) is { } problem)
        {
            return problem;
        }
    }
}
