using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>PostgreSQL reports success when a wait for its synchronous standby is cancelled. Nobody is told "recorded" then.</summary>
public sealed class StandbyWaitTests
{
    /// <summary>Cancels what waits for the standby.</summary>
    private const string Cancel = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_wait_for_the_standby_that_ends_without_it_is_never_answered_as_recorded(bool timesOut, bool isMany)
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var schema = Schema.On(pair.Primary);
        await using (var source = NpgsqlDataSource.Create(pair.Primary.ConnectionString + (timesOut ? ";Command Timeout=1" : "")))
        {
            await using var store = new PostgreSqlConsentStore(new() { DataSource = source, Schema = schema.Name, KeyDirectory = schema.KeyDirectory, RetryTimeout = s_patience });
            await using var other = Open(schema, pair.Primary);
            var ada = Some.First("ada");
            await store.CommitAsync(ada);
            ConsentCommit[] batch = isMany ? [ada.Then("2", 5), Some.First("bea")] : [ada.Then("2", 5)];
            using var cancelled = new CancellationTokenSource();
            pair.Standby.Hang();
            var cancelling = timesOut ? Task.CompletedTask : CancelAsync(pair.Primary, cancelled.Token);
            try
            {
                await IsNotKnownAsync(store.CommitAsync(batch));
                // It is there, and all the same whoever asks is not told so: neither in a lookup nor by sending it again, and not by another process either.
                Assert.Equal(batch.Length + 1L, await schema.AskAsync("SELECT size FROM head"));
                await IsNotKnownAsync(store.FindAsync("ada", "2"));
                await IsNotKnownAsync(store.CommitAsync(batch));
                if (!timesOut)
                {
                    await IsNotKnownAsync(other.FindAsync("ada", "2"));
                }
            }
            finally
            {
                pair.Standby.Continue();
                await cancelled.CancelAsync();
                await cancelling;
            }

            Assert.NotNull((await other.FindAsync("ada", "2")).Recorded);
            Assert.All(await store.CommitAsync(batch), o => Assert.IsType<CommitOutcome.AlreadyRecorded>(o));
            Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First("cay")))[0]);
        }

        // What was answered as recorded at last is what the standby has.
        pair.Primary.KillAll();
        pair.Standby.Promote();
        await using var after = Open(schema, pair.Standby);
        Assert.NotNull((await after.FindAsync("ada", "2")).Recorded);
        Assert.NotNull((await after.FindAsync("cay")).Recorded);
        Assert.Equal(Auditing.LogFlaw.None, (await after.VerifyAsync()).Flaw);
    }

    /// <summary>Found by an attack: <c>local</c> waits for the disk, and not for the standby.</summary>
    [Theory]
    [InlineData("off", false)]
    [InlineData("local", false)]
    [InlineData("local", true)]
    public async Task Whatever_the_roles_default_a_commit_waits_for_the_standby(string level, bool pools)
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await using (var first = schema.Open())
        {
            await first.CommitAsync(Some.First("ada"));
        }

        await server.ExecuteAsync($"ALTER ROLE postgres SET synchronous_commit = '{level}'");
        await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        var options = schema.Options;
        options.PoolsTransactions = pools;
        await using var store = new PostgreSqlConsentStore(options);

        var committing = store.CommitAsync([Some.First("bea")], Some.Stop).AsTask();
        await Task.Delay(TimeSpan.FromSeconds(3), Some.Stop);

        Assert.False(committing.IsCompletedSuccessfully);
        await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await Record.ExceptionAsync(() => committing);
        await store.CommitAsync([Some.First("bea")], Some.Stop);
        Assert.NotNull((await store.FindAsync("bea")).Recorded);
    }

    private static PostgreSqlConsentStore Open(Schema schema, PostgreSqlServer server) =>
        new(new() { ConnectionString = server.ConnectionString, Schema = schema.Name, KeyDirectory = schema.KeyDirectory, RetryTimeout = s_patience });

    private static async Task IsNotKnownAsync<T>(Task<T> answer)
    {
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => answer);
        Assert.True(trouble.IsTransient);
        Assert.Contains("synchronous standby", trouble.Message, StringComparison.Ordinal);
    }

    private static async Task CancelAsync(PostgreSqlServer server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await server.ExecuteAsync(Cancel);
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
