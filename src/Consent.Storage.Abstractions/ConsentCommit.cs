using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What is written together or not at all: entries for the log, and the snapshots that they lead to.</summary>
/// <remarks>
/// Before writing, a store checks, in this order: (1) if <see cref="Change"/> is set and an entry of <see cref="Contact"/> with that change id
/// is in the log, the outcome is <see cref="CommitOutcome.AlreadyRecorded"/> with that entry; (2) if a snapshot's version is not the
/// expected one, the outcome is <see cref="CommitOutcome.Conflict"/>.
/// </remarks>
public sealed record ConsentCommit
{
    /// <summary>Whose change id it is; <see langword="default"/> for entries about no contact.</summary>
    public ContactId Contact { get; init; }

    /// <summary>The change id that makes a repetition recognisable; <see langword="default"/>: none.</summary>
    public ChangeId Change { get; init; }

    /// <summary>The entries to append, in order. May be empty.</summary>
    public ImmutableArray<AuditEntry> Entries { get; init; } = [];

    /// <summary>The snapshots to write.</summary>
    public ImmutableArray<SnapshotWrite> Snapshots { get; init; } = [];

    /// <summary>
    /// Not <see langword="null"/>: the one snapshot takes the place of one that was altered (<see cref="ContactState.Altered"/>), which nothing else may; and this is the index of the contact's last entry that has
    /// a revision (<see cref="StoredContact.LastEntry"/>), -1 for a closed id. A store whose records cannot be altered need not look at it.
    /// </summary>
    public long? Rebuilds { get; init; }
}
