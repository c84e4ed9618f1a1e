using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>The one key of a database, as old as it and never renewed; what else needs a key gets one that is derived from it (HKDF-SHA-256, RFC 5869).</summary>
/// <remarks>It is wrapped by the key-encryption key, which is renewed. Whoever loses it loses what was erased: the keyed digests of ids cannot be made again.</remarks>
public sealed class StoreKey
{
    private readonly byte[] _key;

    /// <summary>The key with these bytes.</summary>
    /// <param name="key">32 random bytes.</param>
    public StoreKey(ReadOnlySpan<byte> key)
    {
        _key = key.ToArray();
        Suppression = new(Derive("suppression"));
        Records = new(Derive("record"));
        Numbers = new(Derive("number"));
        Links = new(Derive("link"), Derive("linkNonce"));
    }

    /// <summary>What a database keeps to know its own key by: HMAC-SHA-256(key, <c>consent/check/v1</c>). It tells nobody the key.</summary>
    public Sha256Digest CheckValue => new(HMACSHA256.HashData(_key, "consent/check/v1"u8));

    /// <summary>Makes what is kept of the ids of erased contacts.</summary>
    public SuppressionKey Suppression { get; }

    /// <summary>Makes the message authentication codes of rows.</summary>
    public RecordKey Records { get; }

    /// <summary>Makes the numbers of records.</summary>
    public RecordNumberKey Numbers { get; }

    /// <summary>Seals what links in messages say.</summary>
    public LinkKey Links { get; }

    /// <summary>32 bytes for another use: HKDF-SHA-256 with the info <c>consent/&lt;use&gt;/v1</c> and no salt.</summary>
    /// <param name="use">The use, in lower-case letters.</param>
    public byte[] Derive(string use)
    {
        ArgumentException.ThrowIfNullOrEmpty(use);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, HMACSHA256.HashSizeInBytes, info: System.Text.Encoding.ASCII.GetBytes($"consent/{use}/v1"));
    }
}
