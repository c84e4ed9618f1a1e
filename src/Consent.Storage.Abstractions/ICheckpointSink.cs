namespace Consent.Storage;

/// <summary>A place that signed checkpoints are published to, best one that the operator's hands do not reach: the log is tamper-evident from the last checkpoint there, and not after it.</summary>
public interface ICheckpointSink
{
    /// <summary>Publishes a checkpoint. May be given the same one again.</summary>
    ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The last checkpoint published here, to compare with when the host starts; <see langword="null"/> when there is none or this place cannot tell.</summary>
    ValueTask<SignedCheckpoint?> LastAsync(CancellationToken cancellationToken);
}
