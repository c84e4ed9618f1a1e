using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>One round of an erasure, worked out and not begun.</summary>
/// <param name="Own">The indices of the person's own entries.</param>
/// <param name="Mentions">Others' entries that name the person, ascending.</param>
/// <param name="Touched">Whose entries those are.</param>
/// <param name="Kept">What is kept of each id that goes.</param>
/// <param name="Log">The entries to append.</param>
/// <param name="Snapshots">The records as they are marked, and of those that stay as they become.</param>
/// <param name="Erasures">What the store takes away, contact by contact.</param>
internal sealed record ErasurePlan(
    ImmutableArray<long> Own,
    ImmutableArray<ErasedOther> Mentions,
    ImmutableHashSet<ContactId> Touched,
    ImmutableArray<JournaledClosing> Kept,
    ImmutableArray<AuditEntry> Log,
    ImmutableArray<ContactConsents> Snapshots,
    ImmutableArray<ContactErasure> Erasures)
{
    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The person's requests as they stand after it.</summary>
    public ImmutableArray<SubjectRequest> Requests { get; init; } = [];

    /// <summary>What the erasure comes to.</summary>
    public ErasureOutcome Outcome { get; init; }
}
