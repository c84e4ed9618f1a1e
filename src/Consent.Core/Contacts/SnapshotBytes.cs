using System.Text;
using System.Text.Unicode;

namespace Consent;

/// <summary>Reads numbers, instants and texts from a snapshot's bytes; whatever is wrong is a <see cref="FormatException"/> that names the place.</summary>
internal ref struct SnapshotBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private long _time;

    public readonly bool IsAtEnd => _at == _bytes.Length;

    public readonly FormatException Flaw(string flaw) => new($"The snapshot's bytes {flaw}, at byte {_at}.");

    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Short();

    /// <summary>A byte of flags.</summary>
    public int Bits(int known, string what)
    {
        var bits = Byte();
        return (bits & ~known) == 0 ? bits : throw Flaw($"have {what} of a kind that this version does not know");
    }

    public ulong Number()
    {
        var first = Byte();
        return first < 0x80 ? first : LongNumber(first);
    }

    /// <summary>How many follow. Each takes at least so many bytes: more than fit are not believed, nor is memory given for them.</summary>
    public int Count(int bytesOfEach, string what)
    {
        var count = Number();
        return count <= (ulong)((_bytes.Length - _at) / bytesOfEach) ? (int)count : throw Flaw($"say that they have more {what} than there is room for");
    }

    /// <summary>A place in a table of so many.</summary>
    public int Place(int count, string what)
    {
        var place = Number();
        return place < (ulong)count ? (int)place : throw Flaw($"refer to {what} that they do not have");
    }

    public Timestamp Time()
    {
        var number = Number();
        _time = unchecked(_time + ((long)(number >> 1) ^ -(long)(number & 1)));
        return _time >= Timestamp.MinValue.UnixMicroseconds && _time <= Timestamp.MaxValue.UnixMicroseconds
            ? Timestamp.FromUnixMicroseconds(_time)
            : throw Flaw("have an instant outside the years 1 to 9999");
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _at)
        {
            throw Short();
        }

        _at += length;
        return _bytes.Slice(_at - length, length);
    }

    public string Text()
    {
        var utf8 = Take(Count(1, "text"));
        return utf8.IsEmpty ? "" : Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Flaw("have a text that is not UTF-8");
    }

    private readonly FormatException Short() => Flaw("end too early");

    private ulong LongNumber(byte first)
    {
        var value = (ulong)first & 0x7F;
        for (var shift = 7; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return shift < 63 || next < 2 ? value : throw Flaw("have a number of more than 64 bits");
            }
        }

        throw Flaw("have a number of more than 64 bits");
    }
}
