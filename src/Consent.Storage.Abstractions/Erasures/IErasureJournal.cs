namespace Consent.Storage;

/// <summary>Remembers erasures outside the database, so that one that was cut off is carried on, and one that a restored backup undid is done again (GDPR art. 17).</summary>
/// <remarks>
/// It holds no contact id and nothing else that is personal. It must not be restored together with the database: then it would forget what the database forgot.
/// It may be called from many threads. Trouble underneath is a <see cref="ConsentStoreException"/>.
/// </remarks>
public interface IErasureJournal
{
    /// <summary>Adds a record. Durable once returned.</summary>
    ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken);

    /// <summary>Notes how far a record has come. Durable once returned; the last word counts: a restored backup may begin anew what was done.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="state">How far.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken);

    /// <summary>Every record with its state now, in the order in which they were added.</summary>
    /// <exception cref="ConsentStoreException">The journal cannot be read.</exception>
    ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken);
}
