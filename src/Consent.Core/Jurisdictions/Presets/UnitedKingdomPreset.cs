using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>The United Kingdom: UK GDPR and PECR.</summary>
internal static class UnitedKingdomPreset
{
    private const string Mail = "PECR 22";
    private const string Calls = "PECR 21";

    public static Jurisdiction Make() => PresetWords.Preset("UnitedKingdom", "UK")
        .Minors(13)
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push).Kinds(SubscriberKind.Person, SubscriberKind.SoleTrader).Cites(Mail, Verified))
        .Rule(ContactRule.Free, r => r.Channels(Email, Sms, InstantMessage, Push).Kinds(SubscriberKind.LegalPerson).Obliges(Obligations.NameSender).Setting("company-mail").Cites(Mail, Secondary))
        .CustomerException(e => e.Channels(Email, Sms).Sale(SaleKind.Paid, SaleKind.Negotiation).Setting("customer-exception").Cites("PECR 22(3)", Secondary))
        .CustomerException(e => e.Channels(Email, Sms).Sale(SaleKind.Donation).Sectors(Sector.Charity).From(PresetWords.Day(2026, 2, 5, hours: 0))
            .Setting("charities").Cites("PECR 22(3A)", Secondary))
        .Rule(ContactRule.OptOut, r => r.Channels(Phone).Cites(Calls, Verified))
        .List("TPS", l => l.Channels(Phone).Kinds(SubscriberKind.Person, SubscriberKind.SoleTrader).Grace(28).AnyConsentPasses().CheckHolds(28).Cites(Calls, Verified))
        .List("CTPS", l => l.Channels(Phone).Kinds(SubscriberKind.LegalPerson).Grace(28).AnyConsentPasses().CheckHolds(28).Cites(Calls, Verified))
        .Rule(ContactRule.OptIn, r => r.Channels(AutomatedPhone).Cites("PECR 19", Secondary))
        .PostByInterest("UK GDPR 6(1)(f)")

        .CitesGdpr("UK GDPR")
        .Cites(DecisionCode.Consent, "UK GDPR 6(1)(a), 7; PECR 22(2)", Verified)
        .Cites(DecisionCode.SoftSpam, "PECR 22(3)", Secondary)
        .Cites(DecisionCode.SoftSpamChannel, "PECR 22(3)", Secondary)
        .Cites(DecisionCode.SoftSpamOwnOnly, "PECR 22(3)", Secondary)
        .Cites(DecisionCode.SoftSpamCondition, "PECR 22(3)", Secondary)
        .Cites(DecisionCode.Listed, Calls, Verified)
        .Cites(DecisionCode.ListNotChecked, Calls, Verified)
        .Cites(DecisionCode.ListStale, Calls, Verified)
        .Cites(DecisionCode.OptOut, Calls, Verified)
        .Cites(DecisionCode.SubscriberKind, Mail, Secondary)
        .Build();
}
