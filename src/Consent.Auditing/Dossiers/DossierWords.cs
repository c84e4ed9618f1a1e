namespace Consent.Auditing;

/// <summary>What stands in entries as codes, in words for people.</summary>
internal static class DossierWords
{
    /// <summary>A kind that this version does not know is shown by its name.</summary>
    public static string Of(AuditEntryType type) => type.Name switch
    {
        "changed" => "Change",
        "linked" => "Linked with another contact",
        "unlinked" => "Link with another contact undone",
        "rectified" => "A wrong record taken out",
        "held" => "Legal hold placed",
        "released" => "Legal hold released",
        "read" => "History read",
        "exported" => "Data exported",
        "requested" => "Request of the person (GDPR art. 15-22)",
        var other => other,
    };

    public static string Of(EntryStatement statement) => (statement.Flag, statement.IsActive) switch
    {
        (ConsentFlag.Status, true) when statement.Weight == StatementWeight.Pending => "consent given, to be confirmed",
        (ConsentFlag.Restriction, false) when statement.Weight == StatementWeight.Pending => "restriction lifted, to be confirmed",
        (ConsentFlag.Objection, false) when statement.Weight == StatementWeight.Pending => "objection retracted, to be confirmed",
        (ConsentFlag.Status, true) => statement.IsAttested ? "consent given" : "consent asserted",
        (ConsentFlag.Status, false) => "consent refused or withdrawn",
        (ConsentFlag.Restriction, true) => "restriction requested",
        (ConsentFlag.Restriction, false) => statement.IsAttested ? "restriction lifted" : "lifting of the restriction asserted",
        (ConsentFlag.Objection, true) => "objection",
        _ => statement.IsAttested ? "objection retracted" : "retraction of the objection asserted",
    };

    public static string Of(StatementEffect effect) => effect switch
    {
        StatementEffect.InForce => "",
        StatementEffect.Superseded => " (recorded; something said already outranked it)",
        StatementEffect.Pending => " (recorded; without effect until the person confirms it)",
        StatementEffect.WouldWeaken => " (recorded without effect: a no stood against it)",
        _ => " (recorded; a later yes of the person outranked it)",
    };

    public static string? Of(ActingParty party) => party switch
    {
        ActingParty.Person => "the person",
        ActingParty.Guardian => "the holder of parental responsibility, or a guardian",
        ActingParty.Representative => "a representative",
        ActingParty.Controller => "the controller",
        _ => null,
    };

    public static string Of(ActorRole role) => role switch
    {
        ActorRole.Contact => "the person",
        ActorRole.ContactByLink => "the person, by a link sent to them",
        ActorRole.Operator => "operator",
        ActorRole.ApiClient => "program",
        ActorRole.System => "the system itself",
        ActorRole.DataProtectionOfficer => "data protection officer",
        _ => "privacy manager",
    };

    public static string Of(ChangeSource source) => source switch
    {
        ChangeSource.UserInterface => "a user interface",
        ChangeSource.Api => "a programming interface",
        ChangeSource.Import => "an import",
        ChangeSource.SelfService => "the person's own preference page",
        _ => "the system",
    };
}
