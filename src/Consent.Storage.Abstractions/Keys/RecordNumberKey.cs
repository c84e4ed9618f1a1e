using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Makes the numbers of records (<see cref="IRecordNumbers"/>) from the numbers of their rows, so that no column and no index is needed for them.</summary>
/// <remarks>
/// A number is one block of AES-256 over the row's number and the first 8 bytes of the record's incarnation, which is random: whoever has the key finds the row by it, and whoever does not sees random bytes. A row that was given to another
/// life, or a number that nobody made, is told by making it anew from the record.
/// </remarks>
public sealed class RecordNumberKey
{
    private const int Length = 16;

    private readonly byte[] _key;

    /// <summary>The key with these bytes.</summary>
    /// <param name="key">32 bytes that nothing else is made with.</param>
    public RecordNumberKey(ReadOnlySpan<byte> key) => _key = key.ToArray();

    /// <summary>The number of a record; <see langword="null"/> where there is none.</summary>
    /// <param name="row">The number of its row.</param>
    /// <param name="record">The record.</param>
    public Guid? Of(long row, ContactConsents record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Revision.Incarnation == Guid.Empty)
        {
            return null;
        }

        Span<byte> block = stackalloc byte[Length];
        record.Revision.Incarnation.TryWriteBytes(block, bigEndian: true, out _);
        block[..8].CopyTo(block[8..]);
        BinaryPrimitives.WriteInt64BigEndian(block, row);
        return new(Turned(block, isBack: false), bigEndian: true);
    }

    /// <summary>The number of the row that a number would be of.</summary>
    public long RowOf(Guid number)
    {
        Span<byte> block = stackalloc byte[Length];
        number.TryWriteBytes(block, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(Turned(block, isBack: true));
    }

    // One block, and each number is of another one: nothing is chained, and nothing repeats.
    private byte[] Turned(ReadOnlySpan<byte> block, bool isBack)
    {
        using var cipher = Aes.Create();
        cipher.Key = _key;
        return isBack ? cipher.DecryptEcb(block, PaddingMode.None) : cipher.EncryptEcb(block, PaddingMode.None);
    }
}
