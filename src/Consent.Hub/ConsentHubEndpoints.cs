using Consent.Hub;
using Consent.Hub.Assets;
using Consent.Hub.Customers;
using Consent.Hub.Overview;
using Consent.Hub.Preferences;
using Consent.Hub.Privacy;
using Consent.Hub.Proofs;
using Consent.Hub.Register;
using Consent.Hub.Requests;
using Consent.Hub.Texts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the pages.</summary>
public static class ConsentHubEndpoints
{
    /// <summary>Maps the pages for those who work at the host's: customers and their consents area; the register for the data protection officer; people's requests.</summary>
    /// <remarks>Who signs in as what is <c>AddConsentActors</c>'s to say: a page answers nobody else, and each thing done on it is checked once more by the permission table. Nobody signed in: the host's own sign-in is asked for.</remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">The path below which the pages lie.</param>
    /// <exception cref="InvalidOperationException"><c>AddConsentHub</c> or <c>AddAuthentication</c> was not called.</exception>
    public static IEndpointConventionBuilder MapConsentHub(this IEndpointRouteBuilder endpoints, string prefix = "/hub")
    {
        var group = Begin(endpoints, prefix);
        var answer = new HubAnswer(group, HubSite.Hub, prefix);
        answer.Get("", HubAreas.Customers, request => Task.FromResult(request.SeeOther("/customers")));
        OverviewPages.Map(answer);
        CustomerPages.Map(answer);
        PrivacyPages.Map(answer);
        RectificationPages.Map(answer);
        RegisterPages.Map(answer);
        RequestPages.Map(answer);
        ProofPages.Map(answer);
        return group;
    }

    /// <summary>Maps the page on which people see and change their own choices: contacts who are signed in, and those who came by a link that may do so.</summary>
    /// <inheritdoc cref="MapConsentHub" path="/remarks|/exception"/>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">The page's path.</param>
    public static IEndpointConventionBuilder MapPreferenceCentre(this IEndpointRouteBuilder endpoints, string prefix = "/preferences")
    {
        var group = Begin(endpoints, prefix);
        PreferencePages.Map(new(group, HubSite.Preferences, prefix));
        return group;
    }

    private static RouteGroupBuilder Begin(IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix is not ['/', _, ..] || prefix[^1] == '/' || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.'))
        {
            throw new ArgumentException("The prefix begins with a slash and does not end with one, such as /hub: letters, digits, '-', '_' and '.'.", nameof(prefix));
        }

        if (endpoints is RouteGroupBuilder)
        {
            throw new InvalidOperationException("Map the pages on the application: links on them are made of the prefix alone, so a group's belongs into it.");
        }

        var services = endpoints.ServiceProvider;
        _ = services.GetService<HubKeys>() ?? throw new InvalidOperationException("Call AddConsentHub on the consent builder before mapping the pages.");
        _ = services.GetService<IAuthenticationSchemeProvider>() ?? throw new InvalidOperationException("The pages ask who is signed in: call AddAuthentication, and say by which scheme, before mapping them.");
        var group = endpoints.MapGroup(prefix);
        group.MapGet("/assets/{name}", HubAssets.Answer).AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/language", (HttpContext http, string? to, string? back) => Speak(http, prefix, to, back)).AllowAnonymous().ExcludeFromDescription();
        return group;
    }

    /// <summary>Keeps the language chosen, and goes back to the page: to one of ours and no other.</summary>
    private static StatusCodeHttpResult Speak(HttpContext http, string prefix, string? to, string? back)
    {
        var root = $"{http.Request.PathBase}{prefix}";
        if (HubTexts.Find(to) is { } texts)
        {
            http.Response.Cookies.Append(HubRequest.LanguageCookie, texts.Language, new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = root, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        }

        var isOurs = back is not null && (back.Length == root.Length || back.StartsWith($"{root}/", StringComparison.Ordinal)) && back.StartsWith(root, StringComparison.Ordinal) && !back.Any(c => c is '\\' || char.IsControl(c));
        HubResult.Protect(http.Response);
        http.Response.Headers.Location = isOurs ? back : root;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
