using Consent.Storage;
using Consent.Storage.Sqlite;

namespace Consent.Crash;

/// <summary>A store that is open, with what lets go of it.</summary>
internal sealed class OpenedStore(IConsentStore store) : IAsyncDisposable
{
    public IConsentStore Store { get; } = store;

    /// <summary>Opens the store at an address, as it is opened by default: each commit waits for the disk.</summary>
    /// <param name="address">Such as <c>sqlite:consents.db</c>.</param>
    public static OpenedStore At(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = (address[..Math.Max(colon, 0)], address[(colon + 1)..]);
        return new(kind switch
        {
            "sqlite" => new SqliteConsentStore(new() { ConnectionString = $"Data Source={place}" }),
            _ => throw new ArgumentException($"There is no store of the kind '{kind}'.", nameof(address)),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
