using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>Writes a dossier as canonical JSON.</summary>
internal static class DossierJson
{
    /// <summary>The version of the form: of the JSON, and of the page that is made from it.</summary>
    public const int Version = 1;

    public static ImmutableArray<byte> Write(Dossier dossier)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.Member("checkpoint"u8, dossier.Checkpoint.ToString());
        json.Member("contact"u8, dossier.Contact.Value);
        WriteAll(json, "decisions"u8, dossier.Decisions, Write);
        WriteAll(json, "entries"u8, dossier.Entries, Write);
        WriteAll(json, "erasures"u8, dossier.Erasures, Write);
        json.Member("incarnation"u8, dossier.Revision.Incarnation.ToString("N"));
        json.Ascii("madeAt"u8, dossier.MadeAt);
        WriteAll(json, "notices"u8, dossier.Notices, Write);
        json.Member("revision"u8, dossier.Revision.Number);
        json.Member("v"u8, Version);
        json.EndObject();
        return [.. json.Written];
    }

    private static void WriteAll<T>(CanonicalJsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<T> items, Action<CanonicalJsonWriter, T> write)
    {
        if (items.IsEmpty)
        {
            return;
        }

        json.StartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.EndArray();
    }

    private static void Write(CanonicalJsonWriter json, DossierEntry entry)
    {
        json.StartObject();
        WriteAll(json, "hashes"u8, entry.Inclusion.Hashes, (to, hash) => to.TextValue(StrictBase64.Encode(hash)));
        json.Member("index"u8, entry.Index);
        json.Name("shown"u8);
        entry.Shown.Write(json);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, DossierNotice notice)
    {
        json.StartObject();
        json.Member("language"u8, notice.Language);
        if (notice.Published is { } published)
        {
            json.Name("published"u8);
            Write(json, published);
        }

        json.Member("text"u8, notice.Text);
        json.Member("version"u8, notice.Version);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, DossierDecision decision)
    {
        json.StartObject();
        json.Member("article"u8, decision.Article);
        json.Ascii("askedAt"u8, decision.AskedAt);
        json.Member("code"u8, decision.Code);
        WriteAll(json, "failed"u8, decision.Failed, (to, text) => to.TextValue(text));
        json.Member("node"u8, decision.Node);
        if (decision.MustIncludeOptOut)
        {
            json.Member("optOut"u8, true);
        }

        json.Member("outcome"u8, decision.Outcome);
        WriteAll(json, "reliedOn"u8, decision.ReliedOn, (to, text) => to.TextValue(text));
        json.Member("request"u8, decision.Request);
        json.Member("rules"u8, decision.RulesVersion);
        WriteAll(json, "steps"u8, decision.Steps, Write);
        json.Member("taxonomy"u8, decision.TaxonomyVersion);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, DossierStep step)
    {
        json.StartObject();
        json.Member("article"u8, step.Article);
        json.Member("code"u8, step.Code);
        json.Member("condition"u8, step.Condition);
        json.Member("node"u8, step.Node);
        json.Member("row"u8, step.Row);
        json.Member("verdict"u8, step.Verdict);
        json.EndObject();
    }
}
