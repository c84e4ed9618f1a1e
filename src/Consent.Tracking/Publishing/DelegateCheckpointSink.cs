using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Publishes checkpoints by what the host says: a mail, a ticket, a message queue, a witness.</summary>
/// <param name="publish">Publishes one.</param>
/// <param name="last">Tells the last one published, where it can.</param>
public sealed class DelegateCheckpointSink(
    Func<SignedCheckpoint, CancellationToken, ValueTask> publish, Func<CancellationToken, ValueTask<SignedCheckpoint?>>? last = null) : ICheckpointSink
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken) => publish(checkpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SignedCheckpoint?> LastAsync(CancellationToken cancellationToken) => last?.Invoke(cancellationToken) ?? ValueTask.FromResult<SignedCheckpoint?>(null);
}
