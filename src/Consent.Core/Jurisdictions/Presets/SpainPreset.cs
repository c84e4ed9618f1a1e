using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>Spain: LSSI 21, LGTel 66, LOPDGDD.</summary>
internal static class SpainPreset
{
    private const string Robinson = "LOPDGDD 23(4)";

    public static Jurisdiction Make() => PresetWords.Preset("Spain", "ES")
        .Minors(14)
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, InstantMessage, Push).Cites("LSSI 21(1)", Secondary))
        .CustomerException(e => e.Channels(Email, Sms, InstantMessage).Sale(SaleKind.Paid).Setting("customer-exception").Cites("LSSI 21(2)", Secondary))
        .Rule(ContactRule.OptIn, r => r.Channels(Phone).Group("calls").Cites("LGTel 66", Secondary))
        .Rule(ContactRule.Interest, r => r.Channels(Phone).Group("calls").WhenCustomerWithin(months: 12).Setting("calls-to-customers").Cites("LGTel 66", Secondary))
        .List("Robinson", l => l.Channels(Phone, AutomatedPhone, Paper, Email).AnyConsentPasses().CheckHolds(30).Setting("robinson", isOn: true).Cites(Robinson, Secondary))

        .CitesGdpr()
        .CitesGuidelines()
        .Cites(DecisionCode.Consent, "GDPR 6(1)(a), 7; LSSI 21(1)", Secondary)
        .Cites(DecisionCode.MinorWithoutGuardian, "GDPR 8; LOPDGDD 7", Secondary)
        .Cites(DecisionCode.SoftSpam, "LSSI 21(2)", Secondary)
        .Cites(DecisionCode.SoftSpamChannel, "LSSI 21(2)", Secondary)
        .Cites(DecisionCode.SoftSpamOwnOnly, "LSSI 21(2)", Secondary)
        .Cites(DecisionCode.SoftSpamCondition, "LSSI 21(2)", Secondary)
        .Cites(DecisionCode.Listed, Robinson, Secondary)
        .Cites(DecisionCode.ListNotChecked, Robinson, Secondary)
        .Cites(DecisionCode.ListStale, Robinson, Secondary)
        .Build();
}
