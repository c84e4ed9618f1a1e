using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A SHA-256 digest (FIPS 180-4): the fingerprint of a text that somebody saw, or of a change.</summary>
/// <remarks><see langword="default"/> is the digest of 32 zero bytes, which nothing is known to hash to.</remarks>
[JsonConverter(typeof(ConsentJsonConverter<Sha256Digest>))]
public readonly record struct Sha256Digest : IParsable<Sha256Digest>, IUtf8SpanParsable<Sha256Digest>
{
    // So many bytes of a text are written without an array.
    private const int OnStack = 512;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>The digest with these 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Sha256Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A SHA-256 digest has {SHA256.HashSizeInBytes} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Hashes bytes.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> content) => ReusedSha256.Of(content);

    /// <summary>Hashes the UTF-8 form of a text.</summary>
    public static Sha256Digest OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> utf8 = stackalloc byte[OnStack];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length) ? Of(utf8[..length]) : Of(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Sha256Digest Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw NotADigest();
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sha256Digest result)
    {
        Span<byte> ascii = stackalloc byte[2 * SHA256.HashSizeInBytes];
        var isAscii = Ascii.FromUtf16(s, ascii, out var length) == OperationStatus.Done;
        return TryParse(isAscii ? ascii[..length] : [], provider, out result);
    }

    /// <summary>As <see cref="Parse(string, IFormatProvider?)"/>, of UTF-8.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Sha256Digest Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider = null) =>
        TryParse(utf8Text, provider, out var result) ? result : throw NotADigest();

    /// <summary>As <see cref="TryParse(string?, IFormatProvider?, out Sha256Digest)"/>, of UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out Sha256Digest result)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var isRead = utf8Text.Length == 2 * SHA256.HashSizeInBytes && Convert.FromHexString(utf8Text, bytes, out _, out _) == OperationStatus.Done;
        result = isRead ? new(bytes) : default;
        return isRead;
    }

    private static FormatException NotADigest() => new("A SHA-256 digest is written as 64 hexadecimal digits.");
}
