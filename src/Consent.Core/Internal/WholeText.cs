using System.Buffers;
using System.Text;

namespace Consent;

/// <summary>Tells any text from any other, also those that cannot be kept: what stands for a text that is cut or replaced.</summary>
internal static class WholeText
{
    private const string Mark = "sha256:";

    /// <summary>The SHA-256 of its UTF-8, where a lone surrogate has the three bytes that UTF-8 would give it: two texts never share them.</summary>
    public static Sha256Digest Digest(ReadOnlySpan<char> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 16);
        while (!text.IsEmpty)
        {
            var isRune = Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done;
            bytes.Advance(isRune ? rune.EncodeToUtf8(bytes.GetSpan(4)) : Encoded(text[0], bytes.GetSpan(4)));
            text = text[length..];
        }

        return Sha256Digest.Of(bytes.WrittenSpan);
    }

    /// <summary>The text, or <c>sha256:</c> and its digest where it is no name that can be kept.</summary>
    public static string OrDigest(string text, int maxLength) => StoredText.Flaw(text, maxLength) is null ? text : Mark + Digest(text);

    /// <summary>Whether it stands for another text.</summary>
    public static bool IsDigest(string text) => text.StartsWith(Mark, StringComparison.Ordinal) && Sha256Digest.TryParse(text[Mark.Length..], null, out _);

    private static int Encoded(char surrogate, Span<byte> to)
    {
        to[0] = (byte)(0xE0 | (surrogate >> 12));
        to[1] = (byte)(0x80 | ((surrogate >> 6) & 0x3F));
        to[2] = (byte)(0x80 | (surrogate & 0x3F));
        return 3;
    }
}
