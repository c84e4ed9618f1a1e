using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>Seals what a link in a message says (AES-256-GCM), so that nobody reads, alters or makes one without the key.</summary>
/// <remarks>
/// The nonce is made of the content: the first 12 bytes of HMAC-SHA-256(a second key, content). So the same content is always sealed to the same bytes, which tells nobody anything that two equal links do
/// not tell, and no nonce is used for two contents by a chance that anybody will meet.
/// </remarks>
public sealed class LinkKey
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte Form = 1;

    private readonly byte[] _key;
    private readonly byte[] _nonceKey;

    /// <summary>The key with these bytes.</summary>
    /// <param name="key">32 bytes that nothing else is made with.</param>
    /// <param name="nonceKey">32 others, for the nonces.</param>
    /// <exception cref="ArgumentException">A key has another length.</exception>
    public LinkKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonceKey)
    {
        if (key.Length != KeyLength || nonceKey.Length != KeyLength)
        {
            throw new ArgumentException($"Each key has {KeyLength} bytes.", key.Length != KeyLength ? nameof(key) : nameof(nonceKey));
        }

        (_key, _nonceKey) = (key.ToArray(), nonceKey.ToArray());
    }

    /// <summary>The sealed content: a byte that says the form, nonce, tag, cipher text; 29 bytes more than the content.</summary>
    public byte[] Seal(ReadOnlySpan<byte> content)
    {
        var token = new byte[1 + NonceLength + TagLength + content.Length];
        token[0] = Form;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonceKey, content, mac);
        mac[..NonceLength].CopyTo(token.AsSpan(1));
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(token.AsSpan(1, NonceLength), content, token.AsSpan(1 + NonceLength + TagLength), token.AsSpan(1 + NonceLength, TagLength), token.AsSpan(0, 1));
        return token;
    }

    /// <summary>What was sealed.</summary>
    /// <returns>Whether it was sealed with this key and is unaltered.</returns>
    public bool TryOpen(ReadOnlySpan<byte> token, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        if (token.Length < 1 + NonceLength + TagLength || token[0] != Form)
        {
            return false;
        }

        var opened = new byte[token.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(_key, TagLength);
        try
        {
            cipher.Decrypt(token.Slice(1, NonceLength), token[(1 + NonceLength + TagLength)..], token.Slice(1 + NonceLength, TagLength), opened, token[..1]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        content = opened;
        return true;
    }
}
