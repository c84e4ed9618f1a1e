using System.Collections.Immutable;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Makes proofs from a host's log.</summary>
internal sealed class LogProofs(TrackingContext tracking)
{
    private const int LooksAgain = 10;

    // So many are checked at a time: their hashes are computed side by side.
    private const int Stretch = 64;
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    /// <summary>A receipt of an entry, against a checkpoint that covers it.</summary>
    /// <exception cref="ConsentStoreException">The entry is not there, or was erased.</exception>
    public async ValueTask<Receipt> ReceiptAsync(long index, EntrySlot[] slots, CancellationToken cancellationToken)
    {
        var checkpoint = await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        var entry = await FindAsync(index, cancellationToken).ConfigureAwait(false);
        var inclusion = await tracking.Store.Log.AssembleAsync(ProofPlan.Inclusion(index, checkpoint.Checkpoint.Size), cancellationToken).ConfigureAwait(false);
        return Receipt.Of(EntryDisclosure.Of(entry, slots), inclusion, checkpoint);
    }

    /// <summary>A contact's dossier against a checkpoint made now; <see langword="null"/> when nothing is on record.</summary>
    public async ValueTask<Dossier?> DossierAsync(ContactId contact, DossierContent content, CancellationToken cancellationToken)
    {
        var loaded = await tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false);
        var checkpoint = await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        var history = (await tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false)).Where(e => e.Index < checkpoint.Checkpoint.Size).ToList();
        var reached = history.Select(e => e.Subject!.Revision).OfType<ContactRevision>().LastOrDefault();
        if (reached.Number == 0)
        {
            return null;
        }

        var now = tracking.Now;
        var person = loaded.PersonOf(contact);
        var dossier = new Dossier(contact, reached, now, checkpoint, await ShownAsync(history.Select(e => e.Index), checkpoint, cancellationToken).ConfigureAwait(false))
        {
            Erasures = await ErasuresAsync(history, checkpoint, cancellationToken).ConfigureAwait(false),
            Notices = await NoticesAsync(content.Notices, checkpoint, cancellationToken).ConfigureAwait(false),
            Decisions = [.. content.Decisions.Select(request => DossierDecision.Of(request, person.Explain(request, tracking.Rules, now, tracking.IsRestorePending), now))],
        };
        return dossier.Verify(tracking.Publisher.Identity.Signer.VerifierKey).Flaw == DossierFlaw.NoticeDiffers
            ? throw new ArgumentException("The text of a notice is not the one whose digest is on record for its version and language: a dossier with it would not hold.", nameof(content))
            : dossier;
    }

    /// <summary>That the log only grew from one size to another.</summary>
    public ValueTask<ConsistencyProof> ConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken) =>
        tracking.Store.Log.AssembleAsync(ProofPlan.Consistency(oldSize, newSize), cancellationToken);

    /// <summary>Checks the whole log against every checkpoint kept whose signature is the log's; and, where it holds, every record and closed id against the log.</summary>
    /// <param name="pause">Called each time some were checked, so that whoever is in no hurry waits a little.</param>
    /// <param name="cancellationToken">Stops checking.</param>
    public async ValueTask<LogVerdict> VerifyAsync(Func<long, ValueTask> pause, CancellationToken cancellationToken)
    {
        var state = new StateVerifier(tracking);
        var verdict = await ReadAsync(state.Add, pause, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<StateFlaw>? flaws = null;
        if (verdict.IsSound)
        {
            flaws = await state.CompareAsync(pause, cancellationToken).ConfigureAwait(false);
            verdict = flaws is [var first, ..] ? verdict with { Flaw = first.Flaw, Index = first.Index } : verdict;
        }

        tracking.Altered.Look(tracking.Store, tracking.Logger);
        var now = tracking.Now;
        tracking.Altered.Verified(verdict, flaws?.Select(f => f.Doubted), now, tracking.Logger);
        tracking.Scrubbing.End();
        var kept = new LastVerified(now, verdict.Flaw, verdict.Index);
        if (flaws is not null)
        {
            var doubted = new HashSet<Sha256Digest>();
            foreach (var contact in flaws.Select(f => f.Doubted).Where(c => !c.IsDefault))
            {
                doubted.Add(await tracking.DigestOfAsync(contact, CancellationToken.None).ConfigureAwait(false));
            }

            kept = kept with { Doubted = [.. doubted], IsEverybody = doubted.Count > DoubtedRecords.Most };
        }

        // What was found is kept, also where whoever asked waits no more.
        await kept.KeepAsync(tracking.Store, CancellationToken.None).ConfigureAwait(false);
        return verdict;
    }

    /// <summary>Checks the whole log, and tells what each entry says that was not erased.</summary>
    /// <param name="add">Is told.</param>
    /// <param name="pause">Called each time some were checked.</param>
    /// <param name="cancellationToken">Stops checking.</param>
    public async ValueTask<LogVerdict> ReadAsync(Action<AuditEntry> add, Func<long, ValueTask> pause, CancellationToken cancellationToken)
    {
        var heads = new List<TreeHead>();
        await foreach (var kept in tracking.Store.Log.ReadCheckpointsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (SignedCheckpoint.TryParse(kept.Note, null, out var checkpoint) && tracking.Publisher.Identity.HeadOf(checkpoint) is { } head)
            {
                heads.Add(head);
            }
        }

        var verifier = new LogVerifier(heads);
        // To the end, and on from there as long as others write: what is erased meanwhile is said by an entry that comes later.
        long next;
        var end = 0L;
        do
        {
            next = end;
            await foreach (var some in tracking.Store.Log.ReadAsync(next, long.MaxValue, cancellationToken).Chunk(Stretch).ConfigureAwait(false))
            {
                if (!verifier.Add(some, add))
                {
                    break;
                }

                var before = end;
                end = some[^1].Index + 1;
                if (end / 1000 > before / 1000)
                {
                    await pause(end).ConfigureAwait(false);
                }
            }
        }
        while (verifier.IsSound && end > next);

        await LookAgainAsync(verifier, cancellationToken).ConfigureAwait(false);
        return verifier.Finish();
    }

    /// <summary>What was being erased while the log was read is gone a moment later.</summary>
    private async ValueTask LookAgainAsync(LogVerifier verifier, CancellationToken cancellationToken)
    {
        for (var left = LooksAgain; verifier.IsSound && verifier.StillThere() is { IsEmpty: false } there && left > 0; left--)
        {
            foreach (var index in there)
            {
                await foreach (var entry in tracking.Store.Log.ReadAsync(index, index + 1, cancellationToken).ConfigureAwait(false))
                {
                    if (entry.IsErased)
                    {
                        verifier.ErasedSince(index);
                    }
                }
            }

            if (!verifier.StillThere().IsEmpty)
            {
                await Task.Delay(s_moment, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ImmutableArray<DossierEntry>> ShownAsync(IEnumerable<long> indices, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var shown = ImmutableArray.CreateBuilder<DossierEntry>();
        foreach (var index in indices)
        {
            var entry = await FindAsync(index, cancellationToken).ConfigureAwait(false);
            var inclusion = await tracking.Store.Log.AssembleAsync(ProofPlan.Inclusion(index, checkpoint.Checkpoint.Size), cancellationToken).ConfigureAwait(false);
            shown.Add(new(EntryDisclosure.Of(entry), inclusion));
        }

        return shown.ToImmutable();
    }

    /// <summary>Only where an entry names one before it that is not there is there something to explain.</summary>
    private async ValueTask<ImmutableArray<DossierEntry>> ErasuresAsync(List<AuditEntry> history, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var (holes, reached) = (new List<IndexRange>(), AuditEntry.NotLogged);
        foreach (var entry in history)
        {
            if (entry.Subject!.Previous > reached)
            {
                holes.Add(new(reached + 1, entry.Subject.Previous));
            }

            reached = entry.Subject.Revision is null ? reached : entry.Index;
        }

        if (holes.Count == 0)
        {
            return [];
        }

        var erasures = await IndicesAsync(
            AuditEntryType.Erased, e => e.Facts.ErasedOthers.Any(o => holes.Exists(h => h.First <= o.Index && o.Index <= h.Last)), checkpoint, cancellationToken).ConfigureAwait(false);
        return await ShownAsync(erasures, checkpoint, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ImmutableArray<DossierNotice>> NoticesAsync(ImmutableArray<DossierNotice> notices, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var withEntries = ImmutableArray.CreateBuilder<DossierNotice>(notices.Length);
        foreach (var notice in notices)
        {
            var published = await IndicesAsync(
                AuditEntryType.NoticePublished, e => notice.IsOf(LogEvents.PublishedNotice(e)), checkpoint, cancellationToken)
                .ConfigureAwait(false);
            var shown = await ShownAsync(published.Take(1), checkpoint, cancellationToken).ConfigureAwait(false);
            withEntries.Add(new(notice.Version, notice.Text, notice.Language, shown.FirstOrDefault()));
        }

        return withEntries.MoveToImmutable();
    }

    private async ValueTask<List<long>> IndicesAsync(AuditEntryType type, Func<AuditEntry, bool> isWanted, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var indices = new List<long>();
        await foreach (var entry in tracking.Store.ReadLogAsync(new() { Type = type, To = checkpoint.Checkpoint.Size }, cancellationToken).ConfigureAwait(false))
        {
            if (isWanted(entry))
            {
                indices.Add(entry.Index);
            }
        }

        return indices;
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
