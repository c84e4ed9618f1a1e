using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>GDPR and Directive 2002/58, for hosts without a national preset.</summary>
internal static class EuropeanUnionPreset
{
    private const string CustomerException = "Directive 2002/58, 13(2), 2(h); CJEU C-654/23";

    public static Jurisdiction Make() => PresetWords.Preset("EuropeanUnion", "EU")
        .Minors(16)

        // Where nothing permits, a company is for national law to decide.
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Kinds(SubscriberKind.Person, SubscriberKind.SoleTrader).Cites("Directive 2002/58, 13(1), 2(h)", Verified))
        .NationalLawDecides(p => p.Channels(Email, Sms, InstantMessage, Push, AutomatedPhone).Kinds(SubscriberKind.LegalPerson).Cites("Directive 2002/58, 13(5)", Verified))

        // States choose between opt-in and opt-out.
        .Rule(ContactRule.OptIn, r => r.Channels(Phone).Cites("Directive 2002/58, 13(3)", RuleMark.Reading))
        .PostByInterest("GDPR 6(1)(f), recital 47; EDPB 1/2024")
        .CustomerException(e => e.Channels(Email, Sms, InstantMessage).Sale(SaleKind.Paid, SaleKind.Indirect).Cites(CustomerException, Verified))
        .Rule(ContactRule.Interest, r => r.Operations(Operation.Profiling).When(LawCondition.NoDirectMarketing).Setting("profiling-by-interest").Cites("GDPR 6(1)(f)", Secondary))
        .Rule(ContactRule.OptIn, r => r.Operations(Operation.TransferToThirdParty).Cites("GDPR 6, 13(1)(e)", Verified))

        .CitesGdpr()
        .CitesGuidelines()
        .Cites(DecisionCode.SoftSpam, CustomerException, Verified)
        .Cites(DecisionCode.SoftSpamChannel, CustomerException, Verified)
        .Cites(DecisionCode.SoftSpamOwnOnly, CustomerException, Verified)
        .Cites(DecisionCode.SoftSpamCondition, CustomerException, Verified)
        .Cites(DecisionCode.NationalLawDecides, "Directive 2002/58, 13(5)", Verified)
        .Cites(DecisionCode.SubscriberKind, "Directive 2002/58, 13(5)", Verified)
        .Build();
}
