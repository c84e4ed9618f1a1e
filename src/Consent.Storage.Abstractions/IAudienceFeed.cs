namespace Consent.Storage;

/// <summary>What a store may tell besides, so that a whole audience can be counted without reading every record again: which records were written since.</summary>
/// <remarks>
/// An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>. Each contact with a record has a
/// number, and each record a position: where it stands in the order of writing. A store gives out numbers in a row, as far as it can, and never
/// gives one that stood for a contact to another contact while it is open. Neither is personal data.
/// </remarks>
public interface IAudienceFeed
{
    /// <summary>The records that were written after a position, and those that went away, in order of their positions.</summary>
    /// <remarks>
    /// A contact is met once, with its latest record at its latest position; one that was erased or suppressed is met once more without a record. Once
    /// a change was given, no change at or before its position is given later. Commits that came to an end before the call are among the answer, each
    /// whole; others may be, each whole or in part, and what is missing of one then follows at a later position. When nothing was written, the answer is empty,
    /// and quick to give: it is asked before every count.
    /// </remarks>
    /// <param name="after">Starts after this position; 0: from the first. A number or position from before the store was opened means nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken);

    /// <summary>The records of contacts by their numbers.</summary>
    /// <param name="numbers">Which; any number of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each number, in the same order: the record as it is now, or <see langword="null"/> when there is none any more.</returns>
    ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken);
}
