namespace Consent.Auditing;

/// <summary>What checking a receipt came to.</summary>
public enum ReceiptVerdict
{
    /// <summary>None of the known keys signed the checkpoint: nothing is known.</summary>
    NoKnownSignature = 0,

    /// <summary>A line in the name of a known key is not its signature.</summary>
    SignatureFailed = 1,

    /// <summary>Known keys signed, but none in the name of the log.</summary>
    NotSignedByTheLog = 2,

    /// <summary>The entry is not at this place of the log.</summary>
    NotIncluded = 3,

    /// <summary>A slot shown is not what the entry's leaf commits to.</summary>
    SlotAltered = 4,

    /// <summary>What is shown was in the log when the checkpoint was signed.</summary>
    Verified = 5,
}
