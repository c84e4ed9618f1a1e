using System.Runtime.ExceptionServices;

namespace Consent.Storage;

/// <summary>A contact's row that was read and is verified later, on whichever thread.</summary>
/// <param name="id">The contact's id (<see cref="OrderedText"/>).</param>
/// <param name="number">The row's number.</param>
/// <param name="handle">The name of the contact's key; zeros: none.</param>
/// <param name="version">The snapshot's version; 0: there is none.</param>
/// <param name="lastEntry">The contact's last entry that has a revision; -1: none.</param>
/// <param name="snapshot">The record; empty: there is none.</param>
/// <param name="mac">The code.</param>
public sealed class KeptRow(ReadOnlyMemory<byte> id, long number, Guid handle, long version, long lastEntry, ReadOnlyMemory<byte> snapshot, ReadOnlyMemory<byte> mac)
{
    // Fewer are read sooner than handed out.
    private const int Few = 64;

    /// <summary>The record in it (<see cref="StoreContext.Read(ContactId, in RecordRow)"/>).</summary>
    /// <param name="context">Reads it.</param>
    /// <exception cref="ConsentStoreException">The id is nobody's, or the snapshot is damaged.</exception>
    public ContactConsents Read(StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Read(OrderedText.ContactOf(id.Span), new(id.Span, number, handle, version, lastEntry, snapshot.Span, mac.Span));
    }

    /// <summary>Reads a page of what was written, on all processors: verifying and reading take longer than the database.</summary>
    /// <param name="context">Reads them.</param>
    /// <param name="page">Position and number of each change, and the row; <see langword="null"/>: the record went away.</param>
    /// <exception cref="ConsentStoreException">A snapshot is damaged.</exception>
    public static IReadOnlyList<AudienceChange> Changes(StoreContext context, IReadOnlyList<(long Position, long Number, KeptRow? Row)> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var changes = new AudienceChange[page.Count];
        if (changes.Length < Few)
        {
            for (var i = 0; i < changes.Length; i++)
            {
                Read(i);
            }

            return changes;
        }

        try
        {
            Parallel.For(0, changes.Length, Read);
        }
        catch (AggregateException all)
        {
            ExceptionDispatchInfo.Throw(all.InnerExceptions[0]);
        }

        return changes;

        void Read(int i) => changes[i] = new(page[i].Position, page[i].Number, page[i].Row?.Read(context));
    }
}
