using System.Diagnostics;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Trouble with the server is told within 5 s, also where the server hangs; what is merely slow is waited for.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_server_that_hangs_is_told_within_5_s_and_goes_on_afterwards()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await using var store = Open(schema, server.ConnectionString);
        await using var reading = Open(schema, server.ConnectionString);
        await using var anew = Open(schema, server.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        await reading.FindAsync("ada");
        server.Hang();
        try
        {
            await Task.WhenAll(
                IsToldAsync(() => store.CommitAsync(Some.First("bea")), "not known"),
                IsToldAsync(() => reading.FindAsync("ada"), "connection"),
                IsToldAsync(() => anew.FindAsync("ada"), "connection"));
            await IsToldAsync(() => store.CommitAsync(Some.First("bea"), Some.First("cay")), "connection");
        }
        finally
        {
            server.Continue();
        }

        Assert.NotNull((await reading.FindAsync("ada")).Recorded);
        Assert.NotNull((await anew.FindAsync("ada")).Recorded);
        // The first one may be done by now, and if so only once.
        Assert.All(await store.CommitAsync(Some.First("bea"), Some.First("cay")), o => Assert.True(o is CommitOutcome.Committed or CommitOutcome.AlreadyRecorded));
        Assert.Equal(3, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(Auditing.LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_network_that_swallows_everything_is_told_within_5_s()
    {
        await using var schema = await Schema.CreateAsync();
        Assert.SkipWhen(schema.Server.DataFolder is null, "The proxy stands before the tests' own server only.");
        await using var proxy = new Proxy(schema.Server);
        await using var store = Open(schema, proxy.ConnectionString);
        await using var reading = Open(schema, proxy.ConnectionString);
        await store.CommitAsync(Some.First("ada"));
        await reading.FindAsync("ada");

        proxy.IsSilent = true;
        await Task.WhenAll(IsToldAsync(() => store.CommitAsync(Some.First("bea")), "not known"), IsToldAsync(() => reading.FindAsync("ada"), "connection"));

        proxy.IsSilent = false;
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First("bea")))[0]);
        Assert.NotNull((await reading.FindAsync("bea")).Recorded);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=postgres")]
    [InlineData("Host=/nowhere,/elsewhere;Username=postgres")]
    [InlineData("Host=192.0.2.1;Username=postgres")]
    public async Task A_server_that_is_not_there_is_told_within_5_s(string connectionString)
    {
        using var folder = new TemporaryFolder();
        await using var store = new PostgreSqlConsentStore(new() { ConnectionString = connectionString, KeyDirectory = folder.File("keys") });

        await IsToldAsync(() => store.FindAsync("ada"), "connection");
    }

    [Fact]
    public async Task What_is_slow_is_waited_for()
    {
        await using var schema = await Schema.CreateAsync();
        var options = schema.Options;
        options.RetryTimeout = TimeSpan.FromMinutes(1);
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(Some.First("ada"));
        await using var other = new NpgsqlConnection(schema.Server.ConnectionString);
        await other.OpenAsync(Some.Stop);
        await using var transaction = await other.BeginTransactionAsync(Some.Stop);
        await using var command = new NpgsqlCommand($"SELECT size FROM {schema.Name}.head FOR UPDATE", other);
        await command.ExecuteScalarAsync(Some.Stop);

        var writing = store.CommitAsync(Some.First("bea"));
        await Task.Delay(TimeSpan.FromSeconds(4.5), Some.Stop);
        Assert.False(writing.IsCompleted);

        await transaction.RollbackAsync(Some.Stop);
        Assert.IsType<CommitOutcome.Committed>((await writing)[0]);
        Assert.Equal(2, (await store.GetHeadAsync(Some.Stop)).Size);
    }

    /// <summary>With the time limits that a host has.</summary>
    private static PostgreSqlConsentStore Open(Schema schema, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Remove("Timeout");
        return new(new() { ConnectionString = settings.ConnectionString, Schema = schema.Name, KeyDirectory = schema.KeyDirectory });
    }

    private static async Task IsToldAsync<T>(Func<Task<T>> call, string said)
    {
        var begun = Stopwatch.GetTimestamp();
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(call);
        Assert.True(trouble.IsTransient);
        Assert.Contains(said, trouble.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, s_soon);
    }
}
