using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>Switzerland: UWG 3 and DSG. Codes without a source that was seen cite none.</summary>
internal static class SwitzerlandPreset
{
    private const string MassMessages = "UWG (CH) 3(1)(o)";
    private const string Calls = "UWG (CH) 3(1)(u)";

    public static Jurisdiction Make() => PresetWords.Preset("Switzerland", "CH")
        .Minors(16)
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Cites(MassMessages, Verified))
        .CustomerException(e => e.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Sale(SaleKind.Paid).Cites(MassMessages, Verified))
        .Rule(ContactRule.OptOut, r => r.Channels(Phone).Group("calls").When(LawCondition.DirectoryListed).Setting("calls-to-listed").Cites(Calls, Secondary))
        .Rule(ContactRule.OptOut, r => r.Channels(Phone).Group("calls").When(LawCondition.BusinessRelation).Setting("calls-in-a-business-relation").Cites(Calls, Secondary))
        .Rule(ContactRule.Free, r => r.Channels(Paper).Setting("post-until-a-no").Cites("DSG (CH) 30-31", Secondary))

        .Cites(DecisionCode.Consent, MassMessages, Verified)
        .Cites(DecisionCode.SoftSpam, MassMessages, Verified)
        .Cites(DecisionCode.SoftSpamChannel, MassMessages, Verified)
        .Cites(DecisionCode.SoftSpamOwnOnly, MassMessages, Verified)
        .Cites(DecisionCode.SoftSpamCondition, MassMessages, Verified)
        .Cites(DecisionCode.OptOut, Calls, Secondary)
        .Cites(DecisionCode.SubscriberKind, "DSG (CH) 30-31", Secondary)
        .Build();
}
