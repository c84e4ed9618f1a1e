namespace Consent.Storage;

/// <summary>Wraps the keys of contacts, a page of them at a time: a key in a file (<see cref="FileKeyEncryptionKey"/>), or in a host's key service. Thread-safe.</summary>
public interface IKeyEncryptionKey
{
    /// <summary>What the current key is called in the audit log when it is renewed: 1 to 128 characters, no secret. Another name as soon as it is renewed, also by another process.</summary>
    string Name { get; }

    /// <summary>Wraps pages of contacts' keys under the key that is current now, also where another process has made it current: each page by itself, in order, and never twice to the same bytes.</summary>
    /// <param name="pages">The pages: 2,048 bytes each, but 32 for the one that holds the key of the database. A key service that takes less wraps a key of its own for each.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConsentStoreException">The key is not at hand.</exception>
    ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken);

    /// <summary>Unwraps pages of contacts' keys, in order, also those that were wrapped under an earlier key that is not retired.</summary>
    /// <exception cref="ConsentStoreException">The key is not at hand, or some of these bytes were not wrapped under it.</exception>
    ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken);

    /// <summary>Makes a new key the current one; the earlier ones go on unwrapping. Durable once returned.</summary>
    ValueTask RenewAsync(CancellationToken cancellationToken);

    /// <summary>Forgets all keys but the current one, if that is still the one of this name: where another process has renewed it since, none.</summary>
    /// <param name="current">The name of the current key when all pages were wrapped under it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask RetireAsync(string current, CancellationToken cancellationToken);
}
