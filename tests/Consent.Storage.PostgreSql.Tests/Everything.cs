using Consent.Testing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A little of all that a store is asked, from several tasks at once.</summary>
internal static class Everything
{
    private const int Tasks = 4;
    private const int Contacts = 12;

    /// <summary>Changes, one by one and many at a time, histories, the audience, verification, an erasure.</summary>
    public static async Task IsDoneAsync(PostgreSqlConsentStore store)
    {
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            for (var n = task; n < Contacts; n += Tasks)
            {
                var first = Some.First($"contact {n}");
                Assert.All(await store.CommitAsync(first), o => Assert.IsType<CommitOutcome.Committed>(o));
                Assert.All(await store.CommitAsync(first.Then("2", 5), Some.First($"other {n}")), o => Assert.IsType<CommitOutcome.Committed>(o));
                Assert.NotNull((await store.FindAsync($"contact {n}", "2")).Recorded);
                Assert.Equal(2, await store.ReadLogAsync(new() { Contact = Some.Contact($"contact {n}") }, Some.Stop).CountAsync(Some.Stop));
                Assert.NotEqual(0, await store.ReadChangesAsync(0, Some.Stop).CountAsync(Some.Stop));
                Assert.NotEqual(0, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
            }
        })));
        Assert.All(await store.CommitAsync([.. Enumerable.Range(0, 150).Select(n => Some.First($"bulk {n}"))]), o => Assert.IsType<CommitOutcome.Committed>(o));
        Assert.True(await store.Log.AddCheckpointAsync(new(2, Some.Start, "a note\n"), Some.Stop));
        Assert.Equal((3 * Contacts) + 150, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(Auditing.LogFlaw.None, (await store.VerifyAsync()).Flaw);

        var found = await store.FindAsync("contact 0");
        var entries = await store.ReadLogAsync(new() { Contact = Some.Contact("contact 0") }, Some.Stop).Select(e => new IndexRange(e.Index, e.Index)).ToListAsync(Some.Stop);
        await store.EraseAsync([new(Some.Contact("contact 0"), found.Snapshot!.Revision.Incarnation, [.. entries], Closings.Kept(Some.Contact("contact 0"), Some.Start))], Some.Stop);
        Assert.Equal(ContactState.Closed, (await store.FindAsync("contact 0")).Snapshot!.State);
        Assert.Equal((2 * Contacts) - 1 + 150, await store.ReadChangesAsync(0, Some.Stop).CountAsync(c => c.Snapshot is not null, Some.Stop));
    }
}
