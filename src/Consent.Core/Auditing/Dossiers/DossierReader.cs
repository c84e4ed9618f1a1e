using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Consent;

/// <summary>Reads a dossier from its page or its JSON. Strict: what is read would be written again byte for byte.</summary>
internal static class DossierReader
{
    // Payload readers name a slot when they refuse; here the message is made anew, from the place alone.
    private const EntrySlot NoSlot = EntrySlot.Facts;

    /// <exception cref="FormatException">Not a dossier.</exception>
    public static Dossier Read(string text)
    {
        if (StoredText.FlawWithin(text, int.MaxValue) is { } flaw)
        {
            throw new FormatException($"Not a dossier: the text {flaw}.");
        }

        var isPage = !text.StartsWith('{');
        var json = !isPage ? text : DossierPage.JsonIn(text) ?? throw new FormatException("Not a dossier: neither JSON nor a page with one JSON of a dossier in it.");
        var bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            using var document = CanonicalJson.Parse(bytes, NoSlot);
            var dossier = ReadDossier(document.RootElement, isPage ? text : null);
            return dossier.ToJson().AsSpan().SequenceEqual(bytes) ? dossier : throw new FormatException("Not a dossier: the JSON is not in canonical form.");
        }
        catch (MalformedPayloadException malformed)
        {
            throw new FormatException($"Not a dossier: the JSON at {malformed.Path} is not what this version reads.", malformed);
        }
    }

    private static Dossier ReadDossier(JsonElement element, string? page)
    {
        var json = new PayloadReader(
            element, NoSlot, "$", "checkpoint", "contact", "decisions", "entries", "erasures", "incarnation", "madeAt", "notices", "revision", "v");
        if (json.OptionalInteger("v") != DossierJson.Version)
        {
            throw json.Flaw("v", "is of another version");
        }

        var checkpoint = SignedCheckpoint.TryParse(json.Text("checkpoint"), null, out var signed) ? signed : throw json.Flaw("checkpoint", "is not a signed checkpoint");
        var size = checkpoint.Checkpoint.Size;
        var revision = new ContactRevision(
            Guid.TryParseExact(json.Text("incarnation"), "N", out var incarnation) ? incarnation : throw json.Flaw("incarnation", "is not 32 hexadecimal digits"),
            json.OptionalInteger("revision") ?? throw json.Flaw("revision", "is missing"));
        var contact = json.Checked("contact", () => ContactId.From(json.Text("contact")));
        var entries = json.List("entries", (e, path) => ReadEntry(e, path, size));
        var erasures = json.List("erasures", (e, path) => ReadEntry(e, path, size));
        var notices = json.List("notices", (e, path) => ReadNotice(e, path, size));
        return json.Checked(null, () => new Dossier(contact, revision, json.Time("madeAt"), checkpoint, entries)
        {
            Erasures = erasures,
            Notices = notices,
            Decisions = json.List("decisions", ReadDecision),
            Page = page,
        });
    }

    private static DossierEntry ReadEntry(JsonElement element, string path, long size)
    {
        var json = new PayloadReader(element, NoSlot, path, "hashes", "index", "shown");
        var index = json.OptionalInteger("index") ?? throw json.Flaw("index", "is missing");
        var shown = json.Object("shown", EntryDisclosure.Read) ?? throw json.Flaw("shown", "is missing");
        return json.Checked("hashes", () => new DossierEntry(shown, new(index, size, json.List("hashes", ReadHash))));
    }

    private static Sha256Digest ReadHash(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String && StrictBase64.TryDecode(element.GetString(), out Sha256Digest hash)
            ? hash
            : throw new MalformedPayloadException(NoSlot, path, "is not 32 bytes in base 64");

    private static DossierNotice ReadNotice(JsonElement element, string path, long size)
    {
        var json = new PayloadReader(element, NoSlot, path, "language", "published", "text", "version");
        var published = json.Object("published", (e, at) => ReadEntry(e, at, size));
        return json.Checked(null, () => new DossierNotice(json.Text("version"), json.Text("text"), json.OptionalText("language"), published));
    }

    private static DossierDecision ReadDecision(JsonElement element, string path)
    {
        var json = new PayloadReader(
            element, NoSlot, path, "article", "askedAt", "code", "failed", "node", "optOut", "outcome", "reliedOn", "request", "rules", "steps", "taxonomy");
        return json.Checked(null, () => new DossierDecision
        {
            AskedAt = json.Time("askedAt"),
            Request = json.Text("request"),
            Outcome = json.Text("outcome"),
            Code = json.Text("code"),
            Article = json.Text("article"),
            Node = json.OptionalText("node"),
            Failed = ReadTexts(json, "failed"),
            ReliedOn = ReadTexts(json, "reliedOn"),
            MustIncludeOptOut = json.Boolean("optOut", absent: false),
            RulesVersion = json.OptionalText("rules"),
            TaxonomyVersion = json.OptionalText("taxonomy"),
            Steps = json.List("steps", ReadStep),
        });
    }

    private static DossierStep ReadStep(JsonElement element, string path)
    {
        var json = new PayloadReader(element, NoSlot, path, "article", "code", "condition", "node", "row", "verdict");
        return json.Checked(null, () => new DossierStep
        {
            Row = json.Text("row"),
            Condition = json.Text("condition"),
            Article = json.Text("article"),
            Verdict = json.Text("verdict"),
            Code = json.OptionalText("code"),
            Node = json.OptionalText("node"),
        });
    }

    private static ImmutableArray<string> ReadTexts(PayloadReader json, string name) => json.List(name, (element, path) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new MalformedPayloadException(NoSlot, path, "is not a text"));
}
