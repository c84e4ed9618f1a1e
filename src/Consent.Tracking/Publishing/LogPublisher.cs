using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Makes, keeps and publishes the checkpoints of a host's log. It never signs two that are inconsistent.</summary>
/// <remarks>There is no timer: a commit that finds the last checkpoint old makes one. What a sink cannot take is published with the next one.</remarks>
internal sealed class LogPublisher(ICheckpointSigner signer, IReadOnlyList<ICheckpointSink> sinks, ConsentTrackingOptions options, ILogger logger)
{
    private readonly Lock _lock = new();
    private (long Size, Timestamp MadeAt) _last = (0, Timestamp.MinValue);
    private Task _making = Task.CompletedTask;

    public NoteVerifierKey VerifierKey => signer.VerifierKey;

    /// <summary>Compares the log with the last checkpoint kept and with the last one published in each place.</summary>
    /// <exception cref="AuditLogAlteredException">The log is not the one that they were signed for.</exception>
    public async Task CompareAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        if (await store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false) is { } kept && SignedCheckpoint.TryParse(kept.Note, null, out var own))
        {
            await CompareAsync(store, own, cancellationToken).ConfigureAwait(false);
            _last = (kept.Size, kept.MadeAt);
        }

        foreach (var sink in sinks)
        {
            if (await sink.LastAsync(cancellationToken).ConfigureAwait(false) is { } published)
            {
                await CompareAsync(store, published, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a checkpoint when the last one is older than the options say, in time or in entries.</summary>
    public async ValueTask AfterCommitAsync(IConsentStore store, long size, Timestamp now)
    {
        var (lastSize, madeAt) = Last();
        if (size <= lastSize || (now.Since(madeAt) < options.CheckpointInterval && size - lastSize < options.CheckpointEntries))
        {
            return;
        }

        Task making;
        lock (_lock)
        {
            // Whoever comes while one is being made does not wait for it, and makes none.
            if (!_making.IsCompleted)
            {
                return;
            }

            making = _making = MakeAsync(store, now, CancellationToken.None);
        }

        try
        {
            await making.ConfigureAwait(false);
        }
        catch (ConsentStoreException trouble) when (trouble is not AuditLogAlteredException)
        {
            // The commit is durable; the next one makes the checkpoint.
            TrackingLog.TransientTrouble(logger, 0);
        }
    }

    /// <summary>A checkpoint of the log as it is now: a new one, or the last one when nothing came since.</summary>
    /// <exception cref="AuditLogAlteredException">The log is not the one that the last checkpoint was signed for.</exception>
    public async Task<SignedCheckpoint> MakeAsync(IConsentStore store, Timestamp now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
            var kept = await store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
            var last = kept is null ? null : SignedCheckpoint.Parse(kept.Note);
            if (last is not null)
            {
                await CompareAsync(store, last, cancellationToken).ConfigureAwait(false);
                if (size == last.Checkpoint.Size || now < kept!.MadeAt)
                {
                    return last;
                }
            }

            var checkpoint = new Checkpoint(signer.VerifierKey.Name, await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false));
            var made = SignedCheckpoint.Of(checkpoint, await signer.SignAsync(checkpoint, cancellationToken).ConfigureAwait(false));
            if (await store.Log.AddCheckpointAsync(new(size, now, made.ToString()), cancellationToken).ConfigureAwait(false))
            {
                Remember(size, now);
                await PublishAsync(made, cancellationToken).ConfigureAwait(false);
                return made;
            }
        }
    }

    private async ValueTask CompareAsync(IConsentStore store, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (!string.Equals(checkpoint.Checkpoint.Origin, signer.VerifierKey.Name, StringComparison.Ordinal))
        {
            return;
        }

        var (size, root) = checkpoint.Checkpoint.Head;
        var actual = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        if (actual < size)
        {
            throw new AuditLogAlteredException($"A checkpoint was signed for {size} entries, and the log has {actual}: its tail was cut off, or an old backup was restored.", LogFlaw.CutOff, size);
        }

        if ((await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false)).Root != root)
        {
            throw new AuditLogAlteredException($"The first {size} entries of the log are not those that a checkpoint was signed for.", LogFlaw.RootDiffers, size);
        }
    }

    private async ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        foreach (var sink in sinks)
        {
            try
            {
                await sink.PublishAsync(checkpoint, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A place that cannot be reached must not stop consents from being recorded; the next checkpoint says all that this one said.
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                TrackingLog.CheckpointNotPublished(logger, checkpoint.Checkpoint.Size);
            }
        }
    }

    private (long Size, Timestamp MadeAt) Last()
    {
        lock (_lock)
        {
            return _last;
        }
    }

    private void Remember(long size, Timestamp madeAt)
    {
        lock (_lock)
        {
            _last = size > _last.Size ? (size, madeAt) : _last;
        }
    }
}
