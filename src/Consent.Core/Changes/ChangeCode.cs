namespace Consent;

/// <summary>What is told of a statement, an acceptance or a whole change. Each has its row in <see cref="ChangeTable"/>; its written form is <see cref="ChangeTable.NameOf"/>.</summary>
public enum ChangeCode
{
    /// <summary>EVIDENCE_REQUIRED.</summary>
    EvidenceRequired = 0,

    /// <summary>LIFT_NOT_NOTIFIED.</summary>
    LiftNotNotified,

    /// <summary>OCCURRED_IN_FUTURE.</summary>
    OccurredInFuture,

    /// <summary>UNKNOWN_PURPOSE.</summary>
    UnknownPurpose,

    /// <summary>RETIRED_PURPOSE.</summary>
    RetiredPurpose,

    /// <summary>GIVE_ON_GROUP.</summary>
    GiveOnGroup,

    /// <summary>NOT_PERMITTED.</summary>
    NotPermitted,

    /// <summary>REASON_REQUIRED.</summary>
    ReasonRequired,

    /// <summary>SUPERSEDED.</summary>
    Superseded,

    /// <summary>WOULD_WEAKEN.</summary>
    WouldWeaken,

    /// <summary>NO_WITHOUT_EFFECT.</summary>
    NoWithoutEffect,

    /// <summary>STILL_OBJECTED.</summary>
    StillObjected,

    /// <summary>STILL_RESTRICTED.</summary>
    StillRestricted,

    /// <summary>STILL_COVERED.</summary>
    StillCovered,

    /// <summary>UNCHANGED.</summary>
    Unchanged,

    /// <summary>REPEATED_CHANGE.</summary>
    RepeatedChange,

    /// <summary>CHANGE_ID_REUSED.</summary>
    ChangeIdReused,

    /// <summary>REVISION_CONFLICT.</summary>
    RevisionConflict,

    /// <summary>ERASURE_IN_PROGRESS.</summary>
    ErasureInProgress,

    /// <summary>ERASED_BEFORE.</summary>
    ErasedBefore,
}
