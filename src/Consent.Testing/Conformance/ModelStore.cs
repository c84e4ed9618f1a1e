using System.Runtime.CompilerServices;
using Consent.Storage;

namespace Consent.Testing.Conformance;

/// <summary>What the port promises, as plainly as it can be said: two collections and no thought of speed. Not safe for several threads.</summary>
internal sealed class ModelStore : IConsentStore
{
    private readonly List<AuditEntry> _log = [];
    private readonly SortedDictionary<ContactId, (ContactConsents Snapshot, long Version)> _snapshots = [];

    public StoredContact Find(ContactLookup lookup)
    {
        var (snapshot, version) = _snapshots.GetValueOrDefault(lookup.Contact);
        return new(snapshot, version, Recorded(lookup.Contact, lookup.Change));
    }

    public CommitOutcome Commit(ConsentCommit commit)
    {
        if (Recorded(commit.Contact, commit.Change) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var write in commit.Snapshots)
        {
            if (Find(new(write.Snapshot.Id)).Version is var actual && actual != write.ExpectedVersion)
            {
                return new CommitOutcome.Conflict(write.Snapshot.Id, actual);
            }
        }

        foreach (var write in commit.Snapshots)
        {
            _snapshots[write.Snapshot.Id] = (write.Snapshot, write.ExpectedVersion + 1);
        }

        var first = _log.Count;
        foreach (var entry in commit.Entries)
        {
            _log.Add(entry.Logged(_log.Count, Head().LastRecordedAt ?? Timestamp.MinValue));
        }

        return new CommitOutcome.Committed([.. _log.Skip(first)]);
    }

    public LogHead Head() => new(_log.Count, _log.Count == 0 ? null : _log[^1].RecordedAt);

    public IEnumerable<AuditEntry> Read(LogQuery query) => _log.Where(query.Matches);

    public IEnumerable<ContactConsents> Scan(ContactId after) => _snapshots.Where(s => s.Key > after).Select(s => s.Value.Snapshot);

    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredContact>>([.. lookups.Select(Find)]);

    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CommitOutcome>>([.. batch.Select(Commit)]);

    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var entry in Read(query).ToList())
        {
            yield return entry;
        }
    }

    public async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var snapshot in Scan(after).ToList())
        {
            yield return snapshot;
        }
    }

    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Head());

    private AuditEntry? Recorded(ContactId contact, ChangeId change) =>
        change.IsDefault ? null : _log.Find(e => e.Subject?.Contact == contact && e.Evidence?.Change == change);
}
