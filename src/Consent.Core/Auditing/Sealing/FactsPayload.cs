using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>The slot <c>facts</c> as JSON.</summary>
internal static class FactsPayload
{
    private const EntrySlot Slot = EntrySlot.Facts;

    public static void Write(CanonicalJsonWriter json, EntryFacts facts)
    {
        json.StartObject();
        Write(json, facts.Acceptance);
        json.Member("changeSha256"u8, facts.ChangeIdDigest);
        json.Members("details"u8, facts.Details);
        Write(json, facts.Erased);
        json.Member("linkOccurredAt"u8, facts.LinkOccurredAt);
        json.Ascii("recordedAt"u8, facts.RecordedAt);
        json.Member("rules"u8, facts.RulesVersion);
        if (facts.Source is { } source)
        {
            json.Code("source"u8, source);
        }

        Write(json, facts.Statements);
        json.Member("taxonomy"u8, facts.TaxonomyVersion);
        json.Member("type"u8, facts.Type.Name);
        json.Member("v"u8, facts.Version);
        json.EndObject();
    }

    public static EntryFacts Read(JsonElement element)
    {
        var json = new PayloadReader(
            element, Slot, "$", "acceptance", "changeSha256", "details", "erased", "linkOccurredAt", "recordedAt", "rules", "source", "statements", "taxonomy", "type", "v");
        if (json.OptionalInteger("v") != 1)
        {
            throw json.Flaw("v", "is not 1: another version of this library wrote it");
        }

        return new()
        {
            Type = json.Checked("type", () => new AuditEntryType(json.Text("type"))),
            RecordedAt = json.Time("recordedAt"),
            ChangeIdDigest = json.OptionalDigest("changeSha256"),
            Source = json.OptionalCode<ChangeSource>("source"),
            TaxonomyVersion = json.Text("taxonomy"),
            RulesVersion = json.Text("rules"),
            Statements = json.List("statements", ReadStatement),
            Acceptance = json.Object("acceptance", ReadAcceptance),
            LinkOccurredAt = json.OptionalTime("linkOccurredAt"),
            Details = json.Texts("details"),
            Erased = json.List("erased", ReadRange),
        };
    }

    private static void Write(CanonicalJsonWriter json, ImmutableArray<EntryStatement> statements)
    {
        if (statements.IsEmpty)
        {
            return;
        }

        json.StartArray("statements"u8);
        foreach (var statement in statements)
        {
            json.StartObject();
            json.Member("attested"u8, statement.IsAttested);
            json.Code("effect"u8, statement.Effect);
            json.Code("flag"u8, statement.Flag);
            json.Member("node"u8, statement.Node.ToString());
            json.Ascii("occurredAt"u8, statement.OccurredAt);
            json.Member("value"u8, statement.IsActive);
            json.EndObject();
        }

        json.EndArray();
    }

    private static EntryStatement ReadStatement(JsonElement element, string path)
    {
        var json = new PayloadReader(element, Slot, path, "attested", "effect", "flag", "node", "occurredAt", "value");
        return new(
            json.Checked("node", () => PurposePath.Parse(json.Text("node"))), json.Code<ConsentFlag>("flag"), json.Boolean("value"), json.Time("occurredAt"),
            json.Boolean("attested"), json.Code<StatementEffect>("effect"));
    }

    private static void Write(CanonicalJsonWriter json, NoticeAcceptance? acceptance)
    {
        if (acceptance is not null)
        {
            json.StartObject("acceptance"u8);
            json.Ascii("acceptedAt"u8, acceptance.AcceptedAt);
            json.Member("language"u8, acceptance.Language);
            json.Member("textSha256"u8, acceptance.TextSha256);
            json.Member("version"u8, acceptance.Version);
            json.EndObject();
        }
    }

    private static NoticeAcceptance ReadAcceptance(JsonElement element, string path)
    {
        var json = new PayloadReader(element, Slot, path, "acceptedAt", "language", "textSha256", "version");
        return json.Checked(null, () => new NoticeAcceptance(
            json.Text("version"), json.Time("acceptedAt"), json.OptionalText("language"), json.OptionalDigest("textSha256")));
    }

    private static void Write(CanonicalJsonWriter json, ImmutableArray<IndexRange> ranges)
    {
        if (ranges.IsEmpty)
        {
            return;
        }

        json.StartArray("erased"u8);
        foreach (var (first, last) in ranges)
        {
            json.StartArray();
            json.IntegerValue(first);
            json.IntegerValue(last);
            json.EndArray();
        }

        json.EndArray();
    }

    private static IndexRange ReadRange(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2
            && element[0].ValueKind == JsonValueKind.Number && element[1].ValueKind == JsonValueKind.Number
            && element[0].TryGetInt64(out var first) && element[1].TryGetInt64(out var last) && first >= 0 && last >= first)
        {
            return new(first, last);
        }

        throw new MalformedPayloadException(Slot, path, "is not two indices, the first and the last");
    }
}
