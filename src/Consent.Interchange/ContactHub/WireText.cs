using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Consent.Interchange;

/// <summary>Takes JSON strings apart without throwing: the reader of the BCL throws where an escape is a lone surrogate.</summary>
internal static class WireText
{
    /// <summary>The text of a JSON string whose bytes are UTF-8 and whose escapes are well-formed; <see langword="null"/> when one is a lone surrogate.</summary>
    public static string? Read(ReadOnlySpan<byte> value, bool isEscaped)
    {
        if (!isEscaped)
        {
            return Encoding.UTF8.GetString(value);
        }

        var rented = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            return Unescape(value, rented) is >= 0 and var length ? Encoding.UTF8.GetString(rented, 0, length) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Resolves the escapes of a JSON string. The result is never longer than the string.</summary>
    /// <returns>The length, or -1 when an escape is a lone surrogate.</returns>
    public static int Unescape(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                destination[length++] = value[i];
                continue;
            }

            i++;
            if (value[i] != 'u')
            {
                destination[length++] = Simple(value[i]);
                continue;
            }

            int unit = Unit(value[(i + 1)..]);
            i += 4;
            if (char.IsHighSurrogate((char)unit) && i + 6 < value.Length && value[i + 1] == '\\' && value[i + 2] == 'u'
                && Unit(value[(i + 3)..]) is var low && char.IsLowSurrogate((char)low))
            {
                unit = char.ConvertToUtf32((char)unit, (char)low);
                i += 6;
            }

            if (!Rune.TryCreate(unit, out var rune))
            {
                return -1;
            }

            length += rune.EncodeToUtf8(destination[length..]);
        }

        return length;
    }

    /// <summary>Names what keeps a text read by <see cref="Read"/> from being kept, or <see langword="null"/>. The answer never quotes the text.</summary>
    public static string? Flaw(string? text, int maxLength) =>
        text is null ? "has a lone surrogate"
        : string.IsNullOrWhiteSpace(text) ? "is blank"
        : text.Length > maxLength ? $"is longer than {maxLength} characters"
        : text.Contains('\0', StringComparison.Ordinal) ? "has the character U+0000"
        : null;

    /// <summary>Whether a text is not well-formed UTF-16.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != OperationStatus.Done)
            {
                return true;
            }

            text = text[consumed..];
        }

        return false;
    }

    private static ushort Unit(ReadOnlySpan<byte> digits)
    {
        return Utf8Parser.TryParse(digits[..4], out ushort unit, out _, 'X') ? unit : default;
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };
}
