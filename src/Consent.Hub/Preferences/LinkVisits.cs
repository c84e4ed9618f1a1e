using System.Globalization;
using System.Security.Cryptography;
using Consent.AspNetCore;
using Consent.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.Hub.Preferences;

/// <summary>Visits of the preference centre by a link in a message: the link is exchanged for a cookie of half an hour, so that its token stands in no address that is gone on from.</summary>
internal sealed class LinkVisits(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Cookie = "consent-preferences-link";
    private static readonly TimeSpan s_lasts = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _protector = protection.CreateProtector("Consent.Links/default/preferences/v1");

    /// <summary>Takes a link that was followed. Nothing is looked up and nothing is changed: the answer is the same whoever it is of.</summary>
    public async Task<IResult> FollowAsync(HttpContext http, string root, Func<string, int, IResult> tell)
    {
        if (LinksOf(http) is not { } links || http.Request.Query["t"].ToString() is not { Length: > 0 } token || await links.ReadAsync(token, http.RequestAborted).ConfigureAwait(false) is not { } link)
        {
            return tell("link.none", StatusCodes.Status400BadRequest);
        }

        if (links.IsOver(link))
        {
            return tell("link.over", StatusCodes.Status410Gone);
        }

        var until = clock.GetUtcNow().Add(s_lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Cookies.Append(Cookie, _protector.Protect($"{until} {token}"), new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = root, MaxAge = s_lasts, IsEssential = true });
        HubResult.Protect(http.Response);
        http.Response.Headers.Location = root;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Who visits by a link; <see langword="null"/>: nobody, or no longer.</summary>
    public async ValueTask<Actor?> FindAsync(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } kept || LinksOf(http) is not { } links)
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = _protector.Unprotect(kept).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }

        return parts is [var until, var token] && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && clock.GetUtcNow().ToUnixTimeSeconds() < end
            && await links.ReadAsync(token, http.RequestAborted).ConfigureAwait(false) is { } link
            ? links.ActorOf(link, http.RequestServices.GetRequiredService<IOptions<ConsentLinkOptions>>().Value.PreferencesMayGive) : null;
    }

    /// <summary><see langword="null"/>: the host makes no links.</summary>
    private static PreferenceLinks? LinksOf(HttpContext http) =>
        http.RequestServices.GetService<ConsentLinks>() is null ? null : http.RequestServices.GetRequiredService<PreferenceLinks>();
}
