using System.Collections.Immutable;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Crash.Tests;

/// <summary>Looks at a store after a crash: nothing acknowledged is missing, nothing is half written, the log proves itself.</summary>
internal sealed class Inspection(IConsentStore store, Ledger ledger, List<TreeHead> headsBefore)
{
    private readonly ConsentRules _rules = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>The entries by their index, without those that were erased.</returns>
    public async Task<IReadOnlyDictionary<long, AuditEntry>> RunAsync()
    {
        await Erasures.FinishAsync(store, Cancellation);
        var entries = await TheLogVerifiesAsync();
        var erased = entries.Values.SelectMany(e => e.Facts.Erased).ToList();
        await NothingAcknowledgedIsMissingAsync(entries, erased);
        NothingCameFromNowhere(entries);
        await EachSnapshotIsWhatItsEntriesFoldToAsync(entries);
        return entries;
    }

    private async Task<Dictionary<long, AuditEntry>> TheLogVerifiesAsync()
    {
        var head = await store.GetHeadAsync(Cancellation);
        headsBefore.Add(await store.Log.HeadAtAsync(head.Size, Cancellation));
        var verifier = new LogVerifier(headsBefore);
        var leaves = 0L;
        var kept = 0L;
        await foreach (var entry in store.Log.ReadAsync(0, long.MaxValue, Cancellation))
        {
            verifier.Add(entry);
            leaves++;
            kept += entry.IsErased ? 0 : 1;
        }

        var verdict = verifier.Finish();
        Assert.True(verdict.IsSound, $"{verdict}\n{(verdict.IsSound ? "" : await HistoryAroundAsync(verdict.Index))}");
        Assert.Equal(head.Size, leaves);
        var entries = await store.ReadLogAsync(LogQuery.Everything, Cancellation).ToDictionaryAsync(e => e.Index, cancellationToken: Cancellation);
        Assert.Equal(kept, entries.Count);
        Assert.Equal(ledger.Checkpoints.Order(), ledger.Checkpoints.Intersect(await store.Log.ReadCheckpointsAsync(Cancellation).Select(c => c.Size).ToListAsync(Cancellation)).Order());
        return entries;
    }

    /// <summary>The entries of the contact that this one is about, and the erasures since the first of them: what one needs to see how a history came to be what it is.</summary>
    private async Task<string> HistoryAroundAsync(long index)
    {
        var entries = await store.ReadLogAsync(LogQuery.Everything, Cancellation).ToListAsync(Cancellation);
        var contact = entries.Find(e => e.Index == index)?.Subject?.Contact;
        return string.Join('\n', entries.Where(e => (contact is not null && e.Subject?.Contact == contact) || ((e.Type == AuditEntryType.Erased || e.Type == AuditEntryType.Closed) && Math.Abs(e.Index - index) < 200))
            .Select(e => $"{e.Index} {e.Type} {e.RecordedAt} {e.Subject?.Contact.Value} {e.Subject?.Revision} after {e.Subject?.Previous} {e.Evidence?.Change} {string.Join(',', e.Facts.Erased.Select(r => $"{r.First}-{r.Last}"))}"
                + $" {string.Join(',', e.Facts.ErasedOthers.Select(o => $"{o.Index} after {o.Previous}"))} {e.Facts.Closing?.Digest}"));
    }

    private async Task NothingAcknowledgedIsMissingAsync(Dictionary<long, AuditEntry> entries, List<IndexRange> erased)
    {
        var acknowledged = ledger.Acknowledged.Select(a => (a.Value.Contact, a.Value.Change, Index: a.Key)).Concat(ledger.Repeated).Distinct().ToList();
        var there = acknowledged.Where(a => entries.ContainsKey(a.Index)).ToList();
        foreach (var (contact, change, index) in there)
        {
            Assert.Equal((contact, change), (entries[index].Subject!.Contact.Value, entries[index].Evidence!.Change!.Value.Value));
        }

        foreach (var (contact, _, index) in acknowledged.Except(there))
        {
            Assert.True(ledger.Erased.Contains(contact) && erased.Exists(r => r.Contains(index)), $"The entry {index} was acknowledged, and is missing.");
        }

        var found = await store.FindAsync([.. there.Select(a => new ContactLookup(ContactId.From(a.Contact), ChangeId.From(a.Change)))], Cancellation);
        Assert.Equal(there.Select(a => (long?)a.Index), found.Select(f => f.Recorded?.Index));
        foreach (var ((_, _, index), contact) in there.Zip(found))
        {
            Assert.True(!ledger.Acknowledged.TryGetValue(index, out var said) || contact.Version >= said.Version, "A snapshot went back to an earlier version.");
        }
    }

    private void NothingCameFromNowhere(Dictionary<long, AuditEntry> entries)
    {
        foreach (var entry in entries.Values.Where(e => e.Type != AuditEntryType.Erased))
        {
            Assert.True(ledger.WasTried(entry.Subject!.Contact.Value, entry.Evidence!.Change!.Value.Value), $"Nobody ever tried to write the entry {entry.Index}.");
        }
    }

    private async Task EachSnapshotIsWhatItsEntriesFoldToAsync(Dictionary<long, AuditEntry> entries)
    {
        var histories = entries.Values.Where(e => e.Subject is not null).OrderBy(e => e.Index).ToLookup(e => e.Subject!.Contact);
        var scanned = await store.ScanAsync(default, Cancellation).Select(c => c.Id).ToListAsync(Cancellation);
        Assert.Equal(histories.Select(h => h.Key).Order(), scanned);
        ImmutableArray<ContactId> all = [.. Enumerable.Range(0, Persons.Count).SelectMany(person => Persons.IdsOf(person))];
        var found = all.Zip(await store.FindAsync([.. all.Select(id => new ContactLookup(id))], Cancellation)).ToDictionary(f => f.First, f => f.Second);
        for (var person = 0; person < Persons.Count; person++)
        {
            var ids = Persons.IdsOf(person);
            var folded = PersonConsents.Fold(ids, _rules.Taxonomy, [.. ids.SelectMany(id => histories[id]).OrderBy(e => e.Index)]);
            foreach (var id in ids)
            {
                Fits(folded[id], found[id], [.. histories[id]]);
            }
        }
    }

    private static void Fits(ContactConsents folded, StoredContact stored, List<AuditEntry> history)
    {
        if (stored.Snapshot is null or { State: ContactState.Closed })
        {
            Assert.Empty(history);
            return;
        }

        Assert.True(folded.SaysTheSameAs(stored.Snapshot), "A snapshot is not what its entries fold to.");
        Assert.Equal(history[^1].Subject!.Revision, stored.Snapshot.Revision);
        Assert.Equal(Enumerable.Range(1, history.Count).Select(n => (long)n), history.Select(e => e.Subject!.Revision!.Value.Number));
        Assert.Single(history.Select(e => e.Subject!.Revision!.Value.Incarnation).Distinct());
        Assert.True(stored.Snapshot.Links.IsEmpty ? stored.Version == history.Count : stored.Version >= history.Count, "The version does not count the writes.");
    }
}
