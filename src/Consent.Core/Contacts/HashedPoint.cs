using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>An address of which only the SHA-256 is known, as other systems hand over whom they must not contact.</summary>
public static class HashedPoint
{
    private const string Prefix = "consent-hashed-point:";

    /// <summary>The name under which a store is asked for it: the store's keyed digest of it is the one that the address itself has.</summary>
    /// <param name="sha256">The SHA-256 of the address in its normalised form (<see cref="ContactPoint.Sha256"/>).</param>
    public static ContactId NameOf(Sha256Digest sha256) => ContactId.From(Prefix + sha256);

    /// <summary>Whether an id is such a name, and of which SHA-256.</summary>
    public static bool IsName(ContactId contact, [NotNullWhen(true)] out Sha256Digest? sha256)
    {
        sha256 = !contact.IsDefault && contact.Value.StartsWith(Prefix, StringComparison.Ordinal)
            && Sha256Digest.TryParse(contact.Value[Prefix.Length..], null, out var read) ? read : null;
        return sha256 is not null;
    }
}
