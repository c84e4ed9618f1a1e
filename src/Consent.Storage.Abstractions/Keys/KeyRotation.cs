namespace Consent.Storage;

/// <summary>That the key-encryption key was renewed.</summary>
/// <param name="Before">What it was called.</param>
/// <param name="Now">What it is called now.</param>
public sealed record KeyRotation(string Before, string Now)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => nameof(KeyRotation);
}
