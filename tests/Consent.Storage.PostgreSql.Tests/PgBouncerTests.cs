using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Through PgBouncer in transaction mode nothing may last longer than a transaction: what is set in a session would be another client's.</summary>
public sealed class PgBouncerTests
{
    private const int Sessions = 3;

    private const string Settings = "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings WHERE source = 'session' AND name NOT IN ('client_encoding', 'application_name', 'TimeZone', 'DateStyle', 'extra_float_digits', 'transaction_isolation')";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_done_and_no_session_is_left_changed(bool isGiven)
    {
        await using var schema = await Schema.CreateAsync();
        await using var pooler = await PgBouncer.StartAsync(schema.Server, Sessions);
        await using var source = NpgsqlDataSource.Create(pooler.ConnectionString);
        var options = schema.Options;
        (options.ConnectionString, options.DataSource, options.PoolsTransactions, options.RetryTimeout) = (pooler.ConnectionString, isGiven ? source : null, true, TimeSpan.FromMinutes(1));
        await using var store = new PostgreSqlConsentStore(options);

        await Everything.IsDoneAsync(store);

        // All sessions at once, each in a transaction of its own.
        await using var clients = NpgsqlDataSource.Create(pooler.ConnectionString);
        var open = new List<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)>();
        for (var n = 0; n < Sessions; n++)
        {
            var connection = await clients.OpenConnectionAsync(Some.Stop);
            open.Add((connection, await connection.BeginTransactionAsync(Some.Stop)));
            Assert.Equal(DBNull.Value, await PostgreSqlServer.ExecuteAsync(connection, Settings));
        }

        foreach (var (connection, transaction) in open)
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
