using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What a commit does within a transaction of a durable store's writer, whatever its database.</summary>
public abstract class CommitRound
{
    /// <summary>Checks first and writes after, so that a commit is there as a whole or not at all.</summary>
    /// <param name="commit">The commit. All that it touches was looked up.</param>
    public CommitOutcome Commit(ConsentCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (!commit.Change.IsDefault && !commit.Contact.IsDefault && FindRecorded(commit.Contact, commit.Change) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var write in commit.Snapshots)
        {
            if (Find(write, commit.Rebuilds is not null) is var (version, lastEntry) && !write.Expects(version, lastEntry))
            {
                return new CommitOutcome.Conflict(write.Snapshot.Id, version);
            }
        }

        foreach (var write in commit.Snapshots)
        {
            Write(write.Snapshot, write.NextVersion);
            if (commit.Rebuilds is { } last)
            {
                Rebuilt(write.Snapshot.Id, last);
            }
        }

        var entries = ImmutableArray.CreateBuilder<AuditEntry>(commit.Entries.Length);
        foreach (var entry in commit.Entries)
        {
            entries.Add(Append(entry, commit));
        }

        return new CommitOutcome.Committed(entries.MoveToImmutable());
    }

    /// <summary>The entry of a contact that recorded a change id.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="change">The change id.</param>
    protected abstract AuditEntry? FindRecorded(ContactId contact, ChangeId change);

    /// <summary>The version of a record as it stands, and its last entry (<see cref="StoredContact"/>).</summary>
    /// <param name="write">What is about to be written on it.</param>
    /// <param name="rebuilds">Whether one that does not verify may be replaced.</param>
    /// <exception cref="RecordAlteredException">It does not verify, and may not.</exception>
    protected abstract (long Version, long LastEntry) Find(SnapshotWrite write, bool rebuilds);

    /// <summary>Writes a record.</summary>
    /// <param name="snapshot">The record.</param>
    /// <param name="version">Its version.</param>
    protected abstract void Write(ContactConsents snapshot, long version);

    /// <summary>A record that did not verify, or was an old one, was replaced.</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="lastEntry">The index of the contact's last entry, as the log says.</param>
    protected abstract void Rebuilt(ContactId contact, long lastEntry);

    /// <summary>Appends an entry to the log.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="commit">Of what it is a part.</param>
    /// <returns>As it stands in the log.</returns>
    protected abstract AuditEntry Append(AuditEntry entry, ConsentCommit commit);
}
