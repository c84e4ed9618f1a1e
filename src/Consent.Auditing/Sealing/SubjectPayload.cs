namespace Consent.Auditing;

/// <summary>The slot <c>subject</c> as JSON.</summary>
internal static class SubjectPayload
{
    public static void Write(CanonicalJsonWriter json, EntrySubject subject)
    {
        json.StartObject();
        json.Member("contact"u8, subject.Contact.Value);
        if (subject.Revision is { } revision)
        {
            json.Member("incarnation"u8, revision.Incarnation.ToString("N"));
        }

        json.Member("other"u8, subject.Other?.Value);
        json.Member("prev"u8, subject.Previous);
        if (subject.Revision is { Number: var number })
        {
            json.Member("revision"u8, number);
        }

        json.EndObject();
    }

    public static EntrySubject Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var contact = json.Parsed<ContactId>("contact"u8);
        var incarnation = json.OptionalGuid("incarnation"u8);
        var other = json.OptionalParsed<ContactId>("other"u8);
        var previous = json.IndexOrNone("prev"u8);
        ContactRevision? revision = incarnation is { } life ? new(life, json.Integer("revision"u8)) : null;
        json.EndObject();
        return new(contact, revision, other) { Previous = previous };
    }
}
