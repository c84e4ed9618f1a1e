using System.Collections.Immutable;

namespace Consent.Storage.InMemory;

/// <summary>Makes the next state from the one before: only the sequencer has one, for one batch.</summary>
internal sealed class StoreWriter(StoreState before)
{
    private readonly ImmutableDictionary<ContactId, ContactRecord>.Builder _records = before.Records.ToBuilder();
    private readonly ImmutableSortedSet<ContactId>.Builder _ids = before.Ids.ToBuilder();
    private AppendOnlyList<AuditEntry> _log = before.Log;

    public StoreState ToState() => new(_records.ToImmutable(), _ids.ToImmutable(), _log);

    /// <summary>Checks first and writes after, so that a commit is there as a whole or not at all.</summary>
    public CommitOutcome Commit(ConsentCommit commit)
    {
        if (!commit.Change.IsDefault && RecordOf(commit.Contact).Changes.TryGetValue(commit.Change, out var index))
        {
            return new CommitOutcome.AlreadyRecorded(_log[index]);
        }

        foreach (var (snapshot, expected) in commit.Snapshots)
        {
            if (RecordOf(snapshot.Id).Version is var actual && actual != expected)
            {
                return new CommitOutcome.Conflict(snapshot.Id, actual);
            }
        }

        foreach (var (snapshot, expected) in commit.Snapshots)
        {
            _records[snapshot.Id] = RecordOf(snapshot.Id) with { Snapshot = snapshot, Version = expected + 1 };
            _ids.Add(snapshot.Id);
        }

        return new CommitOutcome.Committed([.. commit.Entries.Select(Append)]);
    }

    private AuditEntry Append(AuditEntry entry)
    {
        var logged = entry.Logged(_log.Count, _log.Count == 0 ? Timestamp.MinValue : _log[_log.Count - 1].RecordedAt);
        _log = _log.Add(logged);
        if (logged.Subject is { } subject)
        {
            _records[subject.Contact] = RecordOf(subject.Contact).With(logged);
        }

        return logged;
    }

    private ContactRecord RecordOf(ContactId contact) => _records.GetValueOrDefault(contact, ContactRecord.Empty);
}
