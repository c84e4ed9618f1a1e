using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>Reads the histories of many contacts at once, for whoever goes through all of them.</summary>
/// <remarks>An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>. Without it each contact's is read by itself.</remarks>
public interface IContactHistories
{
    /// <summary>For each contact all entries about it, in order: what <see cref="IConsentStore.ReadLogAsync"/> gives.</summary>
    /// <param name="contacts">The contacts. All that is found is in memory at once, so hand over few where histories are long.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConsentStoreException">An entry was altered, or its key is gone; or the store is in trouble.</exception>
    ValueTask<IReadOnlyList<ImmutableArray<AuditEntry>>> HistoriesOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken);
}
