using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Works out one batch: one read, the changes in order, one commit. What conflicts, and what is linked, is done one by one, in its place.</summary>
internal sealed class BulkBatch(TrackingContext tracking, Actor actor, bool isDryRun)
{
    private readonly Dictionary<ContactId, (PersonConsents Person, long Version)> _records = [];
    private readonly List<ConsentCommit> _commits = [];
    private readonly List<(int Item, ConsentChange Change, ChangeResult Result)> _pending = [];

    public async ValueTask<ImmutableArray<BulkItem>> RunAsync(List<BulkWork> items, CancellationToken cancellationToken)
    {
        var found = await tracking.FindAsync([.. items.Select(i => new ContactLookup(i.Contact, i.Id))], cancellationToken).ConfigureAwait(false);
        var results = items.Select(_ => ImmutableArray.CreateBuilder<ChangeResult>()).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var record = tracking.RecordOf(item.Contact, found[i]);
            if (found[i].Recorded is { } recorded)
            {
                results[i].Add(TrackingContext.Repeated(item.Prepare(record), item.Id, recorded));
            }
            else if (!record.Links.IsEmpty)
            {
                await FlushAsync(items, results, cancellationToken).ConfigureAwait(false);
                results[i].AddRange(await AloneAsync(item, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                WorkOut(i, item, record, found[i].Version);
            }
        }

        await FlushAsync(items, results, cancellationToken).ConfigureAwait(false);
        return [.. items.Select((item, i) => new BulkItem(item.Position, item.Contact, results[i].ToImmutable()))];
    }

    private void WorkOut(int place, BulkWork item, ContactConsents record, long version)
    {
        if (!_records.TryGetValue(item.Contact, out var current))
        {
            current = (PersonConsents.Of(record), version);
        }

        foreach (var change in item.Prepare(current.Person[item.Contact]))
        {
            var applied = tracking.Watched(() => current.Person.Apply(change, tracking.Rules, tracking.RecordingBy(actor, ChangePort.Bulk)));
            _pending.Add((place, change, applied.Result));
            _commits.Add(TrackingContext.CommitOf(applied, change, new Dictionary<ContactId, long> { [item.Contact] = current.Version }));
            current = (applied.After, applied.Changed.IsEmpty ? current.Version : current.Version + 1);
        }

        _records[item.Contact] = current;
    }

    private async ValueTask FlushAsync(List<BulkWork> items, List<ImmutableArray<ChangeResult>.Builder> results, CancellationToken cancellationToken)
    {
        var writing = Enumerable.Range(0, _commits.Count).Where(i => !_commits[i].Snapshots.IsEmpty).ToList();
        var outcomes = new CommitOutcome?[_commits.Count];
        if (!isDryRun && writing.Count > 0)
        {
            var written = await tracking.CommitAsync([.. writing.Select(i => _commits[i])], cancellationToken).ConfigureAwait(false);
            foreach (var (place, outcome) in writing.Zip(written))
            {
                outcomes[place] = outcome;
            }
        }

        var again = new HashSet<int>();
        for (var i = 0; i < _pending.Count; i++)
        {
            var (item, change, result) = _pending[i];
            switch (outcomes[i])
            {
                case var _ when again.Contains(item):
                    break;
                case CommitOutcome.Committed committed:
                    results[item].Add(result with { Index = committed.Entries.IsEmpty ? null : committed.Entries[0].Index });
                    break;
                case CommitOutcome.AlreadyRecorded recorded:
                    results[item].Add(TrackingContext.Repeated([change], items[item].Id, recorded.Entry));
                    break;
                case CommitOutcome.Conflict:
                    ConsentTelemetry.CountConflict();
                    again.Add(item);
                    results[item].AddRange(await AloneAsync(items[item], cancellationToken).ConfigureAwait(false));
                    break;
                default:
                    results[item].Add(result);
                    break;
            }
        }

        _records.Clear();
        _commits.Clear();
        _pending.Clear();
    }

    private async ValueTask<ImmutableArray<ChangeResult>> AloneAsync(BulkWork item, CancellationToken cancellationToken)
    {
        if (!isDryRun)
        {
            return await tracking.ApplyAsync(item.Contact, item.Id, item.Prepare, actor, ChangePort.Bulk, cancellationToken).ConfigureAwait(false);
        }

        var loaded = await tracking.LoadAsync(item.Contact, item.Id, cancellationToken).ConfigureAwait(false);
        var person = loaded.Person;
        var results = ImmutableArray.CreateBuilder<ChangeResult>();
        foreach (var change in item.Prepare(person[item.Contact]))
        {
            var applied = tracking.Watched(() => person.Apply(change, tracking.Rules, tracking.RecordingBy(actor, ChangePort.Bulk)));
            person = applied.After;
            results.Add(applied.Result);
        }

        return results.ToImmutable();
    }
}
