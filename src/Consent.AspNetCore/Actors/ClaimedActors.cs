using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Actors from claims, as configured. Each scheme is asked by its name, so that what one proves is never taken for what another does.</summary>
internal sealed partial class ClaimedActors(IOptions<ConsentActorOptions> options, IOptions<AuthenticationOptions> authentication, ILogger<ConsentActor> logger) : IConsentActorProvider
{
    private readonly ConsentActorOptions _options = options.Value;

    public async ValueTask<ConsentActor> GetAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_options.Roles.Count > 0 && (_options.Staff ?? _options.Contact) is { } staff
            && await IdentityAsync(context, staff).ConfigureAwait(false) is { } identity && RolesOf(identity, staff) is [var first, .. var others] && IdOf(identity, staff) is { } person)
        {
            return new(others.Aggregate(InRole(person, first), (actor, role) => actor.Also(role)), IsSentByBrowser(staff));
        }

        if (_options.ApiClients is { } programs && await IdentityAsync(context, programs).ConfigureAwait(false) is { } client && IdOf(client, programs) is { } program)
        {
            return new(Actor.ApiClient(program), IsSentByBrowser(programs));
        }

        foreach (var source in _options.OtherContacts.Values.Prepend(_options.Contact))
        {
            if (source is not null && await IdentityAsync(context, source).ConfigureAwait(false) is { } signedIn && IdOf(signedIn, source) is { } id && ContactId.TryParse(source.Prefix + id, null, out var contact) && RouteContact.IsContact(contact))
            {
                return new(Actor.ForSelf(contact), IsSentByBrowser(source));
            }
        }

        return ConsentActor.Nobody;
    }

    private static async ValueTask<ClaimsIdentity?> IdentityAsync(HttpContext context, IdentitySource source)
    {
        var result = await context.AuthenticateAsync(source.Scheme!).ConfigureAwait(false);
        return result.Succeeded && string.Equals(result.Ticket.AuthenticationScheme, source.Scheme, StringComparison.Ordinal) ? result.Principal.Identities.FirstOrDefault(i => i.IsAuthenticated) : null;
    }

    private static bool IsOf(Claim claim, IdentitySource source) => string.Equals(claim.Issuer, source.Issuer, StringComparison.Ordinal);

    private static Actor InRole(string id, ActorRole role) => role switch
    {
        ActorRole.Operator => Actor.Operator(id),
        ActorRole.ApiClient => Actor.ApiClient(id),
        ActorRole.System => Actor.System(id),
        ActorRole.DataProtectionOfficer => Actor.DataProtectionOfficer(id),
        _ => Actor.PrivacyManager(id),
    };

    private ActorRole[] RolesOf(ClaimsIdentity identity, IdentitySource source) =>
    [
        .. identity.FindAll(identity.RoleClaimType).Where(c => IsOf(c, source) && _options.Roles.ContainsKey(c.Value)).Select(c => _options.Roles[c.Value]).Distinct().Order(),
    ];

    /// <summary>The one value of the claim; none where it is missing, another issuer's, no id, or two.</summary>
    private string? IdOf(ClaimsIdentity identity, IdentitySource source)
    {
        Claim[] claims = source.Claim is { } type ? [.. identity.FindAll(type)] : [.. identity.FindAll(ClaimTypes.NameIdentifier)];
        claims = claims.Length == 0 && source.Claim is null ? [.. identity.FindAll("sub")] : claims;
        if (claims.FirstOrDefault(c => !IsOf(c, source)) is { } foreign)
        {
            ForeignIssuer(logger, source.Scheme!, foreign.Issuer, source.Issuer);
        }

        string[] values = [.. claims.Where(c => IsOf(c, source)).Select(c => c.Value).Distinct(StringComparer.Ordinal)];
        return values is [var id] && ContactId.TryParse(id, null, out _) ? id : null;
    }

    private bool IsSentByBrowser(IdentitySource source) =>
        source.IsSentByBrowser ?? authentication.Value.SchemeMap.TryGetValue(source.Scheme!, out var scheme) && typeof(CookieAuthenticationHandler).IsAssignableFrom(scheme.HandlerType);

    [LoggerMessage(1, LogLevel.Warning, "A sign-in by scheme '{Scheme}' has a claim that '{Issuer}' issued, and only those of '{Expected}' count: if they are your contacts, set IdentitySource.Issuer.")]
    private static partial void ForeignIssuer(ILogger logger, string scheme, string issuer, string expected);
}
