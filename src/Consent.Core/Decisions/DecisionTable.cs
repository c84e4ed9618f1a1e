using System.Collections.Immutable;
using static Consent.DecisionCode;
using static Consent.RuleMark;

namespace Consent;

/// <summary>The rule table: every row and every code, with its source in the law of the Union. The documentation is made from it, and tests execute it.</summary>
public static class DecisionTable
{
    private const string Permit = nameof(DecisionOutcome.Permit);
    private const string Deny = nameof(DecisionOutcome.Deny);
    private const string Review = nameof(DecisionOutcome.Review);
    private const string NoBasisWord = nameof(DecisionOutcome.NoBasis);
    private const string Fail = "Fail";

    /// <summary>The version of the rules themselves. It changes whenever a rule's behaviour does.</summary>
    public const string RulesVersion = "2";

    /// <summary>The rows, in the order in which they are asked.</summary>
    public static ImmutableArray<DecisionRule> Rules { get; } =
    [
        new(DecisionRow.Storage, "1", "The operation is to store: a restriction is in force / the purpose has a consent that passes rows 9-14 / neither",
            [(Permit, StorageUnderRestriction), (Permit, DecisionCode.Consent), (NoBasisWord, NotConsentBased)], "GDPR 18(2), 4(3)", Verified),
        new(DecisionRow.Claims, "2", "Legal claims, protecting another's rights, or public interest, with a stated ground", [(Permit, ClaimsException)], "GDPR 18(2), 17(3)(e), 21(1)", Verified),
        new(DecisionRow.Override, "2'", "Protecting another's rights, or public interest, with a stated ground, while an objection to everything is in force", [(Review, OverrideToBeShown)], "GDPR 18(2), 21(1)", RuleMark.Reading),
        new(DecisionRow.Erasure, "2''", "The contact, or one linked with it now, is being erased / its stored record was altered", [(Deny, ErasureInProgress), (Deny, RecordAltered)], "GDPR 17, 5(1)(d), 5(1)(f)", Verified),
        new(DecisionRow.Service, "4b",
            "The purpose declares a contract / a duty by law as its basis, and that is stated; no restriction, and no objection or withdrawal on the purpose itself or a group of nothing but such that no later attested consent to it, and no compelling grounds that row 4 takes, answer; rows 2d, 2b, 2c, 3 and 4a passed",
            [(Permit, Contract), (Permit, LegalObligation)], "GDPR 6(1)(b), (c)", Verified),
        new(DecisionRow.Suppression, "2a", "The contact was erased and must not be contacted: the objection of the closed id, or of one linked now, reaches the node", [(Deny, Suppressed)], "GDPR 21(3), 17", Verified),
        new(DecisionRow.Deceased, "2d", "The person is stated to have died", [(Deny, DecisionCode.Deceased)], "GDPR 5(1)(d)", Verified),
        new(DecisionRow.KnownPurpose, "2b", "The purpose is retired / unknown or a group", [(NoBasisWord, RetiredPurpose), (NoBasisWord, UnknownPurpose)], "-", Model),
        new(DecisionRow.OperationFits, "2c", "The purpose belongs to another operation, or its channel does not reach the address that is named", [(NoBasisWord, OperationDoesNotFit)], "GDPR 5(1)(b)", Verified),
        new(DecisionRow.Restriction, "3", "A restriction, or a pause of it, is in force on the node or a covering node", [(Deny, Restricted)], "GDPR 18(2)", Verified),
        new(DecisionRow.Objection, "4", "An objection, or a pause of it, is in force on the node or a covering node; not where the request serves no direct marketing and states compelling grounds", [(Deny, Objected)], "GDPR 21(1)-(3)", Verified),
        new(DecisionRow.UnknownEntry, "4a", "An entry of an unknown kind may touch the node or a covering one", [(Review, UnknownEntryKind)], "-", Model),
        new(DecisionRow.ExtendedObjection, "5",
            "An objection is in force on a group that reaches this one, and no attested retraction on this group, a node of it above the purpose, or the purpose, nor an attested consent to it, is dated at or after it",
            [(Deny, ObjectionExtends)], "-", Secondary),
        new(DecisionRow.Lists, "6",
            "A do-not-contact list that is asked has the person, and no consent that passes rows 9-14 is later or given within a contract, as the list says / it was never checked / checked too long ago",
            [(Deny, Listed), (Review, ListNotChecked), (Review, ListStale)], "-", Verified),
        new(DecisionRow.Minors, "9", "The consent is not a guardian's, and the age at the consent or now is stated below the limit, or the service is aimed at minors and the age at the consent not stated", [(Fail, MinorWithoutGuardian)], "GDPR 8; EDPB 05/2020, 132-149", Verified),
        new(DecisionRow.Demonstrable, "10", "Consent without a notice named, accepted in the same change, or accepted at or before it / under a version, or a text of it, that nobody published, where notices are published / with incomplete evidence, asserted without a notice, unconfirmed by a method of the double opt-in since its start, or short of the proof that the jurisdiction asks of its method (switch: Review where this is the only Fail)",
            [(Fail, NoticeMissing), (Fail, DecisionCode.NoticeUnknown), (Fail, NotDemonstrable)], "GDPR 4(11), 7(1); EDPB 05/2020, 104-108", Verified),
        new(DecisionRow.Confirmation, "11", "No consent in force, and one later than every no waits for the person's confirmation", [(Fail, PendingConfirmation)], "practice", Secondary),
        new(DecisionRow.NoticeCurrent, "12", "A material change superseded the notice that the consent was given under", [(Fail, NoticeMateriallyChanged)], "EDPB 05/2020, 110", Verified),
        new(DecisionRow.Validity, "13", "The validity of the jurisdiction or the purpose, or the date that it was given until, has passed / the date that it was given from is to come (then row 14 only where a no is on record)", [(Fail, ConsentExpired), (Fail, ConsentNotYet)], "GDPR 5(1)(e)", Verified),
        new(DecisionRow.Standing, "14", "No consent in force: withdrawn / refused / erased, and nothing given since / never asked; or not later than the latest objection ever said, since lifted (a reading; switch, on)",
            [(Fail, ConsentWithdrawn), (Fail, ConsentRefused), (Fail, Erased), (Fail, ConsentNeverAsked), (Fail, ConsentPredatesObjection)], "GDPR 7(3)", Verified),
        new(DecisionRow.Consent, "15", "A consent in force that passes rows 9-14; to the use of a channel for soft spam, an attested one", [(Permit, DecisionCode.Consent)], "GDPR 6(1)(a), 7", Verified),
        new(DecisionRow.ServiceOnly, "15'", "The purpose declares a contract / a duty by law as its basis, and that is not stated; no no to the purpose itself that would stop row 4b. Such a purpose is asked of no row below", [(Fail, BasisNotStated)], "GDPR 6(1)(b), (c)", RuleMark.Reading),
        new(DecisionRow.RefusalBlocks, "16", "A no blocks the other bases: withdrawn, or said to a covering node; refused without ever a consent (for the customer exception a switch, on); a no to the use itself", [(Fail, RefusedByPerson)], "GDPR 7(3)", RuleMark.Reading),
        new(DecisionRow.SoftSpamScope, "17", "The customer exception for a channel that it does not reach / for a third party's offer", [(Fail, SoftSpamChannel), (Fail, SoftSpamOwnOnly)], "Directive 2002/58, 13(2)", Verified),
        new(DecisionRow.SoftSpamConditions, "18", "The customer exception with a condition missing: own similar products; the sale with its reference, date, kind, the address given in it and the person told then; no stated minor; the use itself clear",
            [(Fail, SoftSpamCondition)], "Directive 2002/58, 13(2)", Verified),
        new(DecisionRow.SoftSpam, "19", "The customer exception that passes rows 16-18; an opt-out must be included", [(Permit, DecisionCode.SoftSpam)], "Directive 2002/58, 13(2), 2(h); CJEU C-654/23", Verified),
        new(DecisionRow.ExtendedConsent, "21", "A consent to another group that reaches this one, clear and passing rows 9-14, under a notice that says so / never the reverse", [(Permit, DecisionCode.ConsentExtends), (Fail, ConsentDoesNotExtend)], "-", Verified),
        new(DecisionRow.OptOut, "22", "The jurisdiction permits it until a no, its conditions are stated, and no list that is asked has the person", [(Permit, DecisionCode.OptOut)], "-", Verified),
        new(DecisionRow.SubscriberKind, "22a", "The jurisdiction leaves this kind of subscriber free, or presumes their consent, and its conditions are stated", [(Permit, DecisionCode.SubscriberKind)], "Directive 2002/58, 13(5)", Verified),
        new(DecisionRow.Interest, "22b", "The jurisdiction takes a legitimate interest, and one that was assessed is stated", [(Permit, LegitimateInterest)], "GDPR 6(1)(f), recital 47; EDPB 1/2024", Secondary),
        new(DecisionRow.NationalLaw, "22d", "Nothing permitted it, no no is on record, the subscriber is stated to be a legal person, and the jurisdiction leaves that to national law, which the request does not name", [(Review, NationalLawDecides)], "Directive 2002/58, 13(5)", Verified),
        new(DecisionRow.ConsentOnly, "23", "Profiling and transfers: consent only, unless the jurisdiction has a rule of its own; a parent's consent is never a child's", [], "GDPR 6", Secondary),
        new(DecisionRow.Asking, "A", "To ask for consent, rows 2'' to 4a but 2c passed: there is a consent that passes rows 9-14 and is not to be renewed yet / the id, or one linked now, is closed / refused, withdrawn or put off less than the jurisdiction's term ago / none of these",
            [(NoBasisWord, AlreadyGiven), (NoBasisWord, Erased), (Deny, AskedLately), (Permit, MayAsk)], "GDPR 7", RuleMark.Reading),
        new(DecisionRow.NothingLeft, "24", "Nothing permitted it; the code is the first reason that somebody could do something about, else this", [(NoBasisWord, DecisionCode.NoBasis)], "GDPR 6(1)", Verified),
        new(DecisionRow.AfterRestore, "last", "Any Permit, but those of rows 1 to 2', while a restored database waits for confirmation", [(Review, DecisionCode.AfterRestore)], "GDPR 5(1)(d), (f)", Verified),
    ];

    private static readonly string[] s_names = [.. Enum.GetNames<DecisionCode>().Select(CodeName.Of)];

    /// <summary>The written form of a code: <c>CONSENT_WITHDRAWN</c>.</summary>
    public static string NameOf(DecisionCode code) => s_names[(int)code];

    /// <summary>The code of a written form; <see langword="null"/>: none has it.</summary>
    public static DecisionCode? Find(string name)
    {
        var place = Array.IndexOf(s_names, name);
        return place < 0 ? null : (DecisionCode)place;
    }
}
