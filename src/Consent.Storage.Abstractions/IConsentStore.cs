namespace Consent.Storage;

/// <summary>Keeps contacts' records and the audit log, in one transaction. The whole port: an adapter implements this and nothing else.</summary>
/// <remarks>
/// An adapter keeps what it is given and decides nothing. It may be called from many threads. It compares ids ordinally. It appends to the
/// log in one order without gaps, and sets each entry's index and its time recorded (<see cref="AuditEntry.Logged"/>), which never falls.
/// Trouble underneath is a <see cref="ConsentStoreException"/>; after one, either all of a commit is there or nothing is.
/// </remarks>
public interface IConsentStore
{
    /// <summary>The log as evidence: sealed entries, the tree over them, checkpoints.</summary>
    ISealedLog Log { get; }

    /// <summary>Finds contacts' records, and what was recorded under a change id.</summary>
    /// <param name="lookups">Which; any number, also the same contact twice.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each lookup, in the same order. A contact of whom nothing is on record has no snapshot and version 0.</returns>
    ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken);

    /// <summary>Commits a batch. Each commit is atomic; one that conflicts does not stop the others. Commits of one batch apply in order and see each other.</summary>
    /// <param name="batch">What to commit.</param>
    /// <param name="cancellationToken">Stops waiting; then the batch may or may not be there, each commit whole. A repeated commit is recognised by its change id.</param>
    /// <returns>One outcome for each commit, in the same order. Durable once returned.</returns>
    ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken);

    /// <summary>Reads the log in order of its index.</summary>
    /// <param name="query">Which entries; those whose slots were erased are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Entries that were in the log when the reading of them began; later ones may follow.</returns>
    IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>Goes through all records in ordinal order of their ids. A record that exists all the while is met exactly once.</summary>
    /// <param name="after">Starts after this id; <see langword="default"/>: from the first.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken);

    /// <summary>Takes away what the store has of contacts, all of it or nothing. May be repeated: what is gone already stays gone, and a later life of an id stays.</summary>
    /// <returns><see langword="false"/> where a record is not as it was marked any more (<see cref="ContactErasure.Version"/>): then nothing was taken away.</returns>
    /// <remarks>
    /// Afterwards nothing of the contact's id, change ids, evidence, actors or salts is left in the store. Where something is kept
    /// (<see cref="ContactErasure.Closed"/>), a lookup of the id, or of its name in others' links (<see cref="ClosedId.Name"/>), gives
    /// <see cref="ContactConsents.Closed"/>, found by the keyed digest, with the version after the record's (so that nobody who read that one writes over it); the same holds for the snapshot of a closed id that is committed later.
    /// A closed id is not met by a scan: nobody can read it any more. The snapshot of an id that was opened again takes the place of what was kept.
    /// </remarks>
    ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken);

    /// <summary>The keyed digest of an id: what this store keeps of an erased contact. The same id has the same digest as long as the store lives.</summary>
    ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken);

    /// <summary>How long the log is, and when its last entry was recorded.</summary>
    ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken);
}
