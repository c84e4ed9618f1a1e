using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The slot <c>subject</c> of an audit entry: whom it is about.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Revision">Its place in the contact's own history; <see langword="null"/> for a reading, which does not move the contact.</param>
/// <param name="Other">Of a link or its undoing: the other contact.</param>
[JsonConverter(typeof(ConsentJsonConverter<EntrySubject>))]
public sealed record EntrySubject(ContactId Contact, ContactRevision? Revision, ContactId? Other = null)
{
    /// <summary>
    /// The index of the contact's last entry before this one that has a revision; -1 where there is none. So the entries of a contact are a chain: one that is left out in the middle of a history shows without
    /// anybody's word. A reading says it too, and is never named itself. An id that was erased and opened again begins anew.
    /// </summary>
    public long Previous { get; init; } = AuditEntry.NotLogged;

    /// <summary>The type's name only.</summary>
    public override string ToString() => "EntrySubject(hidden)";
}
