using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Makes proofs from a host's log.</summary>
internal sealed class LogProofs(TrackingContext tracking)
{
    /// <summary>A receipt of an entry, against a checkpoint that covers it.</summary>
    /// <exception cref="ConsentStoreException">The entry is not there, or was erased.</exception>
    public async ValueTask<Receipt> ReceiptAsync(long index, EntrySlot[] slots, CancellationToken cancellationToken)
    {
        var checkpoint = await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        var entry = await FindAsync(index, cancellationToken).ConfigureAwait(false);
        var inclusion = await tracking.Store.Log.AssembleAsync(ProofPlan.Inclusion(index, checkpoint.Checkpoint.Size), cancellationToken).ConfigureAwait(false);
        return Receipt.Of(EntryDisclosure.Of(entry, slots), inclusion, checkpoint);
    }

    /// <summary>That the log only grew from one size to another.</summary>
    public ValueTask<ConsistencyProof> ConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken) =>
        tracking.Store.Log.AssembleAsync(ProofPlan.Consistency(oldSize, newSize), cancellationToken);

    /// <summary>Checks the whole log against every checkpoint kept whose signature is the log's.</summary>
    public async ValueTask<LogVerdict> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var heads = new List<TreeHead>();
        await foreach (var kept in tracking.Store.Log.ReadCheckpointsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (SignedCheckpoint.TryParse(kept.Note, null, out var checkpoint) && checkpoint.Verify(tracking.Publisher.VerifierKey).IsVerified)
            {
                heads.Add(checkpoint.Checkpoint.Head);
            }
        }

        var verifier = new LogVerifier(heads);
        await foreach (var entry in tracking.Store.Log.ReadAsync(0, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!verifier.Add(entry))
            {
                break;
            }

            if (entry.Index % 1000 == 999)
            {
                progress?.Report(entry.Index + 1);
            }
        }

        return verifier.Finish();
    }

    private async ValueTask<SealedEntry> FindAsync(long index, CancellationToken cancellationToken)
    {
        await foreach (var entry in tracking.Store.Log.ReadAsync(index, index + 1, cancellationToken).ConfigureAwait(false))
        {
            return entry.IsErased ? throw new ConsentStoreException("The entry was erased.") : entry;
        }

        throw new ConsentStoreException("The log has no such entry.");
    }
}
