using System.Buffers.Binary;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The date of the newest file of each source that was read whole, kept in a note: it counts for every contact without being written to any.</summary>
/// <remarks>It can only keep an older file's yes back. What cannot be read counts as absent.</remarks>
internal sealed class SourceDates(TrackingContext tracking)
{
    private const string Kind = "source";
    private const byte Form = 1;
    private const int Length = 9;

    private IConsentNotes Notes => NotesOf(tracking.Store);

    /// <exception cref="NotSupportedException">The store keeps no notes.</exception>
    public static IConsentNotes NotesOf(IConsentStore store) =>
        store as IConsentNotes ?? throw new NotSupportedException($"The store keeps no notes ({nameof(IConsentNotes)}), and documents need one for each source.");

    /// <summary>Tells each document among some items the date of its source.</summary>
    /// <exception cref="NotSupportedException">There are documents, and the store keeps no notes.</exception>
    public static async ValueTask LendAsync(TrackingContext tracking, IReadOnlyList<ChangeWork> items, CancellationToken cancellationToken)
    {
        if (!HasDocuments(items))
        {
            return;
        }

        ChangeWork[] documents = [.. items.Where(i => i.Document is not null)];
        var dates = await new SourceDates(tracking).FindAsync(documents.Select(d => d.Document!.Record.Source), cancellationToken).ConfigureAwait(false);
        foreach (var document in documents)
        {
            document.WholeFileAsOf = dates.TryGetValue(document.Document!.Record.Source, out var asOf) ? asOf : null;
        }
    }

    private static bool HasDocuments(IReadOnlyList<ChangeWork> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Document is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The dates of those sources that have one.</summary>
    private async ValueTask<IReadOnlyDictionary<string, Timestamp>> FindAsync(IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        NoteKey[] keys = [.. sources.Distinct(StringComparer.Ordinal).Select(KeyOf)];
        var found = await tracking.RetriedAsync(() => FindAsync(keys, cancellationToken), cancellationToken).ConfigureAwait(false);
        return found.OfType<StoreNote>().Select(note => (note.Key.Key, AsOf: DateOf(note))).Where(d => d.AsOf is not null).ToDictionary(d => d.Key, d => d.AsOf!.Value, StringComparer.Ordinal);
    }

    /// <summary>Keeps a date, unless a later one is there.</summary>
    public async ValueTask KeepAsync(string source, Timestamp asOf, CancellationToken cancellationToken)
    {
        var content = new byte[Length];
        content[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(1), asOf.UnixMicroseconds);
        for (var isKept = false; !isKept;)
        {
            var before = (await tracking.RetriedAsync(() => FindAsync([KeyOf(source)], cancellationToken), cancellationToken).ConfigureAwait(false))[0];
            isKept = (before is not null && DateOf(before) >= asOf)
                || await tracking.RetriedAsync(() => Notes.WriteNoteAsync(before?.Next(content) ?? new(KeyOf(source), content), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<StoreNote?>> FindAsync(NoteKey[] keys, CancellationToken cancellationToken)
    {
        await tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        return await Notes.FindNotesAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    private static NoteKey KeyOf(string source) => new(Kind, source);

    private static Timestamp? DateOf(StoreNote note)
    {
        if (note.Content is not [Form, ..] || note.Content.Length != Length)
        {
            return null;
        }

        var at = BinaryPrimitives.ReadInt64BigEndian(note.Content[1..]);
        return at >= Timestamp.MinValue.UnixMicroseconds && at <= Timestamp.MaxValue.UnixMicroseconds ? Timestamp.FromUnixMicroseconds(at) : null;
    }
}
