using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Consent.Auditing;

/// <summary>A message to be hashed: a run of bytes among others.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Message(int Start, int Length)
{
    private const byte AfterMessage = 0x80;

    /// <summary>How many blocks it is padded to: by a byte at least, and its length in 64 bits (FIPS 180-4, 5.1.1).</summary>
    public int Blocks => ((Length + sizeof(ulong)) / Sha256Constants.BlockLength) + 1;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);

    public Span<byte> In(Span<byte> bytes) => bytes.Slice(Start, Length);

    /// <summary>Writes one of its blocks.</summary>
    /// <param name="bytes">Where the message is.</param>
    /// <param name="number">Which block.</param>
    /// <param name="block">64 bytes.</param>
    public void CopyBlock(ReadOnlySpan<byte> bytes, int number, Span<byte> block)
    {
        var done = number * Sha256Constants.BlockLength;
        if (Length - done >= Sha256Constants.BlockLength)
        {
            bytes.Slice(Start + done, Sha256Constants.BlockLength).CopyTo(block);
            return;
        }

        block.Clear();
        if (done <= Length)
        {
            bytes.Slice(Start + done, Length - done).CopyTo(block);
            block[Length - done] = AfterMessage;
        }

        if (number == Blocks - 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(block[^sizeof(ulong)..], (ulong)Length * 8);
        }
    }
}
