using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>An id that was never set names nobody, and must not be taken for everybody.</summary>
internal static class ThrowIf
{
    public static void Nobody(ContactId contact, [CallerArgumentExpression(nameof(contact))] string? name = null)
    {
        if (contact.IsDefault)
        {
            throw new ArgumentException("The contact id was never set: it names nobody.", name);
        }
    }

    /// <summary>The names of what is kept of closed ids and of hashed addresses can be looked up, and are no contacts: a record under one would stand in the way of the id's own.</summary>
    public static void NoContact(ContactId contact, [CallerArgumentExpression(nameof(contact))] string? name = null)
    {
        Nobody(contact, name);
        if (!IsContact(contact))
        {
            throw new ArgumentException("This is the name of a closed id or of a hashed address, and no contact's: name the id or the address itself. Whom only a hash tells is closed by a list (ClosingList.Points).", name);
        }
    }

    public static bool IsContact(ContactId contact) => !contact.IsDefault && !ClosedId.IsName(contact, out _) && !HashedPoint.IsName(contact, out _);
}
