using System.Buffers;

namespace Consent.Storage;

/// <summary>Small hexadecimal digits as the bytes that they stand for, for <see cref="ShortJson"/>.</summary>
internal static class ShortHex
{
    /// <summary>The length of a UUID with its hyphens.</summary>
    public const int UuidTextLength = 36;

    private const int UuidDigits = 32;

    // Where hyphens stand; RFC 9562, section 4.
    private static ReadOnlySpan<int> Hyphens => [8, 13, 18, 23];

    public static bool TryRead(ReadOnlySpan<byte> digits, Span<byte> bytes) =>
        !digits.ContainsAnyInRange((byte)'A', (byte)'F') && Convert.FromHexString(digits, bytes, out _, out var written) == OperationStatus.Done && written * 2 == digits.Length;

    public static bool TryWrite(ReadOnlySpan<byte> bytes, Span<byte> digits) => Convert.TryToHexStringLower(bytes, digits, out _);

    public static bool TryReadUuid(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        Span<byte> digits = stackalloc byte[UuidDigits];
        var (from, count) = (0, 0);
        foreach (var hyphen in Hyphens)
        {
            if (text[hyphen] != (byte)'-')
            {
                return false;
            }

            text[from..hyphen].CopyTo(digits[count..]);
            count += hyphen - from;
            from = hyphen + 1;
        }

        text[from..UuidTextLength].CopyTo(digits[count..]);
        return TryRead(digits, bytes);
    }

    public static bool TryWriteUuid(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        Span<byte> digits = stackalloc byte[UuidDigits];
        if (text.Length < UuidTextLength || !TryWrite(bytes, digits))
        {
            return false;
        }

        var (from, count) = (0, 0);
        foreach (var hyphen in Hyphens)
        {
            digits[count..(count + hyphen - from)].CopyTo(text[from..]);
            text[hyphen] = (byte)'-';
            count += hyphen - from;
            from = hyphen + 1;
        }

        digits[count..].CopyTo(text[from..]);
        return true;
    }
}
