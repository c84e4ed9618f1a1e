namespace Consent.Hub;

/// <summary>Which areas there are, and who may enter. Core's permission table is asked again for each thing that is done there.</summary>
internal static class HubAreas
{
    public static HubArea Overview { get; } = new("overview", ActorRole.Operator, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager);

    public static HubArea Customers { get; } = new("customers", ActorRole.Operator, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager);

    public static HubArea Register { get; } = new("register", ActorRole.DataProtectionOfficer);

    public static HubArea Proofs { get; } = new("proofs", ActorRole.DataProtectionOfficer);

    public static HubArea Requests { get; } = new("requests", ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager);

    public static HubArea Privacy { get; } = new("privacy", ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager);

    public static HubArea Rectification { get; } = new("rectification", ActorRole.PrivacyManager);

    public static HubArea Preferences { get; } = new("", ActorRole.Contact, ActorRole.ContactByLink);

    public static IReadOnlyList<HubArea> Of(HubSite site) => site == HubSite.Hub ? [Overview, Customers, Register, Proofs, Requests] : [];
}
