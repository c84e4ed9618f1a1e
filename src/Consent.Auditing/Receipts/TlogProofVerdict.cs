namespace Consent.Auditing;

/// <summary>What checking a proof file came to; everything but <see cref="Valid"/> is a reason not to believe it.</summary>
public enum TlogProofVerdict
{
    /// <summary>No known key signed the checkpoint.</summary>
    NoKnownSignature = 0,

    /// <summary>A line names a known key and is not its signature over the checkpoint.</summary>
    SignatureFailed = 1,

    /// <summary>Known keys signed, but none in the name of the log.</summary>
    NotSignedByTheLog = 2,

    /// <summary>The checkpoint is the log's, and the proof does not lead from the leaf to its root.</summary>
    NotIncluded = 3,

    /// <summary>The leaf is in the log, at this index.</summary>
    Valid = 4,
}
