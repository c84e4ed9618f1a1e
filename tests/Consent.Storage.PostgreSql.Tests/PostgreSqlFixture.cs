using Consent.Testing.Conformance;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class PostgreSqlFixture : StoreFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<IConsentStore, string> _stores = [];
    private NpgsqlDataSource? _source;
    private PostgreSqlServer? _server;
    private PostgreSqlConsentStore? _last;

    /// <summary>Each case makes a schema of its own, so there are fewer.</summary>
    public override int Cases => Math.Max(1, base.Cases / 10);

    public override async ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken)
    {
        if (_last is not null)
        {
            // It is not used any more, and would keep its connections.
            await _last.DisposeAsync();
        }

        _server ??= await PostgreSqlServer.SharedAsync();
        _source ??= NpgsqlDataSource.Create(_server.ConnectionString + ";Max Auto Prepare=40");
        return Open($"c_{Guid.NewGuid():N}");
    }

    public override async ValueTask<IConsentStore> ReopenAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        await ((PostgreSqlConsentStore)store).DisposeAsync();
        return Open(_stores[store]);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores.Keys)
        {
            await ((PostgreSqlConsentStore)store).DisposeAsync();
        }

        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        // The tests' own server goes as a whole.
        if (_server is { DataFolder: null })
        {
            foreach (var schema in _stores.Values.Distinct())
            {
                await _server.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE; DROP SCHEMA IF EXISTS {schema}_keys CASCADE");
            }
        }

        _folder.Dispose();
        await base.DisposeAsync();
    }

    private PostgreSqlConsentStore Open(string schema)
    {
        var store = new PostgreSqlConsentStore(new() { DataSource = _source, Schema = schema, KeyDirectory = _folder.Path });
        _stores.Add(store, schema);
        return _last = store;
    }
}
