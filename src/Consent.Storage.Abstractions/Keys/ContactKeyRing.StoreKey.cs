using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>The key that belongs to a database and lives as long as it does.</summary>
public sealed partial class ContactKeyRing
{
    /// <summary>
    /// The key of the database: made beside an empty database alone, and kept among the others, alone in the page of zeros. A database knows its own by a check value, so that keys that were lost, or are
    /// another database's, are an error and never made anew: without it no closed id is found again, and no row verifies. An empty database beside keys of contacts is one that was lost.
    /// </summary>
    /// <param name="reading">Reads the check value that the database keeps (<see cref="StoreKey.CheckValue"/>); <see langword="null"/>: none. Asked after the key store, so that a process that makes both at this moment is not taken for a loss.</param>
    /// <param name="isEmpty">Whether it holds no entry, no record and no closed id.</param>
    /// <param name="keeping">Keeps a check value, unless one is kept, and gives the one that is.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">The key is not in the key store, or is another; the database lost its check value, or is empty beside the keys of contacts; or the key store or the wrapping key is in trouble.</exception>
    public async ValueTask<StoreKey> OpenStoreKeyAsync(
        Func<CancellationToken, ValueTask<Sha256Digest?>> reading, bool isEmpty, Func<Sha256Digest, CancellationToken, ValueTask<Sha256Digest>> keeping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(keeping);
        var hasContacts = (await store.ScanAsync(Guid.Empty, cancellationToken).ConfigureAwait(false)).Count > 0;
        var kept = await reading(cancellationToken).ConfigureAwait(false);
        if (kept is null && !isEmpty)
        {
            throw new ConsentStoreException("The database holds data and no check value of its keys: it was changed by somebody else, or is of an earlier form.");
        }

        if (kept is null && hasContacts)
        {
            throw new ConsentStoreException(
                "The database is empty, and its key store holds keys of contacts: the database was lost, or this is another one. Bring it back from its backup. To begin anew without what was in it, take its keys away too: the keys folder of a SQLite file, the keys' schema of PostgreSQL.");
        }

        if (kept is not null && !(await FindAsync([Guid.Empty], cancellationToken).ConfigureAwait(false)).ContainsKey(Guid.Empty))
        {
            throw new ConsentStoreException("The keys of this database are not in its key store. New ones are never made beside data: bring the keys back from their backup.");
        }

        var key = await StoreKeyAsync(cancellationToken).ConfigureAwait(false);
        return (kept ?? await keeping(key.CheckValue, cancellationToken).ConfigureAwait(false)) == key.CheckValue
            ? key
            : throw new ConsentStoreException("The key store is not the one that belongs to this database: its keys are others.");
    }

    private async ValueTask<StoreKey> StoreKeyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await FindAsync([Guid.Empty], cancellationToken).ConfigureAwait(false);
            if (found.TryGetValue(Guid.Empty, out var key))
            {
                return new(key);
            }

            // Where two processes make one at the same time, the first one stays; so it is read again.
            await store.AddAsync(await WrapAsync([new(Guid.Empty, RandomNumberGenerator.GetBytes(KeyPage.KeyLength))], cancellationToken).ConfigureAwait(false), beside: null, cancellationToken).ConfigureAwait(false);
        }
    }
}
