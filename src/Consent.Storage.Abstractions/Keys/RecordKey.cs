using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Makes and checks the message authentication codes of a durable store's rows, so that a row which somebody else wrote, or a flipped bit, is found when it is read.</summary>
/// <remarks>
/// A code is the first 16 bytes of HMAC-SHA-256(key, 01 ‖ table ‖ fields): the table's name and every field behind its length (4 bytes, big-endian), numbers as 8 bytes, big-endian. It says that this library wrote
/// the row, once. That it is the row which stands there now (and not an earlier one, put back) is said by the log: verifying the log folds it and compares.
/// </remarks>
public sealed class RecordKey
{
    /// <summary>The length of a code, in bytes.</summary>
    public const int MacLength = 16;

    private const byte Version = 1;
    private const int OnStack = 1024;

    private readonly KeyedHash _hash;

    /// <summary>The key with these bytes.</summary>
    /// <param name="key">32 bytes that nothing else is made with.</param>
    public RecordKey(ReadOnlySpan<byte> key) => _hash = new(key);

    /// <summary>The code of a contact's row.</summary>
    /// <param name="id">The id as it is stored.</param>
    /// <param name="number">The row's number.</param>
    /// <param name="handle">The name of its key.</param>
    /// <param name="version">The version of its snapshot.</param>
    /// <param name="lastEntry">The index of its last entry that has a revision; -1: none.</param>
    /// <param name="snapshot">The snapshot; empty: none.</param>
    public byte[] OfContact(ReadOnlySpan<byte> id, long number, Guid handle, long version, long lastEntry, ReadOnlySpan<byte> snapshot)
    {
        Span<byte> fixedFields = stackalloc byte[16];
        handle.TryWriteBytes(fixedFields, bigEndian: true, out _);
        return Of("contact"u8, id, fixedFields, snapshot, number, version, lastEntry);
    }

    /// <summary>The code of a closed id's row.</summary>
    /// <param name="digest">The keyed digest of the id.</param>
    /// <param name="version">How often it was written.</param>
    /// <param name="snapshot">The record that says so.</param>
    public byte[] OfClosed(ReadOnlySpan<byte> digest, long version, ReadOnlySpan<byte> snapshot) => Of("closed"u8, digest, [], snapshot, version, 0, 0);

    /// <summary>The code of a note.</summary>
    /// <param name="kind">The kind, in UTF-8.</param>
    /// <param name="key">The key as it is stored.</param>
    /// <param name="version">How often it was written.</param>
    /// <param name="goneAt">From when it counts as gone, in microseconds; <see langword="null"/>: never.</param>
    /// <param name="content">What it says.</param>
    public byte[] OfNote(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> key, long version, long? goneAt, ReadOnlySpan<byte> content) =>
        Of("note"u8, key, kind, content, version, goneAt is null ? 0 : 1, goneAt ?? 0);

    /// <summary>The code of a checkpoint.</summary>
    /// <param name="size">How many entries it covers.</param>
    /// <param name="madeAt">When it was made, in microseconds.</param>
    /// <param name="note">The signed note, in UTF-8.</param>
    public byte[] OfCheckpoint(long size, long madeAt, ReadOnlySpan<byte> note) => Of("checkpoint"u8, [], [], note, size, madeAt, 0);

    /// <summary>The code that says of a contact's key that it is to be removed: nobody else can have the store remove one.</summary>
    /// <param name="handle">The name of the key.</param>
    public byte[] OfDoomedKey(Guid handle)
    {
        Span<byte> name = stackalloc byte[16];
        handle.TryWriteBytes(name, bigEndian: true, out _);
        return Of("doomed_key"u8, name, [], [], 0, 0, 0);
    }

    /// <summary>The code of the log's head.</summary>
    /// <param name="size">How many entries the log has.</param>
    /// <param name="lastRecordedAt">When the last one was recorded, in microseconds; <see langword="null"/>: there is none.</param>
    /// <param name="edge">The right edge of the tree.</param>
    /// <param name="changed">The counter of writes.</param>
    /// <param name="contacts">The last number that was given to a contact.</param>
    public byte[] OfHead(long size, long? lastRecordedAt, ReadOnlySpan<byte> edge, long changed, long contacts)
    {
        Span<byte> last = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(last, lastRecordedAt ?? 0);
        return Of("head"u8, edge, lastRecordedAt is null ? [] : last, [], size, changed, contacts);
    }

    /// <summary>Whether a code that was read is the one that was made.</summary>
    public static bool Verifies(ReadOnlySpan<byte> made, ReadOnlySpan<byte> read) => CryptographicOperations.FixedTimeEquals(made, read);

    private byte[] Of(ReadOnlySpan<byte> table, ReadOnlySpan<byte> name, ReadOnlySpan<byte> detail, ReadOnlySpan<byte> content, long first, long second, long third)
    {
        var length = 1 + (4 * 4) + (3 * 12) + table.Length + name.Length + detail.Length + content.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var message = rented ?? stackalloc byte[OnStack];
        message[0] = Version;
        var rest = Field(Field(Field(message[1..], table), name), detail);
        rest = Number(Number(Number(rest, first), second), third);
        Field(rest, content);
        Span<byte> digest = stackalloc byte[KeyedHash.Length];
        _hash.Of(message[..length], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return digest[..MacLength].ToArray();
    }

    private static Span<byte> Field(Span<byte> destination, ReadOnlySpan<byte> field)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, field.Length);
        field.CopyTo(destination[4..]);
        return destination[(4 + field.Length)..];
    }

    private static Span<byte> Number(Span<byte> destination, long number)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, 8);
        BinaryPrimitives.WriteInt64BigEndian(destination[4..], number);
        return destination[12..];
    }
}
