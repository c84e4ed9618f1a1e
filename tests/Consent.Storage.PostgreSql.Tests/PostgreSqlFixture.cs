using Consent.Testing.Conformance;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class PostgreSqlFixture : StoreFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PostgreSqlConsentStore> _stores = [];
    private readonly List<string> _schemas = [];
    private NpgsqlDataSource? _source;
    private PostgreSqlServer? _server;

    /// <summary>Each case makes a schema of its own, so there are fewer.</summary>
    public override int Cases => Math.Max(1, base.Cases / 8);

    public override async ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken)
    {
        _server ??= await PostgreSqlServer.SharedAsync();
        _source ??= NpgsqlDataSource.Create(_server.ConnectionString + ";Max Auto Prepare=40");
        _schemas.Add($"c_{Guid.NewGuid():N}");
        var store = new PostgreSqlConsentStore(new() { DataSource = _source, Schema = _schemas[^1], KeyDirectory = _folder.Path });
        _stores.Add(store);
        return store;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        // The tests' own server goes as a whole.
        if (_server is { DataFolder: null })
        {
            foreach (var schema in _schemas)
            {
                await _server.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE; DROP SCHEMA IF EXISTS {schema}_keys CASCADE");
            }
        }

        _folder.Dispose();
        await base.DisposeAsync();
    }
}
