namespace Consent.Storage;

/// <summary>What a durable store tells of its rows besides, so that nothing is silent that somebody else wrote into it.</summary>
/// <remarks>An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>.</remarks>
public interface IStoredRows
{
    /// <summary>How often, since the store was opened, a row was met that does not verify and decides nothing: a note, a checkpoint, a key that is to be removed. It counted as absent. Records, closed ids and the head are told where they are read.</summary>
    long AlteredRows { get; }

    /// <summary>The keyed digests of all ids that are kept closed, in no particular order, so that whoever verifies finds one of which the log knows nothing.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<Sha256Digest> ScanClosedAsync(CancellationToken cancellationToken);
}
