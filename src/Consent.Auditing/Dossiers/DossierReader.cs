using System.Text;

namespace Consent.Auditing;

/// <summary>Reads a dossier from its page or its JSON. Strict: what is read would be written again byte for byte.</summary>
internal static class DossierReader
{
    // The reader names a slot when it refuses; here the message is made anew, from the place alone.
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
            var dossier = CanonicalJsonReader.Read(bytes, NoSlot, (ref it) => ReadDossier(ref it, isPage ? text : null));
            return dossier.ToJson().AsSpan().SequenceEqual(bytes) ? dossier : throw new FormatException("Not a dossier: the JSON is not in canonical form.");
        }
        catch (MalformedPayloadException malformed)
        {
            throw new FormatException($"Not a dossier: the JSON at {malformed.Path} is not what this version reads.", malformed);
        }
    }

    private static Dossier ReadDossier(ref CanonicalJsonReader json, string? page)
    {
        json.StartObject();
        var note = json.Text("checkpoint"u8);
        var checkpoint = SignedCheckpoint.TryParse(note, null, out var signed) ? signed : throw json.Flaw("is not a signed checkpoint");
        JsonRead<DossierEntry> readEntry = (ref entry) => ReadEntry(ref entry, checkpoint.Checkpoint.Size);
        var contact = json.Parsed<ContactId>("contact"u8);
        var decisions = json.List("decisions"u8, ReadDecision);
        var entries = json.List("entries"u8, readEntry);
        var erasures = json.List("erasures"u8, readEntry);
        var incarnation = json.OptionalGuid("incarnation"u8) ?? throw json.Missing("incarnation"u8);
        var madeAt = json.Time("madeAt"u8);
        var notices = json.List("notices"u8, (ref notice) => ReadNotice(ref notice, readEntry));
        var revision = new ContactRevision(incarnation, json.Integer("revision"u8));
        if (json.Integer("v"u8) != DossierJson.Version)
        {
            throw json.Flaw("is of another version");
        }

        json.EndObject();
        return json.Checked(() => new Dossier(contact, revision, madeAt, checkpoint, entries)
        {
            Erasures = erasures,
            Notices = notices,
            Decisions = decisions,
            Page = page,
        });
    }

    private static DossierEntry ReadEntry(ref CanonicalJsonReader json, long size)
    {
        json.StartObject();
        var hashes = json.List("hashes"u8, ReadHash);
        var index = json.Integer("index"u8);
        var shown = json.Member("shown"u8) ? EntryDisclosure.Read(ref json) : throw json.Missing("shown"u8);
        json.EndObject();
        return json.Checked(() => new DossierEntry(shown, new(index, size, hashes)));
    }

    private static Sha256Digest ReadHash(ref CanonicalJsonReader json) =>
        StrictBase64.TryDecode(json.TextValue(), out Sha256Digest hash) ? hash : throw json.Flaw("is not 32 bytes in base 64");

    private static DossierNotice ReadNotice(ref CanonicalJsonReader json, JsonRead<DossierEntry> readEntry)
    {
        json.StartObject();
        var language = json.OptionalText("language"u8);
        var published = json.Member("published"u8) ? readEntry(ref json) : null;
        var text = json.Text("text"u8);
        var version = json.Text("version"u8);
        json.EndObject();
        return json.Checked(() => new DossierNotice(version, text, language, published));
    }

    private static DossierDecision ReadDecision(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var article = json.Text("article"u8);
        var askedAt = json.Time("askedAt"u8);
        var code = json.Text("code"u8);
        var failed = json.List("failed"u8, ReadText);
        var node = json.OptionalText("node"u8);
        var optOut = json.OptionalBoolean("optOut"u8) ?? false;
        var outcome = json.Text("outcome"u8);
        var reliedOn = json.List("reliedOn"u8, ReadText);
        var request = json.Text("request"u8);
        var rules = json.OptionalText("rules"u8);
        var steps = json.List("steps"u8, ReadStep);
        var taxonomy = json.OptionalText("taxonomy"u8);
        json.EndObject();
        return json.Checked(() => new DossierDecision
        {
            AskedAt = askedAt,
            Request = request,
            Outcome = outcome,
            Code = code,
            Article = article,
            Node = node,
            Failed = failed,
            ReliedOn = reliedOn,
            MustIncludeOptOut = optOut,
            RulesVersion = rules,
            TaxonomyVersion = taxonomy,
            Steps = steps,
        });
    }

    private static DossierStep ReadStep(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var article = json.Text("article"u8);
        var code = json.OptionalText("code"u8);
        var condition = json.Text("condition"u8);
        var node = json.OptionalText("node"u8);
        var row = json.Text("row"u8);
        var verdict = json.Text("verdict"u8);
        json.EndObject();
        return json.Checked(() => new DossierStep
        {
            Row = row,
            Condition = condition,
            Article = article,
            Verdict = verdict,
            Code = code,
            Node = node,
        });
    }

    private static string ReadText(ref CanonicalJsonReader json) => json.TextValue();
}
