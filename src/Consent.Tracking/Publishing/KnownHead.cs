using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The greatest head of the log that this process knows and has proved: what every later head must go on from. Thread-safe.</summary>
internal sealed class KnownHead
{
    private readonly Lock _lock = new();
    private TreeHead _greatest = TreeHead.Empty;

    public TreeHead Greatest
    {
        get
        {
            lock (_lock)
            {
                return _greatest;
            }
        }
    }

    /// <summary>Begins anew with a head: at the start, or after a recovery.</summary>
    public void Begin(TreeHead head)
    {
        lock (_lock)
        {
            _greatest = head;
        }
    }

    /// <summary>Reads the log's head now, and proves that it goes on from the greatest known.</summary>
    /// <exception cref="AuditLogAlteredException">It does not.</exception>
    public async ValueTask<TreeHead> ProveAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        // Known before it is asked for: what is learnt meanwhile proves nothing against an answer that is on its way.
        var (known, written) = (Greatest, (store as IHeadMemory)?.LastWritten);
        var size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        if (size < known.Size)
        {
            throw CutOff(known.Size, size);
        }

        var head = await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false);
        await ProveAsync(store.Log, known, head, cancellationToken).ConfigureAwait(false);
        if (written is { } own && own.Size > known.Size && own.Size <= head.Size)
        {
            // What this process has recorded itself since; a log that is shorter than that was refused by the store.
            await ProveAsync(store.Log, own, head, cancellationToken).ConfigureAwait(false);
        }

        lock (_lock)
        {
            _greatest = head.Size > _greatest.Size ? head : _greatest;
        }

        return head;
    }

    /// <summary>Proves that one head goes on from another one.</summary>
    /// <exception cref="AuditLogAlteredException">It does not.</exception>
    public static async ValueTask ProveAsync(ISealedLog log, TreeHead older, TreeHead newer, CancellationToken cancellationToken)
    {
        var proof = await log.AssembleAsync(ProofPlan.Consistency(older.Size, newer.Size), cancellationToken).ConfigureAwait(false);
        if (!proof.Verify(older, newer))
        {
            throw new AuditLogAlteredException($"The first {older.Size} entries of the log are not those that were known, or that a checkpoint was signed for.", LogFlaw.RootDiffers, older.Size);
        }
    }

    public static AuditLogAlteredException CutOff(long known, long actual) => new(
        $"The log is known to have {known} entries, and the database has {actual}: its tail was cut off, an old backup was restored, or the database failed over to a copy that is behind. "
        + "Bring the whole database back, or let the privacy manager recover the log (RecoverAsync).", LogFlaw.CutOff, known);
}
