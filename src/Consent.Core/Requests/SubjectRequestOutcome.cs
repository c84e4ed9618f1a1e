namespace Consent;

/// <summary>What became of a word about a request.</summary>
public enum SubjectRequestOutcome
{
    /// <summary>It is on record now.</summary>
    Recorded = 0,

    /// <summary>It was on record already, just so; nothing was written.</summary>
    Repeated = 1,

    /// <summary>No request has this number.</summary>
    NotOnRecord = 2,

    /// <summary>The request was answered or refused before: nothing follows an answer.</summary>
    AlreadyAnswered = 3,

    /// <summary>The request was extended before: once is all there is (GDPR art. 12(3)).</summary>
    AlreadyExtended = 4,

    /// <summary>The first month is over, or was when the person was told: no extension any more (art. 12(3)).</summary>
    FirstMonthIsOver = 5,

    /// <summary>It is dated before the request was received.</summary>
    BeforeReceipt = 6,
}
