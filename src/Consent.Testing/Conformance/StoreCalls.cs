using System.Collections.Immutable;
using Consent.Auditing;
using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>The port's calls, as short as tests want them.</summary>
internal static class StoreCalls
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<StoredContact> FindOneAsync(this IConsentStore store, ContactId contact, ChangeId change = default)
    {
        var found = await store.FindAsync([new(contact, change)], Cancellation);
        return Assert.Single(found);
    }

    public static async Task<ContactConsents> SnapshotOfAsync(this IConsentStore store, ContactId contact)
    {
        var found = await store.FindOneAsync(contact);
        Assert.NotNull(found.Snapshot);
        return found.Snapshot;
    }

    public static async Task<ImmutableArray<CommitOutcome>> CommitManyAsync(this IConsentStore store, params ConsentCommit[] batch)
    {
        var outcomes = await store.CommitAsync(batch, Cancellation);
        Assert.Equal(batch.Length, outcomes.Count);
        return [.. outcomes];
    }

    public static async Task<CommitOutcome> CommitOneAsync(this IConsentStore store, ConsentCommit commit) => (await store.CommitManyAsync(commit))[0];

    /// <summary>Commits what must succeed, and returns the entries as they stand in the log.</summary>
    public static async Task<ImmutableArray<AuditEntry>> WriteAsync(this IConsentStore store, params ConsentCommit[] batch) =>
        [.. (await store.CommitManyAsync(batch)).SelectMany(o => Assert.IsType<CommitOutcome.Committed>(o).Entries)];

    public static async Task<ImmutableArray<AuditEntry>> LogAsync(this IConsentStore store, LogQuery? query = null)
    {
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        await foreach (var entry in store.ReadLogAsync(query ?? LogQuery.Everything, Cancellation))
        {
            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    /// <summary>Scans, and stops after so many records.</summary>
    public static async Task<ImmutableArray<ContactConsents>> ScanAsync(this IConsentStore store, ContactId after = default, int take = int.MaxValue)
    {
        var snapshots = ImmutableArray.CreateBuilder<ContactConsents>();
        await foreach (var snapshot in store.ScanAsync(after, Cancellation))
        {
            snapshots.Add(snapshot);
            if (snapshots.Count == take)
            {
                break;
            }
        }

        return snapshots.ToImmutable();
    }

    public static async Task<ImmutableArray<AudienceChange>> ChangesAsync(this IAudienceFeed feed, long after = 0)
    {
        var changes = ImmutableArray.CreateBuilder<AudienceChange>();
        await foreach (var change in feed.ReadChangesAsync(after, Cancellation))
        {
            changes.Add(change);
        }

        return changes.ToImmutable();
    }

    /// <summary>Erases a contact with all its entries, if it has a record.</summary>
    public static async Task EraseAllOfAsync(this IConsentStore store, ContactId contact, ClosedId? closed)
    {
        if ((await store.FindOneAsync(contact)).Snapshot is { State: not ContactState.Closed } snapshot)
        {
            var entries = await store.LogAsync(new() { Contact = contact });
            await store.EraseAsync([new(contact, snapshot.Revision.Incarnation, IndexRanges.Of(entries.Select(e => e.Index)), closed)], Cancellation);
        }
    }

    public static async Task<LogHead> HeadAsync(this IConsentStore store) => await store.GetHeadAsync(Cancellation);

    public static async Task<ImmutableArray<SealedEntry>> SealedAsync(this IConsentStore store, long from = 0, long to = long.MaxValue)
    {
        var entries = ImmutableArray.CreateBuilder<SealedEntry>();
        await foreach (var entry in store.Log.ReadAsync(from, to, Cancellation))
        {
            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    public static async Task<TreeHead> TreeHeadAsync(this IConsentStore store, long size) => await store.Log.HeadAtAsync(size, Cancellation);

    public static async Task<T> PlannedAsync<T>(this IConsentStore store, ProofPlan<T> plan) => await store.Log.AssembleAsync(plan, Cancellation);
}
