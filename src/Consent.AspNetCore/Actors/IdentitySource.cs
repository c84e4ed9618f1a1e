using System.Security.Claims;

namespace Consent.AspNetCore;

/// <summary>Where an id comes from: which sign-in proves it, who issued the claim, and which claim it is. A claim alone is no identity: the customer 17 of one issuer is not that of another.</summary>
public sealed class IdentitySource
{
    /// <summary>The authentication scheme that proves it, as it was registered: <c>Cookies</c>, <c>Identity.Application</c>, <c>Bearer</c>. No scheme that forwards to others. Required.</summary>
    public string? Scheme { get; set; }

    /// <summary>Who issued the claim (<see cref="Claim.Issuer"/>): for a token the <c>iss</c> in it, such as <c>https://login.example</c>; for an external sign-in that was put into a cookie, the name of its scheme. Unless set, the host itself, as claims are that its own code made.</summary>
    public string Issuer { get; set; } = ClaimsIdentity.DefaultIssuer;

    /// <summary>The claim's type. Unless set, <see cref="ClaimTypes.NameIdentifier"/>, or <c>sub</c> where there is none.</summary>
    public string? Claim { get; set; }

    /// <summary>What stands before the claim's value in the contact's id. With more than one source of contacts, say it for each: the same where the same value is the same person, else different ones.</summary>
    public string? Prefix { get; set; }

    /// <summary>Whether a browser sends along by itself what proves it. Unless set, it is so for ASP.NET Core's cookies. Set it for client certificates, Windows sign-ins and cookies of your own.</summary>
    public bool? IsSentByBrowser { get; set; }
}
