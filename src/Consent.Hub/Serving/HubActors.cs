using Microsoft.AspNetCore.Http;

namespace Consent.Hub;

/// <summary>Who asks for a page.</summary>
internal static class HubActors
{
    /// <returns><see langword="null"/>: nobody is signed in.</returns>
    public static async ValueTask<Actor?> FindAsync(HttpContext http)
    {
        var found = await http.GetConsentActorAsync().ConfigureAwait(false);
        return found.IsNobody ? null : found.Actor;
    }
}
