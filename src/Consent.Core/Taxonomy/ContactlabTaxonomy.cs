namespace Consent;

/// <summary>The predefined taxonomy: the 13 purposes of Contactlab's Hub, with the groups above them and the edges that the law implies.</summary>
public static class ContactlabTaxonomy
{
    /// <summary>The taxonomy as it is.</summary>
    public static PurposeTaxonomy Instance { get; } = new PurposeTaxonomyBuilder("contactlab-1")
        .Group("marketing", Operation.ToContact)
        .Group("marketing.traditional")
        .Purpose("marketing.traditional.phone", Channel.Phone)
        .Purpose("marketing.traditional.paper", Channel.Paper)
        .Group("marketing.automatic")
        .Purpose("marketing.automatic.sms", Channel.Sms)
        .Purpose("marketing.automatic.email", Channel.Email)
        .Purpose("marketing.automatic.push", Channel.Push)
        .Purpose("marketing.automatic.im", Channel.InstantMessage)
        .Purpose("marketing.automatic.phone", Channel.AutomatedPhone)
        .Group("profiling", Operation.Profiling)
        .Purpose("profiling.classic")
        .Purpose("profiling.online")
        .Group("softSpam", Operation.ToContact)
        .Purpose("softSpam.email", Channel.Email, softSpamFor: "marketing.automatic.email")
        .Purpose("softSpam.paper", Channel.Paper, softSpamFor: "marketing.traditional.paper")
        .Group("thirdPartyTransfer", Operation.TransferToThirdParty)
        .Purpose("thirdPartyTransfer.profiling")
        .Purpose("thirdPartyTransfer.marketing")
        .Covers("marketing", "softSpam")
        .Covers("marketing", "thirdPartyTransfer.marketing")
        .Covers("marketing", "profiling", onlyForDirectMarketing: true)
        .Build();

    /// <summary>Starts a taxonomy that has all of these and a host's own purposes besides.</summary>
    /// <param name="version">The version of the extended taxonomy.</param>
    public static PurposeTaxonomyBuilder Extend(string version) => Instance.Extend(version);
}
