namespace Consent;

/// <summary>Ids that a change, a document, a link or a rectification may be about. The names of what is kept of closed ids and of hashed addresses are none: a record under one would stand in the way of the id's own.</summary>
internal static class ContactNames
{
    /// <summary>Whether an id may name a contact.</summary>
    public static bool MayName(ContactId contact) => !contact.IsDefault && !ClosedId.IsName(contact, out _) && !HashedPoint.IsName(contact, out _);

    /// <summary>The id, where it may name a contact.</summary>
    /// <param name="contact">The id.</param>
    /// <param name="what">What needs it, as a sentence begins.</param>
    /// <param name="parameter">The caller's parameter.</param>
    public static ContactId Checked(ContactId contact, string what, string parameter) =>
        contact.IsDefault ? throw new ArgumentException($"{what} needs a contact.", parameter)
        : ClosedId.IsName(contact, out _) || HashedPoint.IsName(contact, out _)
            ? throw new ArgumentException($"{what} names the contact's id, or the address, itself: this is the name of what is kept of a closed id, or of a hashed address.", parameter)
        : contact;
}
