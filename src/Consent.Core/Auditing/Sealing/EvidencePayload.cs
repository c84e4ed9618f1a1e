using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>The slot <c>evidence</c> as JSON. Statements of one change often rest on the same evidence: it is written once, and each statement names its place.</summary>
internal static class EvidencePayload
{
    private const EntrySlot Slot = EntrySlot.Evidence;

    public static void Write(CanonicalJsonWriter json, EntryEvidence evidence)
    {
        json.StartObject();
        json.Member("change"u8, evidence.Change?.Value);
        json.Member("contentSha256"u8, evidence.ContentDigest);
        Write(json, evidence.Document);
        var distinct = new List<Evidence>();
        Span<int> places = evidence.Statements.Length <= ConsentChange.MaxStatements ? stackalloc int[evidence.Statements.Length] : new int[evidence.Statements.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(evidence.Statements[i].Evidence, distinct);
        }

        if (distinct.Count > 0)
        {
            json.StartArray("evidence"u8);
            distinct.ForEach(e => Write(json, e));
            json.EndArray();
        }

        json.Member("reason"u8, evidence.Reason);
        if (places.Length > 0)
        {
            json.StartArray("statements"u8);
            for (var i = 0; i < places.Length; i++)
            {
                Write(json, evidence.Statements[i], places[i]);
            }

            json.EndArray();
        }

        json.EndObject();
    }

    public static EntryEvidence Read(JsonElement element)
    {
        var json = new PayloadReader(element, Slot, "$", "change", "contentSha256", "document", "evidence", "reason", "statements");
        var evidence = json.List("evidence", ReadEvidence);
        return new()
        {
            Change = json.OptionalText("change") is { } change ? json.Checked("change", () => ChangeId.From(change)) : null,
            ContentDigest = json.OptionalDigest("contentSha256"),
            Document = json.Object("document", ReadDocument),
            Reason = json.OptionalText("reason"),
            Statements = json.List("statements", (e, path) => ReadStatement(e, path, evidence)),
        };
    }

    private static int PlaceOf(Evidence evidence, List<Evidence> distinct)
    {
        var place = distinct.IndexOf(evidence);
        if (place < 0)
        {
            place = distinct.Count;
            distinct.Add(evidence);
        }

        return place;
    }

    private static void Write(CanonicalJsonWriter json, StatementEvidence statement, int place)
    {
        json.StartObject();
        json.Member("claimedAt"u8, statement.ClaimedAt);
        json.Member("evidence"u8, place);
        json.Member("notice"u8, statement.NoticeVersion);
        json.EndObject();
    }

    private static StatementEvidence ReadStatement(JsonElement element, string path, ImmutableArray<Evidence> evidence)
    {
        var json = new PayloadReader(element, Slot, path, "claimedAt", "evidence", "notice");
        var place = json.OptionalInteger("evidence") is { } number && number < evidence.Length ? (int)number : throw json.Flaw("evidence", "is not the place of an evidence");
        return new(evidence[place], json.OptionalText("notice"), json.OptionalTime("claimedAt"));
    }

    private static void Write(CanonicalJsonWriter json, Evidence evidence)
    {
        json.StartObject();
        if (evidence.ActedBy != ActingParty.Unstated)
        {
            json.Code("actedBy"u8, evidence.ActedBy);
        }

        if (evidence.IsConfirmed)
        {
            json.Member("confirmed"u8, true);
        }

        json.Members("details"u8, evidence.Details);
        json.Member("ground"u8, evidence.Ground);
        json.Member("method"u8, evidence.Method);
        json.Member("reference"u8, evidence.Reference);
        json.Member("source"u8, evidence.Source);
        json.Member("textSha256"u8, evidence.TextSha256);
        if (evidence.PersonToldFirst)
        {
            json.Member("toldFirst"u8, true);
        }

        json.EndObject();
    }

    private static Evidence ReadEvidence(JsonElement element, string path)
    {
        var json = new PayloadReader(element, Slot, path, "actedBy", "confirmed", "details", "ground", "method", "reference", "source", "textSha256", "toldFirst");
        return json.Checked(null, () => new Evidence
        {
            ActedBy = json.OptionalCode<ActingParty>("actedBy") ?? ActingParty.Unstated,
            IsConfirmed = json.Boolean("confirmed", absent: false),
            Details = json.Texts("details"),
            Ground = json.OptionalText("ground"),
            Method = json.OptionalText("method"),
            Reference = json.OptionalText("reference"),
            Source = json.OptionalText("source"),
            TextSha256 = json.OptionalDigest("textSha256"),
            PersonToldFirst = json.Boolean("toldFirst", absent: false),
        });
    }

    private static void Write(CanonicalJsonWriter json, SourceDocument? document)
    {
        if (document is null)
        {
            return;
        }

        json.StartObject("document"u8);
        json.Ascii("asOf"u8, document.AsOf);
        json.StartObject("flags"u8);
        for (var i = 0; i < document.Flags.Nodes.Length; i++)
        {
            json.Member(document.Flags.Nodes[i].ToString(), DocumentFlags.ToText(document.Flags.Packed[i]));
        }

        json.EndObject();
        json.Member("source"u8, document.Source);
        json.EndObject();
    }

    private static SourceDocument ReadDocument(JsonElement element, string path)
    {
        var json = new PayloadReader(element, Slot, path, "asOf", "flags", "source");
        return json.Checked(null, () =>
        {
            var flags = json.Texts("flags");
            var nodes = flags.Keys.Select(node => PurposePath.Parse(node)).ToArray();
            return new SourceDocument(json.Text("source"), json.Time("asOf"), NodeFlags.FromPacked(nodes, [.. flags.Values.Select(DocumentFlags.FromText)]));
        });
    }
}
