namespace Consent.Storage;

/// <summary>What a store may keep besides: notes, small rows that a program compares and swaps. Sources' dates, positions, leases.</summary>
/// <remarks>
/// An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>; without it documents are refused. A note stays as it is
/// until it is written anew or removed: the store has no clock, and whoever reads looks at <see cref="StoreNote.GoneAt"/>. Notes decide nothing: were one lost, nobody could be contacted who may not be.
/// </remarks>
public interface IConsentNotes
{
    /// <summary>Finds notes.</summary>
    /// <param name="keys">Which; any number, also the same twice.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each key, in the same order; <see langword="null"/> where there is none.</returns>
    ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken);

    /// <summary>Writes a note if its version is one more than that of the one that is there, or 1 where there is none.</summary>
    /// <param name="note">The note with the version that it is to have.</param>
    /// <param name="cancellationToken">Stops waiting; then it may or may not be written.</param>
    /// <returns>Whether it was written, and durable. If not, somebody else wrote, or an earlier try of the caller's own whose answer was lost: read it again.</returns>
    ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken);

    /// <summary>Goes through the notes of a kind in ordinal order of their keys. One that is there all the while is met exactly once.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="after">Starts after this key; <see langword="null"/>: from the first.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken);

    /// <summary>Removes the notes that count as gone by an instant. A note of the same name begins at version 1 again.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken);
}
