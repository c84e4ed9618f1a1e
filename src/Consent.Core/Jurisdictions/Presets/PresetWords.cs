using static Consent.DecisionCode;
using static Consent.RuleMark;

namespace Consent;

/// <summary>What presets say alike.</summary>
internal static class PresetWords
{
    /// <summary>Midnight at the beginning of a day, in the time zone of the jurisdiction: hours ahead of UTC on that day.</summary>
    public static Timestamp Day(int year, int month, int day, int hours) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.FromHours(hours));

    public static JurisdictionBuilder Preset(string name, string code) => Jurisdiction.Define(name, code).Version(Jurisdiction.PresetVersion).CitesTheModel();

    /// <summary>The articles of the GDPR behind the codes; of the British one with its own name.</summary>
    public static JurisdictionBuilder CitesGdpr(this JurisdictionBuilder law, string gdpr = "GDPR") => law
        .Cites(StorageUnderRestriction, $"{gdpr} 18(2), 4(3)", Verified)
        .Cites(NotConsentBased, $"{gdpr} 18(2), 4(3)", Verified)
        .Cites(ClaimsException, $"{gdpr} 17(3)(e), 18(2), 21(1)", Verified)
        .Cites(OverrideToBeShown, $"{gdpr} 18(2), 21(1)", RuleMark.Reading)
        .Cites(ErasureInProgress, $"{gdpr} 17", Verified)
        .Cites(RecordAltered, $"{gdpr} 5(1)(d), (f)", Verified)
        .Cites(Suppressed, $"{gdpr} 21(3), 17", Verified)
        .Cites(Deceased, $"{gdpr} 5(1)(d)", Verified)
        .Cites(OperationDoesNotFit, $"{gdpr} 5(1)(b)", Verified)
        .Cites(Restricted, $"{gdpr} 18(2)", Verified)
        .Cites(Objected, $"{gdpr} 21(2)-(3)", Verified)
        .Cites(MinorWithoutGuardian, $"{gdpr} 8", Verified)
        .Cites(NoticeMissing, $"{gdpr} 4(11), 7(1)", Verified)
        .Cites(NoticeUnknown, $"{gdpr} 4(11), 7(1)", Verified)
        .Cites(NotDemonstrable, $"{gdpr} 4(11), 7(1)", Verified)
        .Cites(ConsentExpired, $"{gdpr} 5(1)(e)", Verified)
        .Cites(ConsentNotYet, $"{gdpr} 5(1)(e)", Verified)
        .Cites(ConsentWithdrawn, $"{gdpr} 7(3)", Verified)
        .Cites(ConsentRefused, $"{gdpr} 7(3)", Verified)
        .Cites(Erased, $"{gdpr} 7(3)", Verified)
        .Cites(ConsentNeverAsked, $"{gdpr} 7(3)", Verified)
        .Cites(ConsentPredatesObjection, $"{gdpr} 7(3)", RuleMark.Reading)
        .Cites(DecisionCode.Consent, $"{gdpr} 6(1)(a), 7", Verified)
        .Cites(RefusedByPerson, $"{gdpr} 7(3)", RuleMark.Reading)
        .Cites(LegitimateInterest, $"{gdpr} 6(1)(f)", Verified)
        .Cites(Contract, $"{gdpr} 6(1)(b)", Verified)
        .Cites(LegalObligation, $"{gdpr} 6(1)(c)", Verified)
        .Cites(BasisNotStated, $"{gdpr} 6(1)(b), (c)", RuleMark.Reading)
        .Cites(MayAsk, $"{gdpr} 7", RuleMark.Reading)
        .Cites(AlreadyGiven, $"{gdpr} 7", RuleMark.Reading)
        .Cites(AskedLately, $"{gdpr} 7(3)", RuleMark.Reading)
        .Cites(NoBasis, $"{gdpr} 6(1)", Verified)
        .Cites(AfterRestore, $"{gdpr} 5(1)(d), (f)", Verified);

    /// <summary>What the Union's guidelines add, for its members.</summary>
    public static JurisdictionBuilder CitesGuidelines(this JurisdictionBuilder law) => law
        .Cites(MinorWithoutGuardian, "GDPR 8; EDPB 05/2020, 132-149", Verified)
        .Cites(NoticeMateriallyChanged, "EDPB 05/2020, 110", Verified);

    /// <summary>An interest in post, as a setting: off.</summary>
    public static JurisdictionBuilder PostByInterest(this JurisdictionBuilder law, string cites, RuleMark mark = Secondary) =>
        law.Rule(ContactRule.Interest, r => r.Channels(Channel.Paper).Setting("post-by-interest").Cites(cites, mark));

    private static JurisdictionBuilder CitesTheModel(this JurisdictionBuilder law) => law
        .Cites(UnknownEntryKind, "-", Model)
        .Cites(RetiredPurpose, "-", Model)
        .Cites(UnknownPurpose, "-", Model);
}
