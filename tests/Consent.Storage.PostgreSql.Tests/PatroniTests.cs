using System.Diagnostics;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Under Patroni and etcd, as many run PostgreSQL: <c>CONSENT_PATRONI=1</c>, about a minute.</summary>
public sealed class PatroniTests
{
    private const int Writers = 4;

    [Fact]
    public async Task A_primary_that_is_killed_is_followed_by_its_synchronous_standby_and_nothing_acknowledged_is_lost()
    {
        await using var cluster = await PatroniCluster.StartAsync();
        using var folder = new TemporaryFolder();
        await using var store = new PostgreSqlConsentStore(new()
        {
            ConnectionString = cluster.ConnectionString,
            StandbyConnectionString = cluster.ConnectionString,
            KeyDirectory = folder.File("keys"),
        });
        var writes = new AcknowledgedWrites(store, Writers);
        var writing = writes.WriteAsync();
        await writes.AcknowledgedAsync(100);
        await IsReadFromStandbyAsync(store);

        var (former, killed) = (await cluster.PrimaryAsync(), Stopwatch.GetTimestamp());
        cluster.Kill(former);
        var before = writes.Acknowledged;
        await writes.AcknowledgedAsync(before + Writers + 1);
        var over = Stopwatch.GetElapsedTime(killed);
        await writes.AcknowledgedAsync(before + 100);
        var now = await cluster.PrimaryAsync();
        Assert.NotEqual(former, now);

        // It comes back as a standby, and is read from again.
        cluster.Start(former);
        await cluster.UntilAsync(former, "synchronous");
        var back = Stopwatch.GetElapsedTime(killed);
        await cluster.ExecuteAsync(now, "CHECKPOINT");
        await Task.Delay(TimeSpan.FromSeconds(1), Some.Stop);
        await cluster.ExecuteAsync(former, "CHECKPOINT");
        await IsReadFromStandbyAsync(store);
        await writes.StopAsync(writing);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{before} acknowledged before and {writes.Acknowledged - before} after; over {over.TotalSeconds:0.0} s after the kill, {writes.Retries} retries, {writes.MostRetries} at most for one; the former primary is a standby again {back.TotalSeconds:0.0} s after the kill.");
        await writes.NothingIsLostAsync(store);
    }

    private static async Task IsReadFromStandbyAsync(PostgreSqlConsentStore store)
    {
        for (var before = store.StandbyReads; store.StandbyReads == before;)
        {
            await store.ReadLogAsync(new() { Contact = Some.Contact("contact 0-0") }, Some.Stop).CountAsync(Some.Stop);
            await Task.Delay(20, Some.Stop);
        }
    }
}
