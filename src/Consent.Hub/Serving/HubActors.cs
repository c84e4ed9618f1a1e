using Consent.Hub.Preferences;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub;

/// <summary>Who asks for a page.</summary>
internal static class HubActors
{
    /// <returns><see langword="null"/>: nobody is signed in.</returns>
    public static async ValueTask<Actor?> FindAsync(HttpContext http, HubSite site)
    {
        var found = await http.GetConsentActorAsync().ConfigureAwait(false);
        var signedIn = found.IsNobody ? null : found.Actor;
        if (site == HubSite.Preferences && await http.RequestServices.GetRequiredService<LinkVisits>().FindAsync(http).ConfigureAwait(false) is { } byLink)
        {
            // Who followed a link sees whose it is, though somebody else is signed in here; signed in as the same, they may do more.
            return signedIn?.Own == byLink.Own ? signedIn : byLink;
        }

        return signedIn;
    }
}
