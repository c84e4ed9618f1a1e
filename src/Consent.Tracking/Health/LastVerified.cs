using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>When all of the state was last verified, by whichever process of the host, and what came of it: kept in a note, so that a restart neither puts the next verification off nor forgets a flaw.</summary>
/// <param name="At">When it ended; or when a first host began to count.</param>
/// <param name="Flaw">What was found.</param>
/// <param name="Index">Where.</param>
internal sealed record LastVerified(Timestamp At, LogFlaw Flaw, long Index)
{
    private const byte Form = 2;
    private const int FixedLength = 1 + 8 + 8 + 2;
    private static readonly NoteKey s_key = new("verified", "state");

    /// <summary>Of whose records are wrong, an entry each that names them: a note names nobody.</summary>
    public ImmutableArray<long> Doubted { get; init; } = [];

    /// <summary>What the note says; <see langword="null"/>: there is none, it cannot be read, or the store keeps no notes.</summary>
    public static async ValueTask<LastVerified?> ReadAsync(IConsentStore store, CancellationToken cancellationToken) =>
        store is IConsentNotes notes && (await notes.FindNotesAsync([s_key], cancellationToken).ConfigureAwait(false))[0] is { } note ? Parsed(note.Content) : null;

    /// <summary>Keeps it, unless a later one is kept. A process that may only read keeps none.</summary>
    public async ValueTask KeepAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        try
        {
            for (var isKept = store is not IConsentNotes; !isKept;)
            {
                var notes = (IConsentNotes)store;
                var before = (await notes.FindNotesAsync([s_key], cancellationToken).ConfigureAwait(false))[0];
                isKept = await notes.WriteNoteAsync(before?.Next(Written()) ?? new(s_key, Written()), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ConsentStoreException trouble) when (trouble is not AuditLogAlteredException)
        {
            // Whoever asked is told what was found; only the next process is not.
        }
    }

    /// <summary>Lets this process know.</summary>
    public async ValueTask TellAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        var doubted = new List<ContactId>();
        foreach (var index in Doubted)
        {
            if (await NamedByAsync(tracking, index, cancellationToken).ConfigureAwait(false) is { } contact)
            {
                doubted.Add(contact);
            }
        }

        tracking.Altered.Told(this, doubted);
    }

    /// <summary>Whose record is wrong, of which an entry tells; <see langword="null"/>: nobody's any more, or the entry's key is gone.</summary>
    private static async ValueTask<ContactId?> NamedByAsync(TrackingContext tracking, long index, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in tracking.Store.Log.ReadAsync(index, index + 1, cancellationToken).ConfigureAwait(false))
            {
                return !entry.IsErased && entry.Open() is var opened && !await IsRebuiltAsync(tracking, opened, cancellationToken).ConfigureAwait(false)
                    ? opened.Facts.Closing is { } closed ? closed.Name : opened.Subject?.Contact
                    : null;
            }
        }
        catch (ConsentStoreException trouble) when (trouble is { IsTransient: false } and not AuditLogAlteredException)
        {
            // Its key is gone: who reads that history is told so.
        }

        return null;
    }

    /// <summary>Whether what an entry tells of was folded anew since.</summary>
    private static async ValueTask<bool> IsRebuiltAsync(TrackingContext tracking, AuditEntry entry, CancellationToken cancellationToken)
    {
        var type = entry.Facts.Closing is null ? AuditEntryType.Rebuilt : AuditEntryType.Closed;
        var query = new LogQuery { Contact = entry.Facts.Closing is null ? entry.Subject?.Contact ?? default : default, Type = type, From = entry.Index + 1 };
        await foreach (var later in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (later.Facts.Closing?.Digest == entry.Facts.Closing?.Digest)
            {
                return true;
            }
        }

        return false;
    }

    private byte[] Written()
    {
        var name = Flaw.ToString();
        var bytes = new byte[FixedLength + (8 * Doubted.Length) + name.Length];
        bytes[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At.UnixMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), Index);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(17), (ushort)Doubted.Length);
        for (var i = 0; i < Doubted.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(FixedLength + (8 * i)), Doubted[i]);
        }

        Encoding.ASCII.GetBytes(name, bytes.AsSpan(FixedLength + (8 * Doubted.Length)));
        return bytes;
    }

    private static LastVerified? Parsed(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Form, ..] || bytes.Length <= FixedLength)
        {
            return null;
        }

        var doubted = new long[BinaryPrimitives.ReadUInt16BigEndian(bytes[17..])];
        if (bytes.Length <= FixedLength + (8 * doubted.Length)
            || !Enum.TryParse<LogFlaw>(Encoding.ASCII.GetString(bytes[(FixedLength + (8 * doubted.Length))..]), out var flaw) || !Enum.IsDefined(flaw))
        {
            return null;
        }

        for (var i = 0; i < doubted.Length; i++)
        {
            doubted[i] = BinaryPrimitives.ReadInt64BigEndian(bytes[(FixedLength + (8 * i))..]);
            if (doubted[i] is < 0 or long.MaxValue)
            {
                return null;
            }
        }

        var at = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return at >= Timestamp.MinValue.UnixMicroseconds && at <= Timestamp.MaxValue.UnixMicroseconds
            ? new(Timestamp.FromUnixMicroseconds(at), flaw, BinaryPrimitives.ReadInt64BigEndian(bytes[9..])) { Doubted = [.. doubted] } : null;
    }
}
