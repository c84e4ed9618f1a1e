using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>Makes the next state from the one before: only the sequencer has one, for one batch.</summary>
/// <param name="before">The state before.</param>
/// <param name="sealer">Seals entries.</param>
/// <param name="salts">Salts.</param>
/// <param name="key">By which closed ids are known.</param>
/// <param name="entries">About how many entries are coming.</param>
internal sealed class StoreWriter(StoreState before, EntrySealer sealer, DrawnSalts salts, SuppressionKey key, int entries)
{
    private readonly ImmutableDictionary<ContactId, ContactRecord>.Builder _records = before.Records.ToBuilder();
    private readonly LogAppender _log = new(before.Log, sealer, salts, entries);
    private ImmutableSortedSet<ContactId>.Builder? _ids;
    private ImmutableDictionary<Sha256Digest, ClosedRow> _closed = before.Closed;
    private List<AudienceMember>? _gone;
    private AudienceState _audience = before.Audience;

    /// <summary>The ids that have a snapshot; most changes are about one that has one already.</summary>
    private ImmutableSortedSet<ContactId>.Builder Ids => _ids ??= before.Ids.ToBuilder();

    public StoreState ToState()
    {
        _gone?.ForEach(member => member.Erase());
        return new(_records.ToImmutable(), _ids?.ToImmutable() ?? before.Ids, _closed, _audience, _log.ToState());
    }

    /// <summary>Checks first and writes after, so that a commit is there as a whole or not at all.</summary>
    public CommitOutcome Commit(ConsentCommit commit)
    {
        if (RecordOf(commit.Contact) is var addressed && addressed.MayHave(commit.Change) && addressed.Recorded(commit.Change, _log.Rows()) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var write in commit.Snapshots)
        {
            var id = write.Snapshot.Id;
            if (VersionOf(id) is var actual && !write.Expects(actual, RecordOf(id) is { Snapshot: not null } record ? record.LastEntry : AuditEntry.NotLogged))
            {
                return new CommitOutcome.Conflict(id, actual);
            }
        }

        foreach (var write in commit.Snapshots)
        {
            Write(write);
        }

        return new CommitOutcome.Committed(ImmutableArray.CreateRange(commit.Entries, static (entry, writer) => writer.Append(entry), this));
    }

    /// <summary>Whether a record still is the one that was marked, or is not of that life any more.</summary>
    public bool IsAsMarked(ContactErasure erasure) =>
        erasure.Version is not { } marked || IncarnationOf(erasure.Contact) != erasure.Incarnation || VersionOf(erasure.Contact) is var actual && (actual == 0 || actual == marked);

    public void Erase(ContactErasure erasure)
    {
        foreach (var (first, last) in erasure.Entries)
        {
            for (var i = first; i <= last; i++)
            {
                before.Log.Rows[(int)i].Erase();
            }
        }

        _records.TryGetValue(erasure.Contact, out var record);
        if (IncarnationOf(erasure.Contact) != erasure.Incarnation)
        {
            // Erased before, perhaps opened anew since.
            return;
        }

        if (erasure.Closed is null)
        {
            _closed = _closed.Remove(key.Of(erasure.Contact));
        }

        if (record is null)
        {
            return;
        }

        Leave(record);

        // What the erasure does not name, such as a reading that came between, is still to be found, so that another erasure can name it.
        var rest = ContactRecord.Empty;
        foreach (var index in record.Entries.Items)
        {
            var entry = before.Log.Rows[index].Entry;
            rest = entry.IsErased ? rest : rest.With(entry.Open());
        }

        rest = rest with { LastEntry = AuditEntry.NotLogged };

        _records.Remove(erasure.Contact);
        if (rest.Entries.Count > 0)
        {
            _records[erasure.Contact] = rest;
        }

        if (Ids.Remove(erasure.Contact) && erasure.Record(ContactlabTaxonomy.Instance) is { } closed)
        {
            _closed = _closed.SetItem(key.Of(erasure.Contact), ClosedRow.Of(closed, record.Version + 1));
        }
    }

    private void Write(SnapshotWrite write)
    {
        var contact = write.Snapshot.Id;
        if (write.Snapshot.State == ContactState.Closed)
        {
            Leave(RecordOf(contact));

            // Entries that are left about it, such as a reading, can still be found, so that another erasure can name them.
            if (RecordOf(contact) is { Entries.Count: > 0 } left)
            {
                _records[contact] = left with { Snapshot = null, Version = 0, Member = null, LastEntry = AuditEntry.NotLogged };
            }
            else
            {
                _records.Remove(contact);
            }

            Ids.Remove(contact);
            _closed = _closed.SetItem(key.Of(contact), ClosedRow.Of(write.Snapshot, write.ExpectedVersion + 1));
            return;
        }

        if (_closed.Count > 0)
        {
            _closed = _closed.Remove(key.Of(contact));
        }

        var record = RecordOf(contact);
        (_audience, var member) = _audience.Written(record.Member, contact);
        _records[contact] = record with { Member = member, Position = _audience.Writes.Count, Snapshot = write.Snapshot, Version = write.ExpectedVersion + 1 };
        if (record.Snapshot is null)
        {
            Ids.Add(contact);
        }
    }

    /// <summary>The contact is of the audience no more.</summary>
    private void Leave(ContactRecord record)
    {
        if (record.Member is { } member)
        {
            _audience = _audience.Gone(member);
            (_gone ??= []).Add(member);
        }
    }

    private AuditEntry Append(AuditEntry entry)
    {
        var logged = _log.Append(entry, entry.Subject is { } about ? RecordOf(about.Contact).LastEntry : AuditEntry.NotLogged);
        if (logged.Subject is { } subject)
        {
            _records[subject.Contact] = RecordOf(subject.Contact).With(logged);
        }

        return logged;
    }

    private Guid IncarnationOf(ContactId contact) => RecordOf(contact).Snapshot?.Revision.Incarnation ?? Guid.Empty;

    private long VersionOf(ContactId contact) =>
        _records.TryGetValue(contact, out var record) && record.Snapshot is not null ? record.Version
        : _closed.Count > 0 && _closed.TryGetValue(key.Of(contact), out var closed) ? closed.Version
        : 0;

    private ContactRecord RecordOf(ContactId contact) => _records.GetValueOrDefault(contact, ContactRecord.Empty);
}
