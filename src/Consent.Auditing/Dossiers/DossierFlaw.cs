namespace Consent.Auditing;

/// <summary>What can be wrong with a dossier.</summary>
public enum DossierFlaw
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>None of the known keys signed the checkpoint: nothing is known.</summary>
    NoKnownSignature = 1,

    /// <summary>A line in the name of a known key is not its signature.</summary>
    SignatureFailed = 2,

    /// <summary>Known keys signed the checkpoint, but none in the name of the log.</summary>
    NotSignedByTheLog = 3,

    /// <summary>An entry is not at its place of the log.</summary>
    NotIncluded = 4,

    /// <summary>A slot of an entry is not shown.</summary>
    SlotHidden = 5,

    /// <summary>A slot's bytes are not what the entry's leaf commits to.</summary>
    SlotAltered = 6,

    /// <summary>A slot's bytes cannot be read as an entry.</summary>
    Unreadable = 7,

    /// <summary>An entry is there twice, or not in the order of the log.</summary>
    OutOfOrder = 8,

    /// <summary>An entry was recorded before the one before it.</summary>
    TimeFell = 9,

    /// <summary>An entry is about another contact, or about none.</summary>
    OtherContact = 10,

    /// <summary>The contact's revisions have a gap, come twice, or change the incarnation; or an entry names another one before it, and no erasure shown says that those between were erased.</summary>
    RevisionGap = 11,

    /// <summary>The entries do not lead up to the revision that the dossier states.</summary>
    RevisionDiffers = 12,

    /// <summary>An entry said to be of an erasure, or of a notice's publication, is something else.</summary>
    OtherKind = 13,

    /// <summary>A notice's text is not the one that an entry has the digest of.</summary>
    NoticeDiffers = 14,

    /// <summary>The page that people read is not the one made from the JSON in it.</summary>
    PageDiffers = 15,
}
