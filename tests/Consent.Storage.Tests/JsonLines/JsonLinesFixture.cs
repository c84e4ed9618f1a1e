using Consent.Testing.Conformance;

namespace Consent.Storage.Tests.JsonLines;

public sealed class JsonLinesFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-lines-").FullName;
    private readonly Dictionary<IConsentStore, string> _stores = [];

    /// <summary>Each case makes a file of its own, so there are fewer.</summary>
    public override int Cases => Math.Max(1, base.Cases / 4);

    public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(Open(Path.Combine(_folder, $"{_stores.Count}.jsonl")));

    public override ValueTask<IConsentStore> ReopenAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        ((JsonLinesConsentStore)store).Dispose();
        return ValueTask.FromResult<IConsentStore>(Open(_stores[store]));
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var store in _stores.Keys)
        {
            ((JsonLinesConsentStore)store).Dispose();
        }

        Directory.Delete(_folder, recursive: true);
        return base.DisposeAsync();
    }

    private JsonLinesConsentStore Open(string path)
    {
        var store = new JsonLinesConsentStore(path);
        _stores.Add(store, path);
        return store;
    }
}
