using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Consent.Auditing;

/// <summary>Base 64 of RFC 4648, 4, in the one form that its encoder writes.</summary>
/// <remarks>The platform's decoder passes over white space and leftover bits. Here two texts never mean the same bytes, so that what is
/// read is written again as it was.</remarks>
internal static class StrictBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 != 0)
        {
            return false;
        }

        var decoded = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, decoded, out var length) || !Convert.ToBase64String(decoded, 0, length).AsSpan().SequenceEqual(text))
        {
            return false;
        }

        bytes = length == decoded.Length ? decoded : decoded[..length];
        return true;
    }

    public static bool TryDecode(ReadOnlySpan<char> text, out Sha256Digest digest)
    {
        var isDigest = TryDecode(text, out byte[]? bytes) && bytes.Length == SHA256.HashSizeInBytes;
        digest = isDigest ? new(bytes) : default;
        return isDigest;
    }

    public static string Encode(Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        digest.CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
