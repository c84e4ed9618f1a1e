using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>Germany: UWG 7 and 7a.</summary>
internal static class GermanyPreset
{
    public static Jurisdiction Make() => PresetWords.Preset("Germany", "DE")
        .Minors(16)
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Cites("UWG 7(2) no. 2", Verified))
        .Rule(ContactRule.OptIn, r => r.Channels(Phone).Kinds(SubscriberKind.Person).Cites("UWG 7(2) no. 1", Verified))
        .Rule(ContactRule.Presumed, r => r.Channels(Phone).Kinds(SubscriberKind.SoleTrader, SubscriberKind.LegalPerson).When(LawCondition.ConcernsTheirTrade)
            .Setting("trade-calls").Cites("UWG 7(2) no. 1", Verified))
        .CustomerException(e => e.Channels(Email, Sms).Sale(SaleKind.Paid).Cites("UWG 7(3)", Verified))
        .PostByInterest("GDPR 6(1)(f)")
        .DoubleOptIn(new() { Since = PresetWords.Day(2011, 2, 10, hours: 1) }, p => p.Setting("double-opt-in", isOn: true).Cites("BGH I ZR 164/09", Secondary))
        .ProofKept(60, ProofKeptFrom.Use, p => p.Channels(Phone, AutomatedPhone).Cites("UWG 7a(2)", Verified))

        .CitesGdpr()
        .CitesGuidelines()
        .Cites(DecisionCode.Consent, "GDPR 6(1)(a), 7; UWG 7(2)", Verified)
        .Cites(DecisionCode.PendingConfirmation, "BGH I ZR 164/09", Secondary)
        .Cites(DecisionCode.SoftSpam, "UWG 7(3)", Verified)
        .Cites(DecisionCode.SoftSpamChannel, "UWG 7(3)", Verified)
        .Cites(DecisionCode.SoftSpamOwnOnly, "UWG 7(3)", Verified)
        .Cites(DecisionCode.SoftSpamCondition, "UWG 7(3)", Verified)
        .Cites(DecisionCode.SubscriberKind, "UWG 7(2) no. 1", Verified)
        .Build();
}
