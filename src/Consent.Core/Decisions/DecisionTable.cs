using System.Collections.Immutable;
using static Consent.DecisionCode;
using static Consent.RuleMark;

namespace Consent;

/// <summary>The rule table: every row and every code, with its article. The documentation is made from it, and tests execute it.</summary>
public static class DecisionTable
{
    private const string Permit = nameof(DecisionOutcome.Permit);
    private const string Deny = nameof(DecisionOutcome.Deny);
    private const string Review = nameof(DecisionOutcome.Review);
    private const string NoBasisWord = nameof(DecisionOutcome.NoBasis);
    private const string Fail = "Fail";

    /// <summary>The version of the rules themselves. It changes whenever a rule's behaviour does.</summary>
    public const string RulesVersion = "1";

    /// <summary>The rows, in the order in which they are asked.</summary>
    public static ImmutableArray<DecisionRule> Rules { get; } =
    [
        new(DecisionRow.Storage, "1", "The operation is to store: a restriction is in force / the purpose has a consent that passes rows 9-14 / neither",
            [(Permit, StorageUnderRestriction), (Permit, DecisionCode.Consent), (NoBasisWord, NotConsentBased)], "GDPR 18(2), 4(3)", Verified),
        new(DecisionRow.Claims, "2", "Legal claims, protecting another's rights, or public interest, with a stated ground",
            [(Permit, ClaimsException)], "GDPR 18(2), 17(3)(e), 21(1)", Verified),
        new(DecisionRow.Erasure, "2''", "The contact, or one linked with it now, is being erased / its stored record was altered", [(Deny, ErasureInProgress), (Deny, RecordAltered)], "GDPR 17, 5(1)(d), 5(1)(f)", Verified),
        new(DecisionRow.Suppression, "2a", "The contact was erased and must not be contacted: the objection of the closed id, or of one linked now, reaches the node", [(Deny, Suppressed)], "GDPR 21(3), 17", Verified),
        new(DecisionRow.KnownPurpose, "2b", "The purpose is retired / unknown or a group", [(NoBasisWord, RetiredPurpose), (NoBasisWord, UnknownPurpose)], "-", Model),
        new(DecisionRow.OperationFits, "2c", "The purpose belongs to another operation, or its channel does not reach the address that is named", [(NoBasisWord, OperationDoesNotFit)], "GDPR 5(1)(b)", Verified),
        new(DecisionRow.Restriction, "3", "A restriction, or a pause of it, is in force on the node or a covering node", [(Deny, Restricted)], "GDPR 18(2)", Verified),
        new(DecisionRow.Objection, "4", "An objection, or a pause of it, is in force on the node or a covering node", [(Deny, Objected)], "GDPR 21(2)-(3)", Verified),
        new(DecisionRow.UnknownEntry, "4a", "An entry of an unknown kind may touch the node or a covering one", [(Review, UnknownEntryKind)], "-", Model),
        new(DecisionRow.ExtendedObjection, "5",
            "An objection is in force on the group `marketing.automatic`, the purpose stands under `marketing.traditional`, and no later attested retraction on `marketing.traditional` or the purpose lifted it",
            [(Deny, ObjectionExtendsToTraditional)], "Garante 15 May 2013, 4 Jul 2013", Corroborated, true),
        new(DecisionRow.RegisterPhone, "6", "A call of either kind; enrolled in the opposition register at or after consent, or without consent; no contract active or ended at most 30 days ago",
            [(Deny, OppositionRegisterPhone)], "L. 5/2018, DPR 26/2022", Verified, true),
        new(DecisionRow.RegisterFresh, "7", "A call of either kind; the register never checked / checked longer ago than 15 days (settable)",
            [(Review, OppositionRegisterNotChecked), (Review, OppositionRegisterStale)], "L. 5/2018, DPR 26/2022", Secondary, true),
        new(DecisionRow.RegisterPostal, "8", "Paper; address from a public directory, enrolled with it, no own consent", [(Deny, OppositionRegisterPostal)], "Codice 130(3-bis)", Verified, true),
        new(DecisionRow.Minors, "9", "A service aimed at minors; age unknown or below 16 (Italy 14), no guardian", [(Fail, MinorWithoutGuardian)], "GDPR 8; Codice 2-quinquies", Verified),
        new(DecisionRow.Demonstrable, "10", "Consent without a notice named, accepted in the same change, or accepted at or before it / under a version, or a text of it, that nobody published, where notices are published / with incomplete evidence, asserted without a notice, or unconfirmed by a method of the double opt-in since its start (switch: Review where this is the only Fail)",
            [(Fail, NoticeMissing), (Fail, DecisionCode.NoticeUnknown), (Fail, NotDemonstrable)], "GDPR 7(1); EDPB 05/2020, 104-108", Verified),
        new(DecisionRow.Confirmation, "11", "No consent in force, and one later than every no waits for the person's confirmation", [(Fail, PendingConfirmation)], "practice", Secondary),
        new(DecisionRow.NoticeCurrent, "12", "A material change superseded the notice that the consent was given under", [(Fail, NoticeMateriallyChanged)], "EDPB 05/2020, 110", Verified),
        new(DecisionRow.Validity, "13", "The validity of the jurisdiction or the purpose (default: none; preset `IT-2005`: 24 and 12 months), or the date that it was given until, has passed / the date that it was given from is to come (then row 14 only where a no is on record)", [(Fail, ConsentExpired), (Fail, ConsentNotYet)], "EDPB 05/2020, 110-111", Verified),
        new(DecisionRow.Standing, "14", "No consent in force: withdrawn / refused / erased, and nothing given since / never asked; or not later than the latest objection ever said, since lifted (a reading; switch, on)",
            [(Fail, ConsentWithdrawn), (Fail, ConsentRefused), (Fail, Erased), (Fail, ConsentNeverAsked), (Fail, ConsentPredatesObjection)], "GDPR 7(3)", Verified),
        new(DecisionRow.Consent, "15", "A consent in force that passes rows 9-14", [(Permit, DecisionCode.Consent)], "GDPR 6(1)(a), 7", Verified),
        new(DecisionRow.RefusalBlocks, "16", "A no on the purpose blocks the other bases (for soft spam a switch, on); a no on the soft-spam purpose blocks soft spam always",
            [(Fail, RefusedByPerson)], "GDPR 7(3); Codice 130(4)", RuleMark.Reading),
        new(DecisionRow.SoftSpamScope, "17", "Soft spam for a channel other than email (paper: row 20) / for a third party", [(Fail, SoftSpamChannel), (Fail, SoftSpamOwnOnly)], "Codice 130(4)", Secondary),
        new(DecisionRow.SoftSpamConditions, "18",
            "Soft spam with a condition missing: own similar products stated; the soft-spam purpose consented to, or nothing said and the sale facts hold; that purpose clear of restrictions and objections",
            [(Fail, SoftSpamCondition)], "Codice 130(4)", Verified),
        new(DecisionRow.SoftSpamByEmail, "19", "Soft spam by email that passes rows 16-18; an opt-out must be included", [(Permit, SoftSpamEmail)], "Codice 130(4); ePrivacy 13(2); CJEU C-654/23", Verified),
        new(DecisionRow.SoftSpamByPaper, "20", "Soft spam on paper, where the jurisdiction says so (switch, off) and the address source is known", [(Permit, SoftSpamPaper)], "Garante 19 Jun 2008", Unverified, true),
        new(DecisionRow.ExtendedConsent, "21",
            "Under `marketing.traditional`: a consent to an automatic purpose (switch: all) that is clear and passes rows 9-14, under a notice that says so; never the reverse",
            [(Permit, AutomatedCoversTraditional), (Fail, TraditionalDoesNotCoverAutomated)], "Garante 15 May 2013", Corroborated, true),
        new(DecisionRow.Directory, "22", "An operator's call or paper, address from a public directory, not enrolled, the register checked lately", [(Permit, DirectoryOptOut)], "Codice 130(3-bis)", Verified, true),
        new(DecisionRow.ConsentOnly, "23", "Profiling and transfers: row 15 only; no other basis, and a parent's consent is never a child's", [], "Garante 4 Jul 2013", Secondary),
        new(DecisionRow.NothingLeft, "24", "Nothing permitted it", [(NoBasisWord, DecisionCode.NoBasis)], "GDPR 6(1)", Verified),
        new(DecisionRow.AfterRestore, "last", "Any Permit while a restored database waits for confirmation", [(Review, DecisionCode.AfterRestore)], "GDPR 5(1)(d), (f)", Verified),
    ];

    private static readonly string[] s_names = [.. Enum.GetNames<DecisionCode>().Select(CodeName.Of)];

    private static readonly string[] s_articles =
        [.. Enum.GetValues<DecisionCode>().Select(code => Rules.First(r => r.Outcomes.Any(o => o.Code == code)).Article)];

    /// <summary>The written form of a code: <c>CONSENT_WITHDRAWN</c>.</summary>
    public static string NameOf(DecisionCode code) => s_names[(int)code];

    /// <summary>The source of a code: <c>GDPR 7(3)</c>.</summary>
    public static string ArticleOf(DecisionCode code) => code == DecisionCode.Consent ? "GDPR 6(1)(a), 7" : s_articles[(int)code];
}
