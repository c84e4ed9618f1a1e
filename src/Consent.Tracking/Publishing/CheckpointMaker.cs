using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Makes and keeps checkpoints. Before it signs, it proves that the log goes on from the greatest head that this process knows and from the last checkpoint kept: so under one origin it never signs two that are inconsistent.</summary>
internal sealed class CheckpointMaker(LogIdentity identity, KnownHead known, TimeProvider clock)
{
    private const int Tries = 100;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>A checkpoint of the log as it is now: a new one, or the last one when nothing came since.</summary>
    /// <returns>It, and whether it is new.</returns>
    /// <exception cref="AuditLogAlteredException">The log does not go on from what is known.</exception>
    /// <exception cref="SigningException">The signer failed.</exception>
    public async Task<(SignedCheckpoint Checkpoint, bool IsNew)> MakeAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            var kept = await store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
            SignedCheckpoint? last = null;
            if (kept is not null)
            {
                last = SignedCheckpoint.TryParse(kept.Note, null, out var note) ? note : throw new ConsentStoreException("The last checkpoint in the database is none that can be read: no other one is signed after it.");
                await KnowSignerAsync(store, last, cancellationToken).ConfigureAwait(false);
            }

            var head = await known.ProveAsync(store, cancellationToken).ConfigureAwait(false);
            if (last is not null && identity.HeadOf(last) is { } signed)
            {
                // It was kept before the head was read.
                if (signed.Size > head.Size)
                {
                    throw KnownHead.CutOff(signed.Size, head.Size);
                }

                await KnownHead.ProveAsync(store.Log, signed, head, cancellationToken).ConfigureAwait(false);
            }

            if (last is not null && last.Checkpoint.Size >= head.Size)
            {
                return (last, false);
            }

            // Order is size: a clock that went back, or that of a host which was ahead, stops nothing.
            Timestamp now = clock.GetUtcNow();
            var madeAt = kept is null ? now : Timestamp.Max(now, kept.MadeAt);
            var made = await SignAsync(new(identity.Origin, head), cancellationToken).ConfigureAwait(false);
            if (await store.Log.AddCheckpointAsync(new(head.Size, madeAt, made.ToString()), cancellationToken).ConfigureAwait(false))
            {
                ConsentTelemetry.Count(CheckpointOutcome.Made);
                return (made, true);
            }
        }

        throw new ConsentStoreException("The database keeps no checkpoint of this log: each time it has a later one.", isTransient: true);
    }

    /// <summary>Another process may have changed the signer, or recovered the log.</summary>
    private async ValueTask KnowSignerAsync(IConsentStore store, SignedCheckpoint last, CancellationToken cancellationToken)
    {
        // A key that is gone is told where it is to sign.
        if (!identity.IsEphemeral && identity.HasKey && !LogIdentity.IsOfAnyProcess(last) && (identity.IsStale || !identity.IsBelieved(last)))
        {
            var current = identity.Lineage.Current;
            await identity.ReadAsync(store, cancellationToken).ConfigureAwait(false);
            if (identity.Lineage.Current != current)
            {
                throw Elsewhere();
            }

            if (!identity.IsBelieved(last) && !identity.Signers.IsOfLostKey(last))
            {
                throw new ConsentStoreException("The last checkpoint in the database was not signed by any key that this log has had: no other one is signed after it. Look for who wrote it.");
            }
        }

        if (identity.NumberOf(last.Checkpoint.Origin) > identity.Lineage.Current)
        {
            throw Elsewhere();
        }
    }

    private static ConsentStoreException Elsewhere() => new("Another process recovered this log, and it goes on under another origin: start this one again.");

    /// <summary>A signer that does not answer is given up, whether it listens or not.</summary>
    private async Task<SignedCheckpoint> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var signature = await Task.Run(() => identity.Signer.SignAsync(checkpoint, either.Token).AsTask(), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return SignedCheckpoint.Of(checkpoint, signature);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a signer throws is its own affair, and told as such.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            ConsentTelemetry.Count(CheckpointOutcome.NotSigned);
            throw trouble is ConsentStoreException told
                ? new SigningException(told.Message, told.IsTransient, told)
                : new SigningException($"The signer of checkpoints failed: {trouble.GetType().Name}.", isTransient: true, trouble);
        }
    }
}
