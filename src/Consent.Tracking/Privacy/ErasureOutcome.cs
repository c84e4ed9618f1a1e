namespace Consent.Tracking;

/// <summary>What became of a request to erase.</summary>
public enum ErasureOutcome
{
    /// <summary>Erased. That it was is kept with a keyed digest of the id, so that nothing said before counts again: tell the person so.</summary>
    Erased = 0,

    /// <summary>
    /// Erased, and kept as an id that must not be contacted: tell the person so. That is what comes of <see cref="ErasureKeeps.NeverContact"/>, where nothing was on record too, and also where a no was in force, since it is never lost
    /// with the record; only <see cref="ErasureKeeps.Nothing"/> keeps neither.
    /// </summary>
    ErasedNeverContact = 1,

    /// <summary>Nothing was on record.</summary>
    NothingOnRecord = 2,

    /// <summary>Refused, as <c>ERASURE_HELD</c>: the person, or somebody whose entries name them, is under a legal hold (art. 17(3)(e)).</summary>
    Held = 3,

    /// <summary>Wholly forgotten: nothing is kept, and the id may come back with the next file.</summary>
    Forgotten = 4,
}
