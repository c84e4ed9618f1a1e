using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A schema of the shared server that goes with the test, and a folder for its keys.</summary>
public sealed class Schema : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Schema(PostgreSqlServer server) => Server = server;

    public PostgreSqlServer Server { get; }

    public string Name { get; } = $"t_{Guid.NewGuid():N}";

    public static async Task<Schema> CreateAsync() => new(await PostgreSqlServer.SharedAsync());

    public static Schema On(PostgreSqlServer server) => new(server);

    public PostgreSqlStoreOptions Options => new() { ConnectionString = Server.ConnectionString, Schema = Name, KeyDirectory = KeyDirectory };

    public string KeyDirectory => _folder.File("keys");

    public PostgreSqlConsentStore Open() => new(Options);

    /// <summary>Over a data source of the host's.</summary>
    public PostgreSqlConsentStore Open(NpgsqlDataSource source) => new(new() { DataSource = source, Schema = Name, KeyDirectory = KeyDirectory });

    /// <summary>Asks as the owner; the tables need no prefix.</summary>
    public Task<object?> AskAsync(string sql) => AskAsync(Server.ConnectionString, sql);

    public Task<object?> AskAsync(string connectionString, string sql) =>
        PostgreSqlServer.ExecuteAsync(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Name }.ConnectionString, sql);

    /// <summary>Whether a contact's key can be read.</summary>
    public async Task<bool> HasKeyAsync(Guid handle) => await KeyPages.HasAsync(KeyDirectory, await PageAsync(handle), handle);

    /// <summary>Removes a contact's key, as an erasure does, within a transaction of somebody else's.</summary>
    public async Task RemoveKeyAsync(NpgsqlConnection connection, Guid handle)
    {
        await using var find = new NpgsqlCommand($"SELECT wrapped FROM {Name}_keys.key_page WHERE page = '{KeyPages.NameOf(handle)}'", connection);
        var without = await KeyPages.WithoutAsync(KeyDirectory, (byte[])(await find.ExecuteScalarAsync(Some.Stop))!, handle);
        await using var update = new NpgsqlCommand($"UPDATE {Name}_keys.key_page SET wrapped = $1 WHERE page = '{KeyPages.NameOf(handle)}'", connection) { Parameters = { new() { Value = without } } };
        Assert.Equal(1, await update.ExecuteNonQueryAsync(Some.Stop));
    }

    public async Task<byte[]> PageAsync(Guid handle) => (byte[])(await AskAsync($"SELECT wrapped FROM {Name}_keys.key_page WHERE page = '{KeyPages.NameOf(handle)}'"))!;

    public async ValueTask DisposeAsync()
    {
        if (Server.DataFolder is null)
        {
            await Server.ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE; DROP SCHEMA IF EXISTS {Name}_keys CASCADE");
        }

        _folder.Dispose();
    }
}
