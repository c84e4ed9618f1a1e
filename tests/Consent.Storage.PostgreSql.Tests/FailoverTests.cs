using System.Diagnostics;
using System.Globalization;
using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A primary that is killed under its writers, and a standby that takes over.</summary>
public sealed class FailoverTests
{
    private const int Writers = 4;

    /// <summary>How often: <c>CONSENT_FAILOVERS</c>, or once, because a test run has to be short.</summary>
    private static int Failovers => int.TryParse(Environment.GetEnvironmentVariable("CONSENT_FAILOVERS"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    /// <summary>When it is killed is drawn: always alike where <c>CONSENT_SEED</c> says from which number.</summary>
    private static Random Drawn => Environment.GetEnvironmentVariable("CONSENT_SEED")?.Split(',') is [var seed, ..] && int.TryParse(seed, CultureInfo.InvariantCulture, out var number) ? new(number) : new();

    [Fact]
    public async Task With_a_synchronous_standby_nothing_acknowledged_is_lost_and_hosts_go_over()
    {
        var random = Drawn;
        for (var n = 0; n < Failovers; n++)
        {
            await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
            await using var schema = Schema.On(pair.Primary);
            await using var store = Open(schema, pair.ConnectionString);
            var run = new AcknowledgedWrites(store, Writers);
            var writing = run.WriteAsync();
            await run.AcknowledgedAsync(20);
            await Task.Delay(random.Next(500), Some.Stop);

            pair.Primary.KillAll();
            pair.Standby.Promote();
            var promoted = Stopwatch.GetTimestamp();
            var before = run.Acknowledged;
            await run.AcknowledgedAsync(before + Writers + 1);
            var over = Stopwatch.GetElapsedTime(promoted);
            await run.AcknowledgedAsync(before + 40);
            await run.StopAsync(writing);

            TestContext.Current.TestOutputHelper!.WriteLine($"{before} acknowledged before and {run.Acknowledged - before} after; over {over.TotalMilliseconds:0} ms after the promotion, {run.Retries} retries.");
            // A second and what a busy machine takes.
            Assert.InRange(over, TimeSpan.Zero, TimeSpan.FromSeconds(4));
            Assert.InRange(run.MostRetries, 0, 1);
            await run.NothingIsLostAsync(store);
        }
    }

    [Fact]
    public async Task An_old_primary_that_comes_back_is_not_spoken_to()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var schema = Schema.On(pair.Primary);
        await using var store = Open(schema, pair.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        pair.Primary.KillAll();
        pair.Standby.Promote();
        await store.CommitAsync(Some.First("bea"));

        // It comes first in the connection string, and believes that it is the primary.
        pair.Primary.Start();
        await pair.Primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = ''");
        await pair.Primary.ExecuteAsync("SELECT pg_reload_conf()");
        await pair.Standby.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => store.CommitAsync(Some.First($"cay {n}")).ContinueWith(_ => store.FindAsync("bea"), TaskScheduler.Default).Unwrap()));
        Assert.Equal(1L, await SizeAsync(pair.Primary, schema));
        Assert.Equal(10L, await SizeAsync(pair.Standby, schema));

        // Alone it is no better.
        pair.Standby.KillAll();
        await Assert.ThrowsAsync<ConsentStoreException>(() => store.FindAsync("ada"));
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("dan")));
        Assert.True(trouble.IsTransient);
        Assert.Equal(1L, await SizeAsync(pair.Primary, schema));
    }

    [Fact]
    public async Task Without_a_synchronous_standby_what_was_lost_is_noticed_at_once_and_named()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var schema = Schema.On(pair.Primary);
        await using var store = Open(schema, pair.ConnectionString);
        await using var reading = Open(schema, pair.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        await pair.CaughtUpAsync();
        await pair.DetachAsync();
        await store.CommitAsync(Some.First("bea"));
        await store.CommitAsync(Some.First("cay"), Some.First("dan"));
        await reading.FindAsync("ada");

        pair.Primary.KillAll();
        pair.Standby.Promote();

        Assert.All(
            [
                await Assert.ThrowsAsync<AuditLogAlteredException>(() => reading.FindAsync("ada")),
                await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("eve"))),
                await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await store.GetHeadAsync(Some.Stop)),
            ],
            noticed =>
            {
                Assert.Equal((LogFlaw.CutOff, 4L), (noticed.Flaw, noticed.Size));
                Assert.Contains("has 1 entries, and this process has seen 4", noticed.Message, StringComparison.Ordinal);
            });
        Assert.Equal(1L, await SizeAsync(pair.Standby, schema));
    }

    /// <summary>With the time limits that a host has.</summary>
    private static PostgreSqlConsentStore Open(Schema schema, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Remove("Timeout");
        return new(new() { ConnectionString = settings.ConnectionString, Schema = schema.Name, KeyDirectory = schema.KeyDirectory });
    }

    private static Task<object?> SizeAsync(PostgreSqlServer server, Schema schema) => server.ExecuteAsync($"SELECT size FROM {schema.Name}.head");
}
