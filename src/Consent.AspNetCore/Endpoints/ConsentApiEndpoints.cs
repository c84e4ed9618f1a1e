using Consent.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the consent memory's endpoints.</summary>
public static class ConsentApiEndpoints
{
    private const string Problem = "application/problem+json";

    /// <summary>Maps the endpoints below a prefix: records, changes, decisions, audiences, the contact's own data, the log. Who may do what is the permission table's to say.</summary>
    /// <remarks>
    /// Nobody signed in is answered 401 and never sent to a sign-in page. What a cookie signs in needs the antiforgery token in its header, unless it only reads. All answers are <c>no-store</c> but the
    /// record of a contact, which has an ETag. Whoever is not let in learns nothing of whether a contact exists.
    /// </remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">Such as <c>/consents</c>.</param>
    /// <returns>The group: add conventions of your own, such as a rate limit or a policy of your network.</returns>
    /// <exception cref="InvalidOperationException">Something that they need was not added to the services; the message says what.</exception>
    /// <example><code>
    /// builder.Services.AddAuthentication("Bearer").AddJwtBearer("Bearer");
    /// builder.Services.AddAuthorization();
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db")
    ///     .AddConsentActors(actors => actors.ApiClients = new() { Scheme = "Bearer", Issuer = "https://login.example" })
    ///     .AddConsentApi();
    /// var app = builder.Build();
    /// app.MapConsentApi("/consents");
    /// </code></example>
    public static RouteGroupBuilder MapConsentApi(this IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        Demand<IConsentActorProvider>(endpoints, "AddConsentActors on the consent builder: nothing says who a request is from");
        Demand<ConsentApiMarker>(endpoints, "AddConsentApi on the consent builder");
        Demand<IAuthorizationService>(endpoints, "services.AddAuthorization(): the endpoints let nobody in without it");

        var api = endpoints.MapGroup(prefix).WithTags("Consents");
        api.AddEndpointFilter(ApiGate.PassAsync).DisableCookieRedirect();

        // The gate asks; a policy that lets pass keeps the host's fallback policy from sending programs to a sign-in page. Policies that the host adds to the group hold.
        api.RequireAuthorization(policy => policy.RequireAssertion(_ => true));
        api.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(Mvc.ProblemDetails), [Problem]), new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(Mvc.ProblemDetails), [Problem]));
        ConsentApiRoutes.Map(api);
        return api;
    }

    private static void Demand<T>(IEndpointRouteBuilder endpoints, string what)
        where T : notnull
    {
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(T)))
        {
            throw new InvalidOperationException($"MapConsentApi: call {what}.");
        }
    }
}
