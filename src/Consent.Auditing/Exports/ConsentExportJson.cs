using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>Writes an export as JSON: each entry as the log seals it, and the state that all of them come to.</summary>
internal static class ConsentExportJson
{
    /// <summary>The version of the form.</summary>
    public const int Version = 1;

    public static ImmutableArray<byte> Write(ConsentExport export)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.Member("contact"u8, export.Contact.Value);
        json.StartArray("contacts"u8);
        foreach (var contact in export.Consents)
        {
            Write(json, contact, export.Consents);
        }

        json.EndArray();
        json.StartArray("entries"u8);
        foreach (var entry in export.Entries)
        {
            Write(json, entry);
        }

        json.EndArray();
        json.Ascii("exportedAt"u8, export.ExportedAt);
        json.Member("v"u8, Version);
        json.EndObject();
        return [.. json.Written];
    }

    private static void Write(CanonicalJsonWriter json, ContactConsents contact, ImmutableArray<ContactConsents> person)
    {
        json.StartObject();
        json.StartArray("acceptances"u8);
        foreach (var acceptance in contact.Acceptances)
        {
            json.StartObject();
            json.Ascii("acceptedAt"u8, acceptance.AcceptedAt);
            json.Member("language"u8, acceptance.Language);
            json.Member("textSha256"u8, acceptance.TextSha256);
            json.Member("version"u8, acceptance.Version);
            json.EndObject();
        }

        json.EndArray();
        json.StartArray("flags"u8);
        foreach (var flag in contact.Flags)
        {
            Write(json, flag.InForce, person);
        }

        json.EndArray();
        json.Member("id"u8, contact.Id.Value);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, RecordedStatement statement, ImmutableArray<ContactConsents> person)
    {
        json.StartObject();

        // What was said under an id that is somebody else's now may still count as a no; its change id is theirs. What an erasure or a list left has none.
        json.Member("change"u8, !statement.Origin.Change.IsDefault && person.Any(c => c.Id == statement.Origin.Contact) ? statement.Origin.Change.Value : null);
        json.Code("flag"u8, statement.Flag);
        json.Member("node"u8, statement.Node.ToString());
        json.Member("notice"u8, statement.Origin.NoticeVersion);
        json.Ascii("occurredAt"u8, statement.OccurredAt);
        json.Member("value"u8, statement.IsActive);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, AuditEntry entry)
    {
        json.StartObject();
        Write("evidence"u8, EntrySlot.Evidence, entry.Evidence is not null);
        Write("facts"u8, EntrySlot.Facts, isThere: true);
        json.Member("index"u8, entry.Index);
        Write("subject"u8, EntrySlot.Subject, isThere: true);
        json.EndObject();

        void Write(ReadOnlySpan<byte> name, EntrySlot slot, bool isThere)
        {
            if (isThere)
            {
                json.Name(name);
                SlotPayload.Write(json, slot, entry);
            }
        }
    }
}
