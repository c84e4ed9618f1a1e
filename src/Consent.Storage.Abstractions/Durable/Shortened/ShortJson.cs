namespace Consent.Storage;

/// <summary>The log's canonical JSON in fewer bytes, and back to the byte. JSON has no byte below 0x20, so these stand for what comes again and again.</summary>
/// <remarks>
/// <c>00 b</c> the byte b itself, where it is below 0x20 · <c>01 t[7]</c> an instant, microseconds since 1970, big-endian, two's complement · <c>02</c> the instant before, once more · <c>03 d[32]</c> 64 small hexadecimal digits · <c>04 u[16]</c> a UUID ·
/// <c>05 u[16]</c> 32 small hexadecimal digits · <c>06 n</c> and <c>08</c> to <c>1F</c> pieces of <see cref="ShortFragments"/> · from <c>20</c> on, bytes are themselves. Instants, digits and UUIDs only between quotes. A stored form for ever.
/// </remarks>
internal static class ShortJson
{
    /// <summary>Stands for the piece that the next byte names.</summary>
    public const byte Often = 0x06;

    private const byte Raw = 0x00;
    private const byte Time = 0x01;
    private const byte SameTime = 0x02;
    private const byte Digest = 0x03;
    private const byte Uuid = 0x04;
    private const byte Hex = 0x05;
    private const byte Quote = (byte)'"';
    private const int DigestLength = 32;
    private const int UuidLength = 16;

    /// <summary>How long a short form may be, at most; that of JSON is never longer than the JSON.</summary>
    public static int MaxLength(int length) => 2 * length;

    /// <summary>How long the text may be, at most, that a short form of so many bytes stands for.</summary>
    public static long MaxTextLength(int length) => 64L * length;

    /// <summary>Writes some bytes shortened.</summary>
    /// <param name="text">The bytes; short where they are JSON, and any bytes all the same.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/>.</param>
    /// <param name="last">The instant before; of the first text of a blob <see langword="null"/>.</param>
    /// <returns>How many were written.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> destination, ref long? last)
    {
        var written = 0;
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            if (at > 0 && text[at - 1] == Quote && WriteValue(rest, destination[written..], ref last, out var read) is var length and > 0)
            {
                (at, written) = (at + read, written + length);
            }
            else if (ShortFragments.All.Find(rest, out var piece) is var place and >= 0)
            {
                at += piece;
                written += ShortFragments.Write(place, destination[written..]);
            }
            else
            {
                if (rest[0] < ShortFragments.End)
                {
                    destination[written++] = Raw;
                }

                destination[written++] = rest[0];
                at++;
            }
        }

        return written;
    }

    /// <summary>Reads what was written, to its end.</summary>
    /// <param name="shortened">The short form of all texts of a blob, one after the other.</param>
    /// <param name="text">Filled with them, exactly.</param>
    /// <returns>Whether it is a short form of so many bytes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> shortened, Span<byte> text)
    {
        long? last = null;
        while (!shortened.IsEmpty)
        {
            if (!TryReadNext(shortened, text, ref last, out var read, out var written))
            {
                return false;
            }

            shortened = shortened[read..];
            text = text[written..];
        }

        return text.IsEmpty;
    }

    /// <returns>How many bytes stand for the value that begins here and ends with a quote; 0: it stays as it is.</returns>
    private static int WriteValue(ReadOnlySpan<byte> text, Span<byte> destination, ref long? last, out int read)
    {
        read = text.IndexOf(Quote);
        switch (read)
        {
            case ShortTime.TextLength when ShortTime.TryRead(text[..read], out var time):
                if (time == last)
                {
                    destination[0] = SameTime;
                    return 1;
                }

                last = time;
                destination[0] = Time;
                ShortTime.Write(time, destination[1..]);
                return 1 + ShortTime.Length;
            case 2 * DigestLength when ShortHex.TryRead(text[..read], destination[1..]):
                destination[0] = Digest;
                return 1 + DigestLength;
            case ShortHex.UuidTextLength when ShortHex.TryReadUuid(text[..read], destination[1..]):
                destination[0] = Uuid;
                return 1 + UuidLength;
            case 2 * UuidLength when ShortHex.TryRead(text[..read], destination[1..]):
                destination[0] = Hex;
                return 1 + UuidLength;
            default:
                return 0;
        }
    }

    private static bool TryReadNext(ReadOnlySpan<byte> shortened, Span<byte> text, ref long? last, out int read, out int written)
    {
        (read, written) = (1, 1);
        switch (shortened[0])
        {
            case >= ShortFragments.End and var itself:
                return TryCopy([itself], text);
            case >= ShortFragments.First and var piece:
                return TryCopy(ShortFragments.All[piece - ShortFragments.First], text, out written);
            case Often when shortened.Length > 1:
                read = 2;
                return TryCopy(ShortFragments.All[ShortFragments.PlaceOf(shortened[1])], text, out written);
            case Raw when shortened.Length > 1 && shortened[1] < ShortFragments.End:
                read = 2;
                return TryCopy(shortened[1..2], text);
            case Time when shortened.Length > ShortTime.Length:
                last = ShortTime.Read(shortened[1..]);
                (read, written) = (1 + ShortTime.Length, ShortTime.TextLength);
                return ShortTime.TryWrite(last.Value, text);
            case SameTime when last is { } time:
                written = ShortTime.TextLength;
                return ShortTime.TryWrite(time, text);
            case Digest when shortened.Length > DigestLength:
                (read, written) = (1 + DigestLength, 2 * DigestLength);
                return ShortHex.TryWrite(shortened[1..read], text);
            case Uuid when shortened.Length > UuidLength:
                (read, written) = (1 + UuidLength, ShortHex.UuidTextLength);
                return ShortHex.TryWriteUuid(shortened[1..read], text);
            case Hex when shortened.Length > UuidLength:
                (read, written) = (1 + UuidLength, 2 * UuidLength);
                return ShortHex.TryWrite(shortened[1..read], text);
            default:
                return false;
        }
    }

    private static bool TryCopy(ReadOnlySpan<byte> bytes, Span<byte> text) => bytes.TryCopyTo(text);

    private static bool TryCopy(ReadOnlySpan<byte> bytes, Span<byte> text, out int written)
    {
        written = bytes.Length;
        return written > 0 && bytes.TryCopyTo(text);
    }
}
