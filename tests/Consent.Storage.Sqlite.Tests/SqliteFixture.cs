using Consent.Testing.Conformance;

namespace Consent.Storage.Sqlite.Tests;

public sealed class SqliteFixture : StoreFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteConsentStore> _stores = [];

    /// <summary>Each case makes files of its own, so there are fewer.</summary>
    public override int Cases => Math.Max(1, base.Cases / 4);

    public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken)
    {
        var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_folder.File($"{_stores.Count}.db")}" });
        _stores.Add(store);
        return ValueTask.FromResult<IConsentStore>(store);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
        await base.DisposeAsync();
    }
}
