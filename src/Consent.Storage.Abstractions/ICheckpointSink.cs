using Consent.Auditing;

namespace Consent.Storage;

/// <summary>A place that signed checkpoints are published to, best one that the operator's hands do not reach: the log is tamper-evident from the last checkpoint there, and not after it.</summary>
public interface ICheckpointSink
{
    /// <summary>Publishes a checkpoint. May be given the same one again.</summary>
    ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The last checkpoint published here of one origin, to compare with when the host starts; <see langword="null"/> when there is none or this place cannot tell.</summary>
    /// <param name="origin">The log's name at that time: a log that was recovered has had several. One of them must not hide those of another.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SignedCheckpoint?> LastAsync(string origin, CancellationToken cancellationToken);
}
