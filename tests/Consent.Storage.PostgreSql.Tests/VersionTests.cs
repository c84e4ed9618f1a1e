namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Versions of the server, whose programs lie in <c>VERSION/bin</c> of the folder that the environment names (<c>.ci/run</c> fetches them, and runs all tests with the newest and the oldest).</summary>
public sealed class VersionTests
{
    private const string Variable = "CONSENT_POSTGRES_VERSIONS";

    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("17")]
    [InlineData("18")]
    [InlineData("installed")]
    public async Task A_server_of_each_version_does_everything_for_users_of_their_own(string version)
    {
        const string Reason = $"There are no other versions of PostgreSQL: name their folder in {Variable}.";
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.False(string.IsNullOrEmpty(folder) && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Reason);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), Reason);
        await using var server = await PostgreSqlServer.StartAsync(fsync: false, binaries: Path.Combine(folder!, version, "bin"));
        Assert.True(version == "installed" || ((string)(await server.ExecuteAsync("SHOW server_version_num"))!).StartsWith(version, StringComparison.Ordinal));
        await using var schema = Schema.On(server);
        await using (var first = schema.Open())
        {
            await first.GetHeadAsync(Some.Stop);
        }

        var options = schema.Options;
        (options.ConnectionString, options.MigratorConnectionString) = (await server.AsAsync("w", "consent_writer"), options.ConnectionString);
        (options.AuditorConnectionString, options.EraserConnectionString) = (await server.AsAsync("a", "consent_auditor"), await server.AsAsync("e", "consent_eraser"));
        await using var store = new PostgreSqlConsentStore(options);

        await Everything.IsDoneAsync(store);
    }
}
