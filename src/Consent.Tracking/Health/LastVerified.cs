using System.Buffers.Binary;
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
    private const byte Form = 1;
    private const int FixedLength = 1 + 8 + 8;
    private static readonly NoteKey s_key = new("verified", "state");

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

    private byte[] Written()
    {
        var name = Flaw.ToString();
        var bytes = new byte[FixedLength + name.Length];
        bytes[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At.UnixMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), Index);
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(FixedLength));
        return bytes;
    }

    private static LastVerified? Parsed(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Form, ..] || bytes.Length <= FixedLength || !Enum.TryParse<LogFlaw>(Encoding.ASCII.GetString(bytes[FixedLength..]), out var flaw) || !Enum.IsDefined(flaw))
        {
            return null;
        }

        var at = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return at >= Timestamp.MinValue.UnixMicroseconds && at <= Timestamp.MaxValue.UnixMicroseconds
            ? new(Timestamp.FromUnixMicroseconds(at), flaw, BinaryPrimitives.ReadInt64BigEndian(bytes[9..])) : null;
    }
}
