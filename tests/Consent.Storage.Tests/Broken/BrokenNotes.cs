namespace Consent.Storage.Tests.Broken;

/// <summary>Writes a note over whatever is there.</summary>
internal sealed class SwapsUnseen : BrokenStore
{
    public override async ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        var there = (await Inner.FindNotesAsync([note.Key], cancellationToken))[0];
        return await Inner.WriteNoteAsync(there?.Next(note.Content, note.GoneAt) ?? new(note.Key, note.Content, 1, note.GoneAt), cancellationToken);
    }
}

/// <summary>Removes what will be gone.</summary>
internal sealed class PurgesTheLiving : BrokenStore
{
    public override ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => Inner.PurgeNotesAsync(goneBy.Plus(TimeSpan.FromMilliseconds(1)), cancellationToken);
}

/// <summary>Has the keys in the order of a culture.</summary>
internal sealed class NotesInCultureOrder : BrokenStore
{
    public override IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) =>
        Inner.ScanNotesAsync(kind, after, cancellationToken).OrderBy(n => n.Key.Key, StringComparer.InvariantCulture);
}
