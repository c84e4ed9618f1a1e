using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What is told of a statement, an acceptance or a whole change. Each has its row in <see cref="ChangeTable"/>; its written form is <see cref="ChangeTable.NameOf"/>.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ChangeCode>))]
public enum ChangeCode
{
    /// <summary>EVIDENCE_REQUIRED: one-contact port; a permissive statement does not name who acted and how (GDPR art. 7(1)). Refused; in bulk it is recorded as asserted.</summary>
    EvidenceRequired = 0,

    /// <summary>LIFT_NOT_NOTIFIED: one-contact port; the controller lifts a restriction without a ground, or without the note that the person was told first (art. 18(3)). Refused.</summary>
    LiftNotNotified,

    /// <summary>PENDING_CONFIRMATION: a yes that the person still has to confirm. Recorded, and never in force; the confirmation says it again.</summary>
    PendingConfirmation,

    /// <summary>OCCURRED_IN_FUTURE: a permissive statement or an acceptance is dated further ahead of our clock than <see cref="ConsentRules.FutureTolerance"/> allows: refused. A no dated ahead of our clock counts as said now.</summary>
    OccurredInFuture,

    /// <summary>OCCURRED_IMPLAUSIBLE: dated before <see cref="ConsentRules.EarliestPlausible"/>. Something permissive is refused; a no counts as said now.</summary>
    OccurredImplausible,

    /// <summary>UNKNOWN_PURPOSE: a path that the taxonomy does not know. A give is refused; another statement is recorded and takes effect once the taxonomy has it. The nearest known path is told.</summary>
    UnknownPurpose,

    /// <summary>RETIRED_PURPOSE: a give to a purpose that is no longer used. Refused.</summary>
    RetiredPurpose,

    /// <summary>GIVE_ON_GROUP: a give to a group; consent is given to purposes (art. 4(11), specific). Refused.</summary>
    GiveOnGroup,

    /// <summary>NOT_PERMITTED: the actor may make only protective statements for this contact. The permissive ones and the acceptance are refused, the protective ones applied.</summary>
    NotPermitted,

    /// <summary>REASON_REQUIRED: the actor's role needs a reason for permissive statements, and none is given. As <see cref="NotPermitted"/>.</summary>
    ReasonRequired,

    /// <summary>SUPERSEDED: another statement outranks it in the fold. Recorded, without effect.</summary>
    Superseded,

    /// <summary>WOULD_WEAKEN: an asserted yes later than a no. Recorded, without effect, and on the quarantine list.</summary>
    WouldWeaken,

    /// <summary>NO_WITHOUT_EFFECT: a later yes of the person outranks this no. Recorded and told, so that the host can ask.</summary>
    NoWithoutEffect,

    /// <summary>STILL_OBJECTED: a give, while an objection is in force on the node told. Recorded; it opens nothing until the objection is retracted.</summary>
    StillObjected,

    /// <summary>STILL_RESTRICTED: a give, while a restriction is in force on the node told. Recorded; it opens nothing until the restriction is lifted.</summary>
    StillRestricted,

    /// <summary>STILL_COVERED: a give that a withdrawal on the covering node told outdates, or a retraction or lift that cannot undo what sits there. Recorded.</summary>
    StillCovered,

    /// <summary>UNCHANGED: the same is in force already, with the same date and weight. Recorded only where its change says anything new.</summary>
    Unchanged,

    /// <summary>REPEATED_CHANGE: the change id was recorded for this contact with the same content. Where is told; what was refused is tried anew, and a no said now that is in force no more is said now again, under an id made from it.</summary>
    RepeatedChange,

    /// <summary>CHANGE_ID_REUSED: the change id was recorded for this contact with other content. The permissive statements and the acceptance are refused, the protective ones applied under an id made from it.</summary>
    ChangeIdReused,

    /// <summary>REVISION_CONFLICT: the contact moved on from the revision that the caller insisted on. The permissive statements and the acceptance are refused, the protective ones applied.</summary>
    RevisionConflict,

    /// <summary>ERASURE_IN_PROGRESS: the contact is being erased (art. 17). Refused; a no is to be sent again when that is done.</summary>
    ErasureInProgress,

    /// <summary>ERASED_BEFORE: the contact was erased and must not be contacted. Refused, but for a later dated act of the person by their own hand.</summary>
    ErasedBefore,

    /// <summary>NOTICE_UNKNOWN: there are published notices, and this version is none of them. Recorded and told; no consent rests on it.</summary>
    NoticeUnknown,

    /// <summary>NOTICE_TEXT_UNKNOWN: the version has published texts, and none of this digest. Recorded and told; no consent rests on it.</summary>
    NoticeTextUnknown,

    /// <summary>NOTICE_OTHER_CONTENT: a notice's version was published before and says something else. The publication is refused; it needs a version of its own.</summary>
    NoticeOtherContent,

    /// <summary>TEXT_CUT: a text was too long, blank or not well-formed, there were more than 16 details, or evidence past 1 MiB. Cut, replaced or left out; the digest of the whole is kept.</summary>
    TextCut,

    /// <summary>INVALID_ITEM: bulk; an item that is nothing, names no contact or throws: refused. One from another source than a program's or an import: its noes are recorded, the rest is refused.</summary>
    InvalidItem,

    /// <summary>NOT_CONFIRMED: told beside ERASED_BEFORE; the statement would have opened the closed contact, and all that it lacks is the person's confirmation. Refused: what they confirm later is recorded then.</summary>
    NotConfirmed,
}
