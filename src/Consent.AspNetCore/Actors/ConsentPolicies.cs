namespace Consent.AspNetCore;

/// <summary>The names of the authorization policies of who may do what; <c>AddConsentActors</c> adds them. A policy of the host's own of the same name goes before.</summary>
/// <example><code>
/// app.MapGet("/dpo/report", Report).RequireAuthorization(ConsentPolicies.Dpo);
/// </code></example>
public static class ConsentPolicies
{
    /// <summary>A contact, for themselves.</summary>
    public const string Contact = "Consent.Contact";

    /// <summary>An operator: customer care, marketing.</summary>
    public const string Operator = "Consent.Operator";

    /// <summary>The privacy manager.</summary>
    public const string Privacy = "Consent.Privacy";

    /// <summary>The data protection officer.</summary>
    public const string Dpo = "Consent.Dpo";

    /// <summary>A program of the host or of a partner.</summary>
    public const string ApiClient = "Consent.ApiClient";

    /// <summary>Which role each asks for.</summary>
    internal static IReadOnlyDictionary<string, ActorRole> Roles { get; } = new Dictionary<string, ActorRole>(StringComparer.Ordinal)
    {
        [Contact] = ActorRole.Contact,
        [Operator] = ActorRole.Operator,
        [Privacy] = ActorRole.PrivacyManager,
        [Dpo] = ActorRole.DataProtectionOfficer,
        [ApiClient] = ActorRole.ApiClient,
    };
}
