using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Whose records are not to be relied on, at one moment.</summary>
/// <param name="Contacts">Their ids, or the names that these have when they are closed.</param>
/// <param name="IsEverybody">Whether more were wrong than were named: also once some of them were folded anew, until all verifies again.</param>
internal sealed record Doubts(ImmutableHashSet<ContactId> Contacts, bool IsEverybody)
{
    /// <summary>Whether anybody's is not.</summary>
    public bool IsAny => IsEverybody || !Contacts.IsEmpty;

    /// <summary>Whether somebody is known by the digest of the id: by the name that a closed one has.</summary>
    public bool HasClosed { get; } = Contacts.Any(c => ClosedId.IsName(c, out _));

    /// <summary>Whether this one is among them.</summary>
    public bool Contains(ContactId contact) => Contacts.Contains(contact);
}
