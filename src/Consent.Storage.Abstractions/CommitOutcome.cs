using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What became of a commit. A closed hierarchy: these three and no others.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>Written, and durable.</summary>
    /// <param name="Entries">The entries as they stand in the log, with index and time recorded.</param>
    public sealed record Committed(ImmutableArray<AuditEntry> Entries) : CommitOutcome
    {
        /// <summary>The same entries, compared one by one.</summary>
        public bool Equals(Committed? other) => other is not null && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Entries.IsDefaultOrEmpty ? 0 : HashCode.Combine(Entries.Length, Entries[0]);
    }

    /// <summary>Not written: a snapshot is not the one that was read.</summary>
    /// <param name="Contact">Whose.</param>
    /// <param name="ActualVersion">Its version now.</param>
    public sealed record Conflict(ContactId Contact, long ActualVersion) : CommitOutcome;

    /// <summary>Not written: the change id is in the contact's history already.</summary>
    /// <param name="Entry">The entry that has it.</param>
    public sealed record AlreadyRecorded(AuditEntry Entry) : CommitOutcome;
}
