using Consent.Testing.Conformance;

namespace Consent.Storage.Sqlite.Tests;

public sealed class SqliteFixture : StoreFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<IConsentStore, string> _stores = [];

    /// <summary>Each case makes files of its own, so there are fewer.</summary>
    public override int Cases => Math.Max(1, base.Cases / 4);

    public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(Open(_folder.File($"{_stores.Count}.db")));

    public override async ValueTask<IConsentStore> ReopenAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        await ((SqliteConsentStore)store).DisposeAsync();
        return Open(_stores[store]);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores.Keys)
        {
            await ((SqliteConsentStore)store).DisposeAsync();
        }

        _folder.Dispose();
        await base.DisposeAsync();
    }

    private SqliteConsentStore Open(string path)
    {
        var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={path}" });
        _stores.Add(store, path);
        return store;
    }
}
