namespace Consent;

/// <summary>What a <c>signerChanged</c> entry says: from here on checkpoints are signed with another key.</summary>
/// <param name="KeyIdBefore">The id of the key that signed before, eight hexadecimal digits.</param>
/// <param name="KeyBefore">That key as a vkey; <see langword="null"/> where it was lost, and nobody knows it any more.</param>
/// <param name="KeyNow">The key from here on, as a vkey of the log's first origin.</param>
public sealed record SignerChange(string KeyIdBefore, string? KeyBefore, string KeyNow)
{
    /// <summary>Whether the key before is still known; neither key.</summary>
    public override string ToString() => KeyBefore is null ? "another key, the one before is lost" : "another key";
}
