using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Publishes checkpoints by what the host says: a mail, a ticket, a message queue, a witness.</summary>
/// <param name="publish">Publishes one.</param>
/// <param name="last">Tells the last one published of an origin, where it can.</param>
public sealed class DelegateCheckpointSink(
    Func<SignedCheckpoint, CancellationToken, ValueTask> publish, Func<string, CancellationToken, ValueTask<SignedCheckpoint?>>? last = null) : ICheckpointSink
{
    /// <summary>Whether it was said how the last one is told.</summary>
    public bool IsReadable => last is not null;

    /// <inheritdoc/>
    public ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken) => publish(checkpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SignedCheckpoint?> LastAsync(string origin, CancellationToken cancellationToken) =>
        last?.Invoke(origin, cancellationToken) ?? ValueTask.FromResult<SignedCheckpoint?>(null);
}
