using static Consent.Channel;
using static Consent.RuleMark;

namespace Consent;

/// <summary>Italy: the Codice, the register of oppositions (RPO), the Garante's decisions.</summary>
internal static class ItalyPreset
{
    private const string SoftSpam = "Codice 130(4)";
    private const string Extension = "Garante 242/2013 (2543820)";
    private const string Register = "L. 5/2018, 1(5)-(7); DPR 26/2022, 7(4), 7(7), 8(2)";

    public static Jurisdiction Make() => PresetWords.Preset("Italy", "IT")
        .Minors(14)

        // The contracting party is protected, person or not.
        .Rule(ContactRule.OptIn, r => r.Channels(Email, Sms, Push, InstantMessage, AutomatedPhone).Cites("Codice 130(1)-(2)", Verified))
        .Rule(ContactRule.OptOut, r => r.Channels(Phone, Paper).When(LawCondition.PublicDirectory).Cites("Codice 130(3), 130(3-bis)", Verified))
        .OptInOnly(p => p.Channels(Phone, AutomatedPhone, Email, Sms, InstantMessage, Push).Sectors(Sector.Electricity, Sector.Gas).From(PresetWords.Day(2026, 6, 19, hours: 2))
            .Cites("Conversion of the 2026 \"decreto bollette\"", Secondary))

        .CustomerException(e => e.Channels(Email).Sale(SaleKind.Paid).Cites("Codice 130(4); Garante 9920942, 10040382, 10102462", Verified))
        .CustomerException(e => e.Channels(Email).Sale(SaleKind.Indirect).Setting("indirect-sale").Cites("CJEU C-654/23, against Cass. 15881/2025", Verified))
        .CustomerException(e => e.Channels(Paper).Sale(SaleKind.Paid).Setting("soft-spam-on-paper").Cites("Garante 19 Jun 2008", Unverified))

        .List("RPO", l => l.Channels(Phone, AutomatedPhone, Paper).DirectoryOnly(Paper)
            .CheckHolds(15, Phone, AutomatedPhone).CheckHolds(30, Paper).CheckHolds(15)
            .LaterConsentPasses().RenewalCounts().BlocksTransfers().ContractPasses(endedWithinDays: 30)
            .Cites(Register, Verified))

        .ObjectionExtends(Purposes.Marketing.Automatic.Group, Purposes.Marketing.Traditional.Group, p => p.Cites(Extension, Secondary))
        .ConsentExtends(Purposes.Marketing.Automatic.Group, Purposes.Marketing.Traditional.Group, needsAll: true, p => p.Cites("Garante 242/2013 (2543820), 9826417", Verified))
        .ConsentExtends(Purposes.Marketing.Automatic.Group, Purposes.Marketing.Traditional.Group, needsAll: false, p => p.Setting("extension-from-one").Cites("Garante 242/2013 (2543820), 9826417", Verified))

        .DoubleOptIn(new(), p => p.Setting("double-opt-in").Cites("Garante 10040382, 330/2025 (10143278)", Secondary))
        .Validity(24, p => p.Operations(Operation.ToContact).Setting("garante-guideline").Cites("Garante 9995808, 9920942, 10110241", Verified), fromLastActivity: true)
        .Validity(12, p => p.Operations(Operation.Profiling).Setting("garante-guideline").Cites("Garante 9995808, 9920942, 10110241", Verified), fromLastActivity: true)
        .Proof(StatementProof.Reference | StatementProof.TextDigest | StatementProof.Confirmed, [Evidence.WebFormMethod], p => p.Operations(Operation.ToContact, Operation.Profiling, Operation.TransferToThirdParty)
            .Setting("strict-proof").Cites("Garante 9737185, 9870014, 330/2025", Secondary))
        .ProofKept(60, ProofKeptFrom.End, p => p.Setting("proof-kept-five-years", isOn: true))
        .Obliges(Obligations.IncludeOptOut, p => p.Channels(Email, Sms, InstantMessage, Push).Cites("Codice 130(4)-(5)", Verified))
        .Obliges(Obligations.ShowNumber | Obligations.NameSource | Obligations.NameRegister, p => p.Channels(Phone, AutomatedPhone).Cites("DPR 26/2022, 9-10", Verified))
        .Obliges(Obligations.CallingHours, p => p.Channels(Phone, AutomatedPhone).From(PresetWords.Day(2024, 9, 28, hours: 2)).Cites("Code of conduct on telemarketing", Secondary))
        .Obliges(Obligations.NameTransferee, p => p.Operations(Operation.TransferToThirdParty).Cites("L. 5/2018, 1(8)", Verified))

        .CitesGdpr()
        .CitesGuidelines()
        .Cites(DecisionCode.Consent, "GDPR 6(1)(a), 7; Codice 130(1)-(2)", Verified)
        .Cites(DecisionCode.Deceased, "GDPR 5(1)(d); Codice 2-terdecies", Verified)
        .Cites(DecisionCode.MinorWithoutGuardian, "GDPR 8; Codice 2-quinquies", Verified)
        .Cites(DecisionCode.PendingConfirmation, "Garante 10040382, 330/2025 (10143278)", Secondary)
        .Cites(DecisionCode.SoftSpam, SoftSpam, Verified)
        .Cites(DecisionCode.SoftSpamChannel, SoftSpam, Verified)
        .Cites(DecisionCode.SoftSpamOwnOnly, SoftSpam, Verified)
        .Cites(DecisionCode.SoftSpamCondition, SoftSpam, Verified)
        .Cites(DecisionCode.RefusedByPerson, "GDPR 7(3); Codice 130(4)", RuleMark.Reading)
        .Cites(DecisionCode.Listed, Register, Verified)
        .Cites(DecisionCode.ListNotChecked, Register, Verified)
        .Cites(DecisionCode.ListStale, Register, Verified)
        .Cites(DecisionCode.ObjectionExtends, Extension, Secondary)
        .Cites(DecisionCode.ConsentExtends, Extension, Verified)
        .Cites(DecisionCode.ConsentDoesNotExtend, Extension, Verified)
        .Cites(DecisionCode.OptOut, "Codice 130(3-bis)", Verified)
        .Build();
}
