namespace Consent.AspNetCore;

/// <summary>How who is signed in becomes an actor. Roles are asked first, then the programs, then the contacts.</summary>
/// <example><code>
/// consent.AddConsentActors(actors =>
/// {
///     actors.Contact = new() { Scheme = "Cookies" };
///     actors.Roles["crm-agent"] = ActorRole.Operator;
///     actors.Roles["dpo"] = ActorRole.DataProtectionOfficer;
/// });
/// </code></example>
public sealed class ConsentActorOptions
{
    /// <summary>Where contacts sign in; the id is that of the consent memory. <see langword="null"/>: nowhere.</summary>
    public IdentitySource? Contact { get; set; }

    /// <summary>Further places where contacts sign in, each under a name of your own. Empty unless set.</summary>
    public IDictionary<string, IdentitySource> OtherContacts { get; } = new Dictionary<string, IdentitySource>(StringComparer.Ordinal);

    /// <summary>Which role a value of the role claim stands for: operators, data protection officers, privacy managers, programs. Compared exactly. Who has two such values holds both roles. Empty unless set.</summary>
    public IDictionary<string, ActorRole> Roles { get; } = new Dictionary<string, ActorRole>(StringComparer.Ordinal);

    /// <summary>Where those with <see cref="Roles"/> sign in; the role claims count from there only. Unless set, as <see cref="Contact"/>.</summary>
    public IdentitySource? Staff { get; set; }

    /// <summary>Where programs sign in that are told by their scheme alone, such as one of API keys: everybody there is a program. <see langword="null"/>: nowhere.</summary>
    public IdentitySource? ApiClients { get; set; }
}
