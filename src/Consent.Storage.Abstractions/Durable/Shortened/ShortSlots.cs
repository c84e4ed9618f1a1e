using System.Buffers;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>The four slots of an entry as they stand in a blob: lengths, salts, payloads shortened.</summary>
internal readonly ref struct ShortSlots(ReadOnlySpan<byte> salts, ReadOnlySpan<byte> facts, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> actor, ReadOnlySpan<byte> evidence)
{
    private const int Slots = 4;
    private const int MaxLengthsLength = Slots * 5;

    private readonly ReadOnlySpan<byte> _salts = salts;
    private readonly ReadOnlySpan<byte> _facts = facts;
    private readonly ReadOnlySpan<byte> _subject = subject;
    private readonly ReadOnlySpan<byte> _actor = actor;
    private readonly ReadOnlySpan<byte> _evidence = evidence;

    /// <summary>How much room they take, at most.</summary>
    public int MaxLength => MaxLengthsLength + EntrySealer.SaltsLength + ShortJson.MaxLength(_facts.Length + _subject.Length + _actor.Length + _evidence.Length);

    /// <summary>Writes them.</summary>
    /// <returns>How many bytes they take.</returns>
    public int Write(Span<byte> destination)
    {
        var written = WriteLength(_facts.Length, destination);
        written += WriteLength(_subject.Length, destination[written..]);
        written += WriteLength(_actor.Length, destination[written..]);
        written += WriteLength(_evidence.Length, destination[written..]);
        _salts.CopyTo(destination[written..]);
        written += EntrySealer.SaltsLength;
        long? last = null;
        written += ShortJson.Write(_facts, destination[written..], ref last);
        written += ShortJson.Write(_subject, destination[written..], ref last);
        written += ShortJson.Write(_actor, destination[written..], ref last);
        return written + ShortJson.Write(_evidence, destination[written..], ref last);
    }

    /// <summary>The entry with these slots; <see langword="null"/>: they are none.</summary>
    public static SealedEntry? Read(long index, EntryLeaf leaf, ReadOnlySpan<byte> bytes)
    {
        Span<int> ends = stackalloc int[Slots];
        var length = 0L;
        foreach (ref var end in ends)
        {
            if (!TryReadLength(ref bytes, out var one) || (length += one) > int.MaxValue)
            {
                return null;
            }

            end = (int)length;
        }

        if (bytes.Length < EntrySealer.SaltsLength || length > ShortJson.MaxTextLength(bytes.Length - EntrySealer.SaltsLength))
        {
            return null;
        }

        var room = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var text = room.AsSpan(0, (int)length);
            return ShortJson.TryRead(bytes[EntrySealer.SaltsLength..], text)
                ? SealedEntry.FromParts(index, leaf, bytes[..EntrySealer.SaltsLength], text[..ends[0]], text[ends[0]..ends[1]], text[ends[1]..ends[2]], text[ends[2]..])
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room, clearArray: true);
        }
    }

    private static int WriteLength(int length, Span<byte> destination)
    {
        var written = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                destination[written++] = (byte)rest;
                return written;
            }

            destination[written++] = (byte)(rest | 0x80);
        }
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> bytes, out int length)
    {
        var read = 0L;
        for (var i = 0; i < 5 && i < bytes.Length; i++)
        {
            read |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                length = (int)read;
                return read <= int.MaxValue;
            }
        }

        length = 0;
        return false;
    }
}
