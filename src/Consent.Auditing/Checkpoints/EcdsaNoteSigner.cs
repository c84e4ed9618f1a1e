using System.Security.Cryptography;
using System.Text;

namespace Consent.Auditing;

/// <summary>Signs notes with an ECDSA key on the curve P-256 that the host holds.</summary>
/// <remarks>The key stays the caller's: it is not disposed here, and it can be used from several threads only as far as its own class allows that.</remarks>
public sealed class EcdsaNoteSigner
{
    private readonly ECDsa _key;

    /// <summary>Signs under this name with this key.</summary>
    /// <exception cref="ArgumentException">A name that is empty or has a space, a plus sign or a control character; a key on another curve than P-256.</exception>
    public EcdsaNoteSigner(string name, ECDsa key)
    {
        VerifierKey = EcdsaNoteKey.Of(name, key);
        _key = key;
    }

    /// <summary>What the signatures are checked with: to be published.</summary>
    public EcdsaNoteKey VerifierKey { get; }

    /// <summary>The signature over the text of a note: ASN.1 DER, over SHA-256 of the text in UTF-8.</summary>
    /// <exception cref="ArgumentException">Not the text of a note: see <see cref="SignedNote"/>.</exception>
    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public NoteSignature Sign(string text)
    {
        SignedNote.CheckText(text, nameof(text));
        var signature = _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new(VerifierKey.Name, VerifierKey.Id, signature);
    }
}
