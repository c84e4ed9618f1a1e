namespace Consent.Storage;

/// <summary>Keeps contacts' wrapped keys, apart from the database, so that a backup of one is nothing without the other. Thread-safe.</summary>
public interface IContactKeyStore
{
    /// <summary>Adds keys; one that is there under the same handle stays. Durable once returned.</summary>
    ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken);

    /// <summary>Finds keys; those that are not there are left out.</summary>
    ValueTask<IReadOnlyList<WrappedKey>> FindAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken);

    /// <summary>Goes through all keys by handle: some of those after this one, in order; none after the last.</summary>
    ValueTask<IReadOnlyList<WrappedKey>> PageAsync(Guid after, CancellationToken cancellationToken);

    /// <summary>Replaces keys by the same ones wrapped anew; one that is not there any more stays away. Durable once returned.</summary>
    ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken);

    /// <summary>Removes keys so that they cannot be recovered from what the store keeps. Those that are not there are no error.</summary>
    ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken);
}
