using Consent.Storage;
using Consent.Storage.PostgreSql;
using Consent.Storage.Sqlite;
using Consent.Storage.Tests.JsonLines;

namespace Consent.Crash;

/// <summary>A store that is open, with what lets go of it.</summary>
internal sealed class OpenedStore(IConsentStore store) : IAsyncDisposable
{
    public IConsentStore Store { get; } = store;

    /// <summary>Opens the store at an address, as it is opened by default: each commit waits for the disk.</summary>
    /// <param name="address"><c>sqlite:PATH</c>, <c>postgres:SCHEMA|KEY DIRECTORY|CONNECTION STRING</c> or <c>lines:PATH</c>.</param>
    public static OpenedStore At(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = (address[..Math.Max(colon, 0)], address[(colon + 1)..]);
        return new(kind switch
        {
            "sqlite" => new SqliteConsentStore(new() { ConnectionString = $"Data Source={place}" }),
            "postgres" when place.Split('|', 3) is [var schema, var keys, var connection] => new PostgreSqlConsentStore(new()
            {
                // Not long, so that a server that is away is told to the writer, who has to bear it.
                ConnectionString = connection, Schema = schema, KeyDirectory = keys, RetryTimeout = TimeSpan.FromMilliseconds(500),
            }),
            "lines" => new JsonLinesConsentStore(place),
            _ => throw new ArgumentException($"There is no store of the kind '{kind}'.", nameof(address)),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            (Store as IDisposable)?.Dispose();
        }
    }
}
