namespace Consent.Storage;

/// <summary>What a store that encrypts can do besides: renew the key that wraps contacts' keys. The log and its proofs are not touched.</summary>
public interface IKeyRotation
{
    /// <summary>Renews the key-encryption key, wraps every contact's key under it, and retires the earlier one. What stops it is carried on by doing it again.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    ValueTask<KeyRotation> RotateKeyEncryptionKeyAsync(CancellationToken cancellationToken);
}
