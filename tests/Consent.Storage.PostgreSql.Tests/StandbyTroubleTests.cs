using System.Diagnostics;
using static Consent.Storage.PostgreSql.Tests.StandbyReads;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A standby in trouble is no error: the primary answers.</summary>
public sealed class StandbyTroubleTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_standby_that_hangs_is_promoted_or_gone_is_passed_over_within_5_s()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var schema = Schema.On(pair.Primary);
        await using var store = Open(schema, pair.Standby.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        await pair.CaughtUpAsync();
        await using var other = Open(schema, pair.Standby.ConnectionString);
        await IsUsedAsync(store);
        await IsUsedAsync(other);

        pair.Standby.Hang();
        try
        {
            Assert.InRange(await ReadAsync(), TimeSpan.Zero, s_soon);
            Assert.Contains("does not answer", store.StandbyTrouble, StringComparison.Ordinal);
            // It is not asked again for a while.
            Assert.InRange(await ReadAsync(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1500));
            Assert.NotNull((await store.FindAsync("ada")).Recorded);
            pair.Primary.Hang();
            var begun = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<ConsentStoreException>(async () => await other.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));

            // The store's own seconds, and those that a busy machine takes besides.
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, s_soon * 2);
        }
        finally
        {
            pair.Standby.Continue();
            pair.Primary.Continue();
        }

        await IsUsedAsync(store);
        var reads = store.StandbyReads;
        pair.Standby.Promote();
        await ReadAsync();
        Assert.Contains("promoted", store.StandbyTrouble, StringComparison.Ordinal);
        pair.Standby.KillAll();
        await using var anew = Open(schema, pair.Standby.ConnectionString);
        Assert.Equal(1, await anew.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.NotNull(anew.StandbyTrouble);
        Assert.Equal((reads, 0L), (store.StandbyReads, anew.StandbyReads));

        async Task<TimeSpan> ReadAsync()
        {
            var begun = Stopwatch.GetTimestamp();
            Assert.Equal(1, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
            return Stopwatch.GetElapsedTime(begun);
        }
    }

    [Fact]
    public async Task A_standby_that_stays_behind_on_the_timeline_of_a_former_primary_is_not_read_until_it_follows_the_new_one()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var second = await pair.Primary.StandbyAsync("second");
        await using var schema = Schema.On(pair.Primary);
        await using var store = Open(schema, second.ConnectionString, pair.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        await pair.CaughtUpAsync();
        await IsUsedAsync(store);

        // Its head is as new as any.
        pair.Primary.KillAll();
        pair.Standby.Promote();
        Assert.NotNull((await store.FindAsync("ada")).Recorded);
        Assert.Equal(1, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal("The standby is on timeline 1, and the primary on 2.", store.StandbyTrouble);

        await second.ExecuteAsync($"ALTER SYSTEM SET primary_conninfo = 'host={HostOf(pair.Standby)} user=postgres application_name=second'");
        await second.ExecuteAsync("SELECT pg_reload_conf()");
        await pair.Standby.ExecuteAsync("CHECKPOINT");
        while (await second.ExecuteAsync("CHECKPOINT; SELECT timeline_id FROM pg_control_checkpoint()") is not 2)
        {
            await Task.Delay(50, Some.Stop);
        }

        await IsUsedAsync(store);
    }
}
