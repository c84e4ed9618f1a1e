using System.Diagnostics.CodeAnalysis;

namespace Consent.Storage;

/// <summary>Texts as bytes that a database orders as .NET does ordinally: by UTF-16 code units.</summary>
/// <remarks>
/// UTF-8 does so for all but the characters beyond U+FFFF, which it sorts after U+E000 to U+FFFF. Here each half of a surrogate pair is written in three
/// bytes of its own, as in CESU-8 (Unicode Technical Report 26). Texts without such characters have their UTF-8 bytes.
/// </remarks>
public static class OrderedText
{
    /// <summary>The bytes of a text.</summary>
    public static byte[] ToBytes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = 0;
        foreach (var unit in text)
        {
            length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        }

        var bytes = new byte[length];
        var at = 0;
        foreach (var unit in text)
        {
            if (unit < 0x80)
            {
                bytes[at++] = (byte)unit;
            }
            else if (unit < 0x800)
            {
                bytes[at++] = (byte)(0xC0 | (unit >> 6));
                bytes[at++] = (byte)(0x80 | (unit & 0x3F));
            }
            else
            {
                bytes[at++] = (byte)(0xE0 | (unit >> 12));
                bytes[at++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                bytes[at++] = (byte)(0x80 | (unit & 0x3F));
            }
        }

        return bytes;
    }

    /// <summary>The text of bytes that <see cref="ToBytes"/> made.</summary>
    /// <exception cref="ConsentStoreException">It did not make them.</exception>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<char> units = bytes.Length <= 1024 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        var count = 0;
        for (var at = 0; at < bytes.Length; count++)
        {
            int first = bytes[at++];
            units[count] = first switch
            {
                < 0x80 => (char)first,
                >= 0xC2 and < 0xE0 => (char)(((first & 0x1F) << 6) | Next(bytes, ref at)),
                >= 0xE0 and < 0xF0 when ((first & 0xF) << 12 | Next(bytes, ref at) << 6 | Next(bytes, ref at)) is >= 0x800 and var unit => (char)unit,
                _ => Damaged(),
            };
        }

        return new(units[..count]);
    }

    /// <summary>The contact whose id was kept as these bytes.</summary>
    /// <param name="bytes">As a row has them.</param>
    /// <exception cref="ConsentStoreException">They are nobody's id: somebody else wrote them, or they are damaged.</exception>
    public static ContactId ContactOf(ReadOnlySpan<byte> bytes)
    {
        if (!ContactId.TryParse(FromBytes(bytes), null, out var contact))
        {
            Damaged();
        }

        return contact;
    }

    private static int Next(ReadOnlySpan<byte> bytes, ref int at) =>
        at < bytes.Length && (bytes[at] & 0xC0) == 0x80 ? bytes[at++] & 0x3F : Damaged();

    [DoesNotReturn]
    private static char Damaged() => throw new ConsentStoreException("A stored id is damaged.");
}
