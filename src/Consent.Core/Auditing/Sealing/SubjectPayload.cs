using System.Text.Json;

namespace Consent;

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
        if (subject.Revision is { Number: var number })
        {
            json.Member("revision"u8, number);
        }

        json.EndObject();
    }

    public static EntrySubject Read(JsonElement element)
    {
        var json = new PayloadReader(element, EntrySlot.Subject, "$", "contact", "incarnation", "other", "revision");
        ContactRevision? revision = null;
        if (json.OptionalInteger("revision") is { } number)
        {
            revision = new(Guid.TryParseExact(json.Text("incarnation"), "N", out var incarnation) ? incarnation : throw json.Flaw("incarnation", "is not 32 hexadecimal digits"), number);
        }
        else if (json.Has("incarnation"))
        {
            throw json.Flaw("incarnation", "stands without a revision");
        }

        var contact = json.Checked("contact", () => ContactId.From(json.Text("contact")));
        return new(contact, revision, json.OptionalText("other") is { } other ? json.Checked("other", () => ContactId.From(other)) : null);
    }
}
