using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Why a decision is as it is. Each has its row in <see cref="DecisionTable"/> and its source in the jurisdiction; its written form is <see cref="DecisionTable.NameOf"/>.</summary>
[JsonConverter(typeof(ConsentJsonConverter<DecisionCode>))]
public enum DecisionCode
{
    /// <summary>NO_BASIS: nothing permitted it.</summary>
    NoBasis = 0,

    /// <summary>STORAGE_UNDER_RESTRICTION: restricted data may still be kept.</summary>
    StorageUnderRestriction,

    /// <summary>CONSENT: the person consented, and it can be shown.</summary>
    Consent,

    /// <summary>NOT_CONSENT_BASED: keeping does not rest on consent. Never a reason to delete the record of a no.</summary>
    NotConsentBased,

    /// <summary>CLAIMS_EXCEPTION: legal claims, others' rights or public interest, on the stated ground.</summary>
    ClaimsException,

    /// <summary>ERASURE_IN_PROGRESS: being erased.</summary>
    ErasureInProgress,

    /// <summary>RECORD_ALTERED: the stored record is not what was written: somebody changed it, or the disk is failing.</summary>
    RecordAltered,

    /// <summary>SUPPRESSED: erased, and not to be contacted.</summary>
    Suppressed,

    /// <summary>RETIRED_PURPOSE: the purpose is no longer used.</summary>
    RetiredPurpose,

    /// <summary>UNKNOWN_PURPOSE: the taxonomy does not know it, or it is a group.</summary>
    UnknownPurpose,

    /// <summary>OPERATION_DOES_NOT_FIT: the purpose is of another family than the operation.</summary>
    OperationDoesNotFit,

    /// <summary>RESTRICTED: restricted, here or on a covering node.</summary>
    Restricted,

    /// <summary>OBJECTED: objected to, here or on a covering node.</summary>
    Objected,

    /// <summary>UNKNOWN_ENTRY_KIND: an entry of a kind that this version does not know may touch it.</summary>
    UnknownEntryKind,

    /// <summary>OVERRIDE_TO_BE_SHOWN: the person objects to all processing; that the ground overrides this is for somebody to show.</summary>
    OverrideToBeShown,

    /// <summary>DECEASED: the person has died.</summary>
    Deceased,

    /// <summary>OBJECTION_EXTENDS: an objection to another group reaches this one.</summary>
    ObjectionExtends,

    /// <summary>LISTED: enrolled in a do-not-contact list, which the decision names.</summary>
    Listed,

    /// <summary>LIST_NOT_CHECKED: such a list was never checked.</summary>
    ListNotChecked,

    /// <summary>LIST_STALE: such a list was checked too long ago.</summary>
    ListStale,

    /// <summary>MINOR_WITHOUT_GUARDIAN: a minor, or one who may be, and no guardian consented.</summary>
    MinorWithoutGuardian,

    /// <summary>NOTICE_MISSING: consent without a notice named or accepted at or before it.</summary>
    NoticeMissing,

    /// <summary>NOT_DEMONSTRABLE: the evidence of consent is incomplete.</summary>
    NotDemonstrable,

    /// <summary>PENDING_CONFIRMATION: the person said yes and still has to confirm it.</summary>
    PendingConfirmation,

    /// <summary>NOTICE_MATERIALLY_CHANGED: the notice changed materially since.</summary>
    NoticeMateriallyChanged,

    /// <summary>CONSENT_EXPIRED: its validity, or the date that it was given until, has passed.</summary>
    ConsentExpired,

    /// <summary>CONSENT_NOT_YET: the date that it was given from is to come.</summary>
    ConsentNotYet,

    /// <summary>CONSENT_WITHDRAWN: given once, and taken back.</summary>
    ConsentWithdrawn,

    /// <summary>CONSENT_REFUSED: never given, and refused.</summary>
    ConsentRefused,

    /// <summary>ERASED: what was said before was erased, and does not count again; nothing was given since.</summary>
    Erased,

    /// <summary>CONSENT_NEVER_ASKED: nothing on record.</summary>
    ConsentNeverAsked,

    /// <summary>CONSENT_PREDATES_OBJECTION: an objection came after the consent and was taken back; the consent was not renewed.</summary>
    ConsentPredatesObjection,

    /// <summary>REFUSED_BY_PERSON: a no also blocks the other bases.</summary>
    RefusedByPerson,

    /// <summary>SOFT_SPAM_CHANNEL: the customer exception is not for this channel.</summary>
    SoftSpamChannel,

    /// <summary>SOFT_SPAM_OWN_ONLY: the customer exception is for own products only.</summary>
    SoftSpamOwnOnly,

    /// <summary>SOFT_SPAM_CONDITION: a condition of the customer exception is missing; the decision names it.</summary>
    SoftSpamCondition,

    /// <summary>SOFT_SPAM: own similar offers to a customer (soft opt-in).</summary>
    SoftSpam,

    /// <summary>CONSENT_EXTENDS: a consent to another group reaches this one.</summary>
    ConsentExtends,

    /// <summary>CONSENT_DOES_NOT_EXTEND: never the reverse.</summary>
    ConsentDoesNotExtend,

    /// <summary>OPT_OUT: permitted until a no.</summary>
    OptOut,

    /// <summary>SUBSCRIBER_KIND: this kind of subscriber may be contacted until a no.</summary>
    SubscriberKind,

    /// <summary>LEGITIMATE_INTEREST: an interest that was assessed, until a no.</summary>
    LegitimateInterest,

    /// <summary>NATIONAL_LAW_DECIDES: of companies, national law decides, and none is named.</summary>
    NationalLawDecides,

    /// <summary>AFTER_RESTORE: a restored database waits for confirmation.</summary>
    AfterRestore,

    /// <summary>NOTICE_UNKNOWN: consent under a notice version, or a text of it, that nobody published, where notices are.</summary>
    NoticeUnknown,

    /// <summary>CONTRACT: the purpose rests on a contract, and one is stated.</summary>
    Contract,

    /// <summary>LEGAL_OBLIGATION: the purpose rests on a duty of the host by law, and it is stated.</summary>
    LegalObligation,

    /// <summary>MAY_ASK: the person may be asked for their consent.</summary>
    MayAsk,

    /// <summary>ALREADY_GIVEN: there is a consent in force, and it is not to be renewed yet; nothing is to be asked.</summary>
    AlreadyGiven,

    /// <summary>ASKED_LATELY: they refused, withdrew or put off the answer, and the jurisdiction's term since is not over.</summary>
    AskedLately,

    /// <summary>BASIS_NOT_STATED: the purpose rests on a contract or a duty by law, and the request did not state it.</summary>
    BasisNotStated,
}
