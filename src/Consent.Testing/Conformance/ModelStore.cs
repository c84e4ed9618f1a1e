using Consent.Storage;

namespace Consent.Testing.Conformance;

/// <summary>What the port promises, as plainly as it can be said: two collections and no thought of speed. Not safe for several threads.</summary>
internal sealed class ModelStore
{
    private readonly List<AuditEntry> _log = [];
    private readonly SortedDictionary<ContactId, (ContactConsents Snapshot, long Version)> _snapshots = [];
    private readonly HashSet<long> _erased = [];
    private readonly Dictionary<ContactId, long> _last = [];

    public StoredContact Find(ContactLookup lookup)
    {
        var (snapshot, version) = _snapshots.GetValueOrDefault(lookup.Contact);
        return new(snapshot, version, Recorded(lookup.Contact, lookup.Change)) { LastEntry = snapshot is null ? AuditEntry.NotLogged : _last.GetValueOrDefault(lookup.Contact, AuditEntry.NotLogged) };
    }

    public CommitOutcome Commit(ConsentCommit commit)
    {
        if (Recorded(commit.Contact, commit.Change) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var write in commit.Snapshots)
        {
            if (Find(new(write.Snapshot.Id)) is var actual && !write.Expects(actual.Version, actual.LastEntry))
            {
                return new CommitOutcome.Conflict(write.Snapshot.Id, actual.Version);
            }
        }

        foreach (var write in commit.Snapshots)
        {
            _snapshots[write.Snapshot.Id] = (write.Snapshot, write.ExpectedVersion + 1);
            if (write.Snapshot.State == ContactState.Closed)
            {
                _last.Remove(write.Snapshot.Id);
            }
        }

        var first = _log.Count;
        foreach (var entry in commit.Entries)
        {
            var previous = entry.Subject is { } subject ? _last.GetValueOrDefault(subject.Contact, AuditEntry.NotLogged) : AuditEntry.NotLogged;
            _log.Add(entry.Logged(_log.Count, Head().LastRecordedAt ?? Timestamp.MinValue, previous));
            if (entry.Subject is { Revision: not null } moved)
            {
                _last[moved.Contact] = _log[^1].Index;
            }
        }

        return new CommitOutcome.Committed([.. _log.Skip(first)]);
    }

    public LogHead Head() => new(_log.Count, _log.Count == 0 ? null : _log[^1].RecordedAt);

    public IEnumerable<AuditEntry> Read(LogQuery query) => _log.Where(e => query.Matches(e) && !_erased.Contains(e.Index));

    public IEnumerable<ContactConsents> Scan(ContactId after) => _snapshots.Where(s => s.Key > after && s.Value.Snapshot.State != ContactState.Closed).Select(s => s.Value.Snapshot);

    public void Erase(ContactErasure erasure)
    {
        _erased.UnionWith(_log.Select(e => e.Index).Where(i => erasure.Entries.Any(r => r.Contains(i))));
        var known = _snapshots.GetValueOrDefault(erasure.Contact).Snapshot;
        if ((known?.Revision.Incarnation ?? Guid.Empty) != erasure.Incarnation || (known?.State == ContactState.Closed && erasure.Closed is not null))
        {
            return;
        }

        _last.Remove(erasure.Contact);
        if (_snapshots.Remove(erasure.Contact) && erasure.Record(Given.Rules.Taxonomy) is { } closed)
        {
            _snapshots[erasure.Contact] = (closed, 1);
        }
    }

    private AuditEntry? Recorded(ContactId contact, ChangeId change) =>
        change.IsDefault ? null : _log.Find(e => !_erased.Contains(e.Index) && e.Subject?.Contact == contact && e.Evidence?.Change == change);
}
