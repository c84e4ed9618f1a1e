using System.Collections.Immutable;

namespace Consent.Storage.InMemory;

/// <summary>The notes: one immutable dictionary, swapped as a whole.</summary>
internal sealed class InMemoryNotes
{
    private ImmutableSortedDictionary<NoteKey, StoreNote> _notes = ImmutableSortedDictionary<NoteKey, StoreNote>.Empty;

    public IReadOnlyList<StoreNote?> Find(IReadOnlyList<NoteKey> keys)
    {
        var notes = Volatile.Read(ref _notes);
        return [.. keys.Select(key => notes.GetValueOrDefault(key))];
    }

    public bool Write(StoreNote note) =>
        ImmutableInterlocked.Update(ref _notes, static (notes, note) => (notes.GetValueOrDefault(note.Key)?.Version ?? 0) == note.Version - 1 ? notes.SetItem(note.Key, note) : notes, note);

    public StoreNote? Next(string kind, string? after) =>
        Volatile.Read(ref _notes).Values.FirstOrDefault(n => string.Equals(n.Key.Kind, kind, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(n.Key.Key, after) > 0));

    public int Purge(Timestamp goneBy)
    {
        var removed = 0;
        ImmutableInterlocked.Update(ref _notes, notes =>
        {
            var kept = notes.RemoveRange(notes.Values.Where(n => n.IsGone(goneBy)).Select(n => n.Key));
            removed = notes.Count - kept.Count;
            return kept;
        });
        return removed;
    }
}
