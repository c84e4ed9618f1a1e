namespace Consent.Storage;

/// <summary>Wraps the keys of contacts: a key in a file (<see cref="FileKeyEncryptionKey"/>), or in a host's key service. Thread-safe.</summary>
public interface IKeyEncryptionKey
{
    /// <summary>What the current key is called in the audit log when it is renewed: 1 to 128 characters, no secret. Another name as soon as it is renewed, also by another process: keys wrapped meanwhile are wrapped anew.</summary>
    string Name { get; }

    /// <summary>Wraps contacts' keys under the current key: each by itself, in order.</summary>
    /// <exception cref="ConsentStoreException">The key is not at hand.</exception>
    ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken);

    /// <summary>Unwraps contacts' keys, in order, also those that were wrapped under an earlier key that is not retired.</summary>
    /// <exception cref="ConsentStoreException">The key is not at hand, or some of these bytes were not wrapped under it.</exception>
    ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken);

    /// <summary>Makes a new key the current one; the earlier ones go on unwrapping. Durable once returned.</summary>
    ValueTask RenewAsync(CancellationToken cancellationToken);

    /// <summary>Forgets all keys but the current one.</summary>
    ValueTask RetireAsync(CancellationToken cancellationToken);
}
