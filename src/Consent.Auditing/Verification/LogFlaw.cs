namespace Consent.Auditing;

/// <summary>What can be wrong with a log.</summary>
public enum LogFlaw
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An entry is missing, there twice, or out of place.</summary>
    OutOfPlace = 1,

    /// <summary>A slot's bytes are not what the leaf commits to.</summary>
    SlotAltered = 2,

    /// <summary>A slot's bytes cannot be read as an entry.</summary>
    Unreadable = 3,

    /// <summary>The entry was recorded before the one before it.</summary>
    TimeFell = 4,

    /// <summary>A contact's revisions have a gap, or come twice.</summary>
    RevisionGap = 5,

    /// <summary>The tree over the entries is not the one that a checkpoint was signed for: history before it was rewritten.</summary>
    RootDiffers = 6,

    /// <summary>The log is shorter than a checkpoint says: its tail was cut off.</summary>
    CutOff = 7,

    /// <summary>Slots are gone, and no <c>erased</c> entry says that they were erased.</summary>
    ErasedWithoutEntry = 8,

    /// <summary>An <c>erased</c> entry names an entry whose slots are still there.</summary>
    NotErased = 9,

    /// <summary>An entry names another one before it in its contact's history than the one that is there, and no <c>erased</c> entry says that those between were erased.</summary>
    ChainBroken = 10,

    /// <summary>The log holds, and a contact's stored record does not verify: it was altered in the database, or is damaged.</summary>
    RecordAltered = 11,

    /// <summary>The log holds, and a contact's stored record is not what its entries come to: an old one was put back.</summary>
    RecordDiffers = 12,

    /// <summary>The log holds, and a contact has entries and no stored record: it was taken away, or is hidden by a damaged index.</summary>
    RecordMissing = 13,

    /// <summary>The log holds, and an entry is not found in its contact's history: a column beside the sealed bytes was changed, or an index is damaged.</summary>
    EntryHidden = 14,

    /// <summary>The log holds, and what is stored of an erased id is not what its entry says, or is gone.</summary>
    ClosingDiffers = 15,
}
