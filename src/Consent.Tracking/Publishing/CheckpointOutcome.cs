namespace Consent.Tracking;

/// <summary>What became of a checkpoint, as it is counted.</summary>
internal enum CheckpointOutcome
{
    /// <summary>Signed and kept.</summary>
    Made,

    /// <summary>The signer failed, or did not answer.</summary>
    NotSigned,

    /// <summary>One place took it.</summary>
    Published,

    /// <summary>One place did not take it.</summary>
    NotPublished,

    /// <summary>A commit went on before it was signed and everywhere published.</summary>
    Late,
}
