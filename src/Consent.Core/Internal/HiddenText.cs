using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Consent;

/// <summary>Tells one text from another without showing it: 128 bits of a digest under a key of this process, 32 hexadecimal digits. Nobody can try texts, and another process writes another.</summary>
internal static class HiddenText
{
    private const int Shown = 16;

#pragma warning disable RS0030 // The one random number here: it is in no state and no decision, and a key that somebody passed could be passed to others.
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
#pragma warning restore RS0030

    public static string Of(string text)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(s_key, MemoryMarshal.AsBytes(text.AsSpan()), digest);
        return Convert.ToHexStringLower(digest[..Shown]);
    }
}
