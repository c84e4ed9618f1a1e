using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Consent.Auditing;

/// <summary>An ECDSA public key on the curve P-256, for signatures over SHA-256 in ASN.1 DER: type 0x02 of c2sp.org/signed-note.</summary>
/// <remarks>The public key is the DER SubjectPublicKeyInfo (RFC 5480) with a named curve and an uncompressed point, 91 bytes; the key id is the
/// first four bytes of its SHA-256.</remarks>
public sealed class EcdsaNoteKey : NoteVerifierKey
{
    internal const byte EcdsaType = 2;
    private const int CoordinateLength = 32;

    private EcdsaNoteKey(string name, ReadOnlySpan<byte> publicKey)
        : base(name, IdOf(publicKey), EcdsaType, publicKey)
    {
    }

    // Everything before the point is the same in all P-256 keys: SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING 04 ... }.
    private static ReadOnlySpan<byte> Header =>
        [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

    /// <summary>The verifier key of this key under this name. The private part, where there is one, is not touched.</summary>
    /// <exception cref="ArgumentException">A name that is empty or has a space, a plus sign or a control character; a key on another curve than P-256.</exception>
    public static EcdsaNoteKey Of(string name, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        NoteText.CheckedName(name, "The name of a note key", nameof(name));
        return TryRead(name, key.ExportSubjectPublicKeyInfo(), out var result)
            ? result
            : throw new ArgumentException("Notes are signed with ECDSA keys on the named curve P-256 only.", nameof(key));
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(Parameters(PublicKey.AsSpan()));
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    internal static bool TryRead(string name, ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out EcdsaNoteKey? result)
    {
        result = null;
        if (publicKey.Length != Header.Length + (2 * CoordinateLength) || !publicKey.StartsWith(Header))
        {
            return false;
        }

        try
        {
            // Refused here: coordinates that are no point of the curve.
            using var key = ECDsa.Create(Parameters(publicKey));
            result = new(name, publicKey);
        }
        catch (CryptographicException)
        {
            return false;
        }

        return true;
    }

    private static ECParameters Parameters(ReadOnlySpan<byte> publicKey) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new()
        {
            X = publicKey.Slice(Header.Length, CoordinateLength).ToArray(),
            Y = publicKey[(Header.Length + CoordinateLength)..].ToArray(),
        },
    };

    private static uint IdOf(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(publicKey, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
