using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Makes, keeps and publishes the checkpoints of a host's log. Under one origin it never signs two that are inconsistent.</summary>
/// <remarks>There is no timer: a commit that finds the last checkpoint old makes one. What a sink cannot take is published with the next one.</remarks>
internal sealed class LogPublisher(ICheckpointSigner signer, IReadOnlyList<ICheckpointSink> sinks, ConsentTrackingOptions options, ILogger logger)
{
    /// <summary>After how many later origins without a checkpoint a place is believed to have none: in one of them it may not have been reached.</summary>
    private const int Ahead = 3;

    private readonly Lock _lock = new();
    private (long Size, Timestamp MadeAt) _last = (0, Timestamp.MinValue);
    private Task _making = Task.CompletedTask;
    private volatile LogLineage _lineage = LogLineage.Unbroken;

    /// <summary>Which origins the log has had; known once the host has started.</summary>
    public LogLineage Lineage => _lineage;

    public string FirstOrigin => signer.VerifierKey.Name;

    /// <summary>The key under the log's origin now.</summary>
    public NoteVerifierKey VerifierKey => _lineage.Current == 1 ? signer.VerifierKey : signer.VerifierKeyFor(OriginOf(_lineage.Current));

    public string OriginOf(long number) => LogOrigin.Of(FirstOrigin, number);

    /// <summary>Reads the log's origins, and compares it with the last checkpoint kept and with the last one published in each place under each of them.</summary>
    /// <exception cref="AuditLogAlteredException">The log is not the one that they were signed for.</exception>
    public async Task CompareAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var survey = await SurveyAsync(store, cancellationToken).ConfigureAwait(false);
        if (survey.Shortage is { } shortage)
        {
            throw shortage;
        }

        lock (_lock)
        {
            _last = survey.Kept is { } kept ? (kept.Size, kept.MadeAt) : (0, Timestamp.MinValue);
        }
    }

    /// <summary>The same, where it is for somebody else to say what a log that is too short means.</summary>
    /// <exception cref="AuditLogAlteredException">The log has as many entries as a checkpoint says, and not the same.</exception>
    public async Task<LogSurvey> SurveyAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var lineage = _lineage = await LogLineage.ReadAsync(store, FirstOrigin, cancellationToken).ConfigureAwait(false);
        var size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        var kept = await store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
        var published = await PublishedAsync(lineage, cancellationToken).ConfigureAwait(false);
        var own = kept is not null && SignedCheckpoint.TryParse(kept.Note, null, out var note) ? note.Checkpoint : null;
        AuditLogAlteredException? shortage = null;
        foreach (var checkpoint in own is null ? published : published.Prepend(own))
        {
            shortage ??= await CompareAsync(store, lineage, checkpoint, cancellationToken).ConfigureAwait(false);
        }

        return new(lineage, size, kept, published.OrderBy(c => LogOrigin.NumberOf(FirstOrigin, c.Origin)).ThenBy(c => c.Size).LastOrDefault(), shortage);
    }

    /// <summary>The head that a checkpoint states, where its signature is this log's and it speaks of these entries.</summary>
    public TreeHead? HeadOf(SignedCheckpoint checkpoint) =>
        LogOrigin.NumberOf(FirstOrigin, checkpoint.Checkpoint.Origin) is { } number && checkpoint.Checkpoint.Size <= _lineage.LimitOf(number)
        && checkpoint.Verify(signer.VerifierKeyFor(checkpoint.Checkpoint.Origin)).IsVerified
            ? checkpoint.Checkpoint.Head
            : null;

    /// <summary>From now on the log is known to wait for nothing.</summary>
    public void Confirm() => _lineage = _lineage with { IsPending = false };

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
            var lineage = _lineage;
            if (last is not null)
            {
                if (LogOrigin.NumberOf(FirstOrigin, last.Checkpoint.Origin) > lineage.Current)
                {
                    throw new ConsentStoreException("Another process recovered this log, and it goes on under another origin: start this one again.");
                }

                if (await CompareAsync(store, lineage, last.Checkpoint, cancellationToken).ConfigureAwait(false) is { } shortage)
                {
                    throw shortage;
                }

                if (size == last.Checkpoint.Size || now < kept!.MadeAt)
                {
                    return last;
                }
            }

            var checkpoint = new Checkpoint(OriginOf(lineage.Current), await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false));
            var made = SignedCheckpoint.Of(checkpoint, await signer.SignAsync(checkpoint, cancellationToken).ConfigureAwait(false));
            if (await store.Log.AddCheckpointAsync(new(size, now, made.ToString()), cancellationToken).ConfigureAwait(false))
            {
                Remember(size, now);
                await PublishAsync(made, cancellationToken).ConfigureAwait(false);
                return made;
            }
        }
    }

    /// <returns>What is wrong when the log is shorter than that; <see langword="null"/> when all fits.</returns>
    private async ValueTask<AuditLogAlteredException?> CompareAsync(IConsentStore store, LogLineage lineage, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var (size, root) = checkpoint.Head;
        if (LogOrigin.NumberOf(FirstOrigin, checkpoint.Origin) is not { } number)
        {
            return null;
        }

        if (number > lineage.Current)
        {
            return new($"A checkpoint was signed under a later origin of this log, number {number}: a backup from before was restored.", LogFlaw.CutOff, size);
        }

        if (lineage.LimitOf(number) is not { } limit || size > limit)
        {
            return null;
        }

        var actual = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        if (actual < size)
        {
            return new($"A checkpoint was signed for {size} entries, and the log has {actual}: its tail was cut off, or an old backup was restored.", LogFlaw.CutOff, size);
        }

        return (await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false)).Root == root
            ? null
            : throw new AuditLogAlteredException($"The first {size} entries of the log are not those that a checkpoint was signed for.", LogFlaw.RootDiffers, size);
    }

    /// <summary>The last checkpoint in each place under each origin of this log, and under later ones that it does not know of.</summary>
    private async ValueTask<List<Checkpoint>> PublishedAsync(LogLineage lineage, CancellationToken cancellationToken)
    {
        var published = new List<Checkpoint>();
        foreach (var sink in sinks)
        {
            foreach (var number in lineage.Numbers)
            {
                await LastAsync(sink, number).ConfigureAwait(false);
            }

            var missing = 0;
            for (var later = lineage.Current + 1; missing < Ahead; later++)
            {
                missing = await LastAsync(sink, later).ConfigureAwait(false) ? 0 : missing + 1;
            }
        }

        return published;

        async ValueTask<bool> LastAsync(ICheckpointSink sink, long number)
        {
            if (await sink.LastAsync(OriginOf(number), cancellationToken).ConfigureAwait(false) is not { } last
                || LogOrigin.NumberOf(FirstOrigin, last.Checkpoint.Origin) is not { } actual)
            {
                return false;
            }

            // A place that tells its last checkpoint whatever the origin asked for is not asked for ever.
            published.Add(last.Checkpoint);
            return actual == number;
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
