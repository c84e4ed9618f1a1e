namespace Consent;

/// <summary>The slot <c>subject</c> of an audit entry: whom it is about.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Revision">Its place in the contact's own history; <see langword="null"/> for a reading, which does not move the contact.</param>
/// <param name="Other">Of a link or its undoing: the other contact.</param>
public sealed record EntrySubject(ContactId Contact, ContactRevision? Revision, ContactId? Other = null)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => "EntrySubject(hidden)";
}
