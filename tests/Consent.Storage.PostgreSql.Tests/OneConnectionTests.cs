using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A pool of one connection suffices for all that a store is asked, from several tasks at once: nobody keeps it while somebody else has to have it.</summary>
public sealed class OneConnectionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_done_over_one_connection(bool isGiven)
    {
        await using var schema = await Schema.CreateAsync();
        var one = new NpgsqlConnectionStringBuilder(schema.Server.ConnectionString) { MaxPoolSize = 1, Timeout = 30, ApplicationName = schema.Name }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(one);
        var options = schema.Options;
        (options.ConnectionString, options.DataSource, options.RetryTimeout) = (one, isGiven ? source : null, TimeSpan.FromMinutes(1));
        await using var store = new PostgreSqlConsentStore(options);

        await Everything.IsDoneAsync(store);

        Assert.Equal(1L, await schema.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{schema.Name}'"));
    }
}
