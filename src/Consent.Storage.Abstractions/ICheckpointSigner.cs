using Consent.Auditing;

namespace Consent.Storage;

/// <summary>Signs checkpoints in the name of the log. A key in a file, or in a host's key service.</summary>
/// <remarks>A log that was recovered from a backup goes on under another origin, <c>&lt;origin&gt;/2</c> and so on: the same key signs, under that name.</remarks>
public interface ICheckpointSigner
{
    /// <summary>What signatures are checked with while the log was never recovered. Its name is the log's first origin. To be published where the operator's hands do not reach.</summary>
    NoteVerifierKey VerifierKey { get; }

    /// <summary>The same key under another origin of the log.</summary>
    NoteVerifierKey VerifierKeyFor(string origin);

    /// <summary>Signs a checkpoint under the origin that it names.</summary>
    /// <exception cref="ConsentStoreException">The key is not at hand.</exception>
    ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken);
}
