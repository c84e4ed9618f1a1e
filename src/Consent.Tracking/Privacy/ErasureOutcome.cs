namespace Consent.Tracking;

/// <summary>What became of a request to erase.</summary>
public enum ErasureOutcome
{
    /// <summary>Erased, and nothing is kept.</summary>
    Erased = 0,

    /// <summary>Erased, and kept only as an id that must not be contacted: tell the person so.</summary>
    ErasedAndSuppressed = 1,

    /// <summary>Nothing was on record.</summary>
    NothingOnRecord = 2,

    /// <summary>Refused, as <c>ERASURE_HELD</c>: the person is under a legal hold (art. 17(3)(e)).</summary>
    Held = 3,
}
