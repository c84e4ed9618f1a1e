namespace Consent.Storage;

/// <summary>Signs checkpoints in the name of the log. A key in a file, or in a host's key service.</summary>
public interface ICheckpointSigner
{
    /// <summary>What signatures are checked with. Its name is the log's origin. To be published where the operator's hands do not reach.</summary>
    NoteVerifierKey VerifierKey { get; }

    /// <summary>Signs a checkpoint.</summary>
    /// <exception cref="ConsentStoreException">The key is not at hand.</exception>
    ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken);
}
