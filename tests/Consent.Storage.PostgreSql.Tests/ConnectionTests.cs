using System.Globalization;
using System.Transactions;
using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Connections that are lost, above all in the middle of a commit: nothing is lost, nothing is done twice.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(nameof(Proxy.Cut.Commit))]
    [InlineData(nameof(Proxy.Cut.Answer))]
    public async Task A_commit_whose_connection_is_cut_is_done_once(string cut)
    {
        await using var schema = await Schema.CreateAsync();
        Assert.SkipWhen(schema.Server.DataFolder is null, "The proxy stands before the tests' own server only.");
        await using var proxy = new Proxy(schema.Server);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = schema.Open(source);
        await store.CommitAsync(Some.First("ada"));
        for (var n = 0; n < 10; n++)
        {
            proxy.CutNext(Enum.Parse<Proxy.Cut>(cut));
            // Without a change id nothing but the store itself can know that it was done already.
            var outcomes = await store.CommitAsync(Some.First("bea" + n) with { Change = default }, Some.First("cay" + n));
            Assert.All(outcomes, o => Assert.IsType<CommitOutcome.Committed>(o));
            Assert.Equal(1 + ((n + 1) * 2), (await store.GetHeadAsync(Some.Stop)).Size);
            proxy.CutNext(Enum.Parse<Proxy.Cut>(cut));
            Assert.True(await store.Log.AddCheckpointAsync(new(1 + n, Some.Start, $"note {n}\n"), Some.Stop));
        }

        Assert.Equal(20, proxy.Cuts);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        Assert.Equal(10, await store.Log.ReadCheckpointsAsync(Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(21, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
    }

    [Fact]
    public async Task A_lookup_of_a_lost_commit_that_is_cancelled_is_made_again()
    {
        await using var schema = await Schema.CreateAsync();
        Assert.SkipWhen(schema.Server.DataFolder is null, "The proxy stands before the tests' own server only.");
        await using var proxy = new Proxy(schema.Server);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(proxy.ConnectionString) { ApplicationName = schema.Name }.ConnectionString);
        await using var store = schema.Open(source);
        await store.CommitAsync(Some.First("ada"));
        await using var other = new NpgsqlConnection(schema.Server.ConnectionString);
        await other.OpenAsync(Some.Stop);
        await using var transaction = await other.BeginTransactionAsync(Some.Stop);

        proxy.CutNext(Proxy.Cut.Answer);
        var writing = store.CommitAsync(Some.First("bea") with { Change = default });
        // As soon as it is committed the head is locked, so that the lookup has to wait.
        await using var command = new NpgsqlCommand($"SELECT size FROM {schema.Name}.head WHERE size = 2 FOR UPDATE", other);
        await UntilAsync(async () => await command.ExecuteScalarAsync(Some.Stop) is not null);
        // Where the lookup was faster than the lock, there is nothing to cancel.
        await UntilAsync(async () => writing.IsCompleted || await schema.AskAsync($"SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE application_name = '{schema.Name}' AND wait_event_type = 'Lock'") is > 0L);
        await transaction.RollbackAsync(Some.Stop);

        Assert.IsType<CommitOutcome.Committed>((await writing)[0]);
        Assert.Equal(2, (await store.GetHeadAsync(Some.Stop)).Size);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_of_the_callers_is_none_of_the_stores(bool isGiven)
    {
        await using var schema = await Schema.CreateAsync();
        await using var source = NpgsqlDataSource.Create(schema.Server.ConnectionString);
        await using var store = isGiven ? schema.Open(source) : schema.Open();
        await using var other = schema.Open();
        await store.GetHeadAsync(Some.Stop);
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await store.CommitAsync(Some.First("ada"));
            Assert.NotNull((await store.FindAsync("ada")).Snapshot);
            await other.CommitAsync(Some.First("bea"));
            Assert.NotNull((await store.FindAsync("bea")).Snapshot);
        }

        // It was rolled back, and the store's connections go on.
        await store.CommitAsync(Some.First("cay"));
        Assert.Equal(3, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task Backends_that_are_terminated_all_the_while_lose_nothing_and_double_nothing()
    {
        const int Commits = 90;
        await using var schema = await Schema.CreateAsync();
        var options = schema.Options;
        options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = schema.Name }.ConnectionString;
        options.RetryTimeout = TimeSpan.FromMinutes(1);
        await using var store = new PostgreSqlConsentStore(options);
        await store.GetHeadAsync(Some.Stop);
        var done = 0;
        var terminated = TerminateAsync(schema, () => Volatile.Read(ref done), Commits);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            for (var n = 0; n < Commits / 3; n++)
            {
                Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First($"contact {w}-{n}")))[0]);
                Interlocked.Increment(ref done);
                Assert.NotNull((await store.FindAsync($"contact {w}-{n}")).Recorded);
            }
        })));

        Assert.True(await terminated > 0);
        Assert.Equal(Commits, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        Assert.Equal(Commits, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_is_waited_for()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: true);
        await using var schema = Schema.On(server);
        var options = schema.Options;
        options.RetryTimeout = TimeSpan.FromMinutes(1);
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(Some.First("ada"));

        server.Kill();
        var commit = store.CommitAsync(Some.First("bea"));
        var find = store.FindAsync("ada");
        server.Start();

        Assert.IsType<CommitOutcome.Committed>((await commit)[0]);
        Assert.NotNull((await find).Recorded);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_said_and_says_nothing_of_anybody()
    {
        await using var schema = await Schema.CreateAsync();
        var options = schema.Options;
        options.ConnectionString = "Host=/nowhere;Username=postgres;Database=postgres";
        options.RetryTimeout = TimeSpan.FromMilliseconds(50);
        await using var store = new PostgreSqlConsentStore(options);

        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("contact-marker")));

        Assert.True(trouble.IsTransient);
        Assert.DoesNotContain("contact-marker", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_head_is_waited_for_and_then_said()
    {
        await using var schema = await Schema.CreateAsync();
        var options = schema.Options;
        options.RetryTimeout = TimeSpan.FromMilliseconds(300);
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(Some.First("ada"));
        await using var other = new NpgsqlConnection(schema.Server.ConnectionString);
        await other.OpenAsync(Some.Stop);
        await using var transaction = await other.BeginTransactionAsync(Some.Stop);
        await using var command = new NpgsqlCommand($"SELECT size FROM {schema.Name}.head FOR UPDATE", other);
        await command.ExecuteScalarAsync(Some.Stop);

        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("bea")));
        Assert.True(trouble.IsTransient);
        Assert.NotNull((await store.FindAsync("ada")).Snapshot);

        await transaction.RollbackAsync(Some.Stop);
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First("bea")))[0]);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Theory]
    [InlineData("TRUNCATE {0}_keys.key_page", "are not in its key store")]
    [InlineData("DROP SCHEMA {0}_keys CASCADE", "are not in its key store")]
    [InlineData("DELETE FROM {0}_keys.key_page WHERE page = '00000000-0000-0000-0000-000000000000'", "are not in its key store")]
    [InlineData("DELETE FROM {0}.key_check", "no check value of its keys")]
    [InlineData("UPDATE {0}.key_check SET value = sha256('another')", "is not the one that belongs to this database")]
    public async Task Keys_that_are_missing_or_others_are_said_and_never_made_anew(string accident, string said)
    {
        await using var schema = await Schema.CreateAsync();
        await FilledAsync(schema);

        await schema.AskAsync(string.Format(CultureInfo.InvariantCulture, accident, schema.Name));

        await IsRefusedAsync(schema, said);
        await IsRefusedAsync(schema, said);
    }

    [Fact]
    public async Task A_key_encryption_key_that_is_missing_beside_data_is_said()
    {
        await using var schema = await Schema.CreateAsync();
        await FilledAsync(schema);
        var file = Path.Combine(schema.KeyDirectory, "key-encryption.key");
        File.Move(file, file + ".away");

        await IsRefusedAsync(schema, "is missing");
        await IsRefusedAsync(schema, "is missing");

        File.Move(file + ".away", file);
        await using var again = schema.Open();
        Assert.NotNull((await again.FindAsync("ada")).Snapshot);
    }

    private static async Task FilledAsync(Schema schema)
    {
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
    }

    private static async Task IsRefusedAsync(Schema schema, string said)
    {
        await using var store = schema.Open();
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.FindAsync("ada"));
        Assert.Contains(said, trouble.Message, StringComparison.Ordinal);
        Assert.False(trouble.IsTransient);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(1, Some.Stop);
        }
    }

    /// <summary>Ends all connections of the store, again and again, each time at another moment after something got done.</summary>
    /// <returns>How many.</returns>
    private static async Task<long> TerminateAsync(Schema schema, Func<int> done, int all)
    {
        var ended = 0L;
        for (var before = -1; done() < all;)
        {
            if (done() > before)
            {
                before = done();
                await Task.Delay(Random.Shared.Next(0, 30));
                ended += (long)(await schema.Server.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{schema.Name}'"))!;
            }

            await Task.Delay(1);
        }

        return ended;
    }
}
