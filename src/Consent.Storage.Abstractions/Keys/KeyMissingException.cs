namespace Consent.Storage;

/// <summary>The keys of some contacts are in the key store no more. That is those contacts' trouble: what was to be written together with their changes is written without them (<see cref="GroupWriter{TRound}"/>).</summary>
internal sealed class KeyMissingException() : ConsentStoreException("The keys of some contacts are not in the key store: it is not the one that belongs to this database, or older than it.");
