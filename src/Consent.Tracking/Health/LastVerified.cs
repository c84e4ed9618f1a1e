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
    private const byte Form = 3;
    private const int FixedLength = 1 + 8 + 8 + 1 + 2;
    private const int DigestLength = 32;
    private static readonly NoteKey s_key = new("verified", "state");

    /// <summary>Whose records are wrong, by the keyed digests of their ids; <see langword="default"/>: they were not compared, and what is kept of an earlier verification stays.</summary>
    public ImmutableArray<Sha256Digest> Doubted { get; init; }

    /// <summary>Whether more are wrong than are named.</summary>
    public bool IsEverybody { get; init; }

    /// <summary>What the note says; <see langword="null"/>: there is none, it cannot be read, or the store keeps no notes.</summary>
    public static async ValueTask<LastVerified?> ReadAsync(IConsentStore store, CancellationToken cancellationToken) =>
        store is IConsentNotes notes && (await notes.FindNotesAsync([s_key], cancellationToken).ConfigureAwait(false))[0] is { } note ? Parsed(note.Content) : null;

    /// <summary>Keeps it. A process that may only read keeps none.</summary>
    public ValueTask KeepAsync(IConsentStore store, CancellationToken cancellationToken) =>
        ChangeAsync(store, before => Doubted.IsDefault ? this with { Doubted = before?.Doubted ?? [], IsEverybody = before?.IsEverybody ?? false } : this, cancellationToken);

    /// <summary>Keeps that a record was folded anew.</summary>
    public static ValueTask RebuiltAsync(IConsentStore store, Sha256Digest contact, CancellationToken cancellationToken) =>
        ChangeAsync(store, before => before is not null && before.Doubted.Contains(contact) ? before with { Doubted = before.Doubted.Remove(contact) } : null, cancellationToken);

    /// <param name="store">Keeps the note.</param>
    /// <param name="change">What it shall say after what it says; <see langword="null"/>: it stays.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private static async ValueTask ChangeAsync(IConsentStore store, Func<LastVerified?, LastVerified?> change, CancellationToken cancellationToken)
    {
        try
        {
            for (var isKept = store is not IConsentNotes; !isKept;)
            {
                var notes = (IConsentNotes)store;
                var before = (await notes.FindNotesAsync([s_key], cancellationToken).ConfigureAwait(false))[0];
                isKept = change(before is null ? null : Parsed(before.Content)) is not { } now
                    || await notes.WriteNoteAsync(before?.Next(now.Written()) ?? new(s_key, now.Written()), cancellationToken).ConfigureAwait(false);
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
        var bytes = new byte[FixedLength + (DigestLength * Doubted.Length) + name.Length];
        bytes[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At.UnixMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), Index);
        bytes[17] = IsEverybody ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(18), checked((ushort)Doubted.Length));
        for (var i = 0; i < Doubted.Length; i++)
        {
            Doubted[i].CopyTo(bytes.AsSpan(FixedLength + (DigestLength * i), DigestLength));
        }

        Encoding.ASCII.GetBytes(name, bytes.AsSpan(FixedLength + (DigestLength * Doubted.Length)));
        return bytes;
    }

    private static LastVerified? Parsed(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Form, ..] || bytes.Length <= FixedLength)
        {
            return null;
        }

        var doubted = new Sha256Digest[BinaryPrimitives.ReadUInt16BigEndian(bytes[18..])];
        if (bytes.Length <= FixedLength + (DigestLength * doubted.Length)
            || !Enum.TryParse<LogFlaw>(Encoding.ASCII.GetString(bytes[(FixedLength + (DigestLength * doubted.Length))..]), out var flaw) || !Enum.IsDefined(flaw))
        {
            return null;
        }

        for (var i = 0; i < doubted.Length; i++)
        {
            doubted[i] = new(bytes.Slice(FixedLength + (DigestLength * i), DigestLength));
        }

        var at = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return at >= Timestamp.MinValue.UnixMicroseconds && at <= Timestamp.MaxValue.UnixMicroseconds
            ? new(Timestamp.FromUnixMicroseconds(at), flaw, BinaryPrimitives.ReadInt64BigEndian(bytes[9..])) { Doubted = [.. doubted], IsEverybody = bytes[17] != 0 } : null;
    }
}
