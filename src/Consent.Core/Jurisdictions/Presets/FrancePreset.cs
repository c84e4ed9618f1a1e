using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>France: CPCE L. 34-5, C. conso. L. 223-1, the CNIL's guidance.</summary>
internal static class FrancePreset
{
    private const string Messages = "CPCE L. 34-5";
    private const string Calls = "C. conso. L. 223-1";

    public static Jurisdiction Make()
    {
        // The end of 10 August 2026.
        var consentBeforeCalls = PresetWords.Day(2026, 8, 11, hours: 2);
        return PresetWords.Preset("France", "FR")
            .Minors(15)
            .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Kinds(SubscriberKind.Person).Cites(Messages, Verified))
            .Rule(ContactRule.Free, r => r.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Kinds(SubscriberKind.SoleTrader, SubscriberKind.LegalPerson).When(LawCondition.ConcernsTheirTrade)
                .Obliges(Obligations.IncludeOptOut).Setting("trade-messages").Cites("CPCE L. 34-5; CNIL", Secondary))
            .CustomerException(e => e.Channels(Email, Sms).Sale(SaleKind.Paid).Cites(Messages, Verified))
            .Rule(ContactRule.OptOut, r => r.Channels(Phone).When(LawCondition.RelatedContract).From(consentBeforeCalls).Cites("C. conso. L. 223-1; L. 2025-594, 13", Secondary))
            .Rule(ContactRule.OptOut, r => r.Channels(Phone).Until(consentBeforeCalls).Cites(Calls, Secondary))
            .List("Bloctel", l => l.Channels(Phone).CheckHolds(30).Until(consentBeforeCalls).Cites(Calls, Secondary))
            .PostByInterest("CNIL")
            .Validity(36, p => p.Operations(Operation.ToContact).Setting("cnil-three-years", isOn: true).Cites("CNIL", Secondary), fromLastActivity: true)
            .Obliges(Obligations.CallingHours, p => p.Channels(Phone).Cites(Calls, Secondary))

            .CitesGdpr()
            .CitesGuidelines()
            .Cites(DecisionCode.Consent, "GDPR 6(1)(a), 7; CPCE L. 34-5", Verified)
            .Cites(DecisionCode.ConsentExpired, "CNIL", Secondary)
            .Cites(DecisionCode.SoftSpam, Messages, Verified)
            .Cites(DecisionCode.SoftSpamChannel, Messages, Verified)
            .Cites(DecisionCode.SoftSpamOwnOnly, Messages, Verified)
            .Cites(DecisionCode.SoftSpamCondition, Messages, Verified)
            .Cites(DecisionCode.Listed, Calls, Secondary)
            .Cites(DecisionCode.ListNotChecked, Calls, Secondary)
            .Cites(DecisionCode.ListStale, Calls, Secondary)
            .Cites(DecisionCode.OptOut, Calls, Secondary)
            .Cites(DecisionCode.SubscriberKind, "CPCE L. 34-5; CNIL", Secondary)
            .Build();
    }
}
