using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>The slot <c>facts</c> as JSON.</summary>
internal static class FactsPayload
{
    public static void Write(CanonicalJsonWriter json, EntryFacts facts)
    {
        json.StartObject();
        Write(json, facts.Acceptance, facts.AcceptanceEnds);
        Write(json, facts.Asked);
        json.Member("changeSha256"u8, facts.ChangeIdDigest);
        ClosingPayload.Write(json, facts);
        json.Members("details"u8, facts.Details);
        Write(json, facts.Erased);
        Write(json, facts.ErasedOthers);
        json.Member("linkOccurredAt"u8, facts.LinkOccurredAt);
        json.Member("linkPermissiveFrom"u8, facts.LinkPermissiveFrom);
        json.Ascii("recordedAt"u8, facts.RecordedAt);
        if (facts.Rectifies is { } wrong)
        {
            json.Member("rectifies"u8, wrong);
        }

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

    public static EntryFacts Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        Timestamp? acceptanceEnds = null;
        var acceptance = json.Member("acceptance"u8) ? ReadAcceptance(ref json, out acceptanceEnds) : null;
        var asked = json.List("asked"u8, ReadAsked);
        var change = json.OptionalDigest("changeSha256"u8);
        var (closing, closedWith, closedLinks) = ClosingPayload.Read(ref json);
        var details = json.Texts("details"u8);
        var erased = json.List("erased"u8, ReadRange);
        var others = json.List("erasedOthers"u8, ReadOther);
        var linkOccurredAt = json.OptionalTime("linkOccurredAt"u8);
        var linkPermissiveFrom = json.OptionalTime("linkPermissiveFrom"u8);
        var recordedAt = json.Time("recordedAt"u8);
        var rectifies = json.OptionalInteger("rectifies"u8);
        var rules = json.Text("rules"u8);
        var source = json.OptionalCode<ChangeSource>("source"u8);
        var statements = json.List("statements"u8, ReadStatement);
        var taxonomy = json.Text("taxonomy"u8);
        var name = json.Text("type"u8);
        var type = json.Checked(() => new AuditEntryType(name));
        if (json.Integer("v"u8) != 1)
        {
            throw json.Flaw("is not 1: another version of this library wrote it");
        }

        json.EndObject();
        return new()
        {
            Type = type,
            RecordedAt = recordedAt,
            ChangeIdDigest = change,
            Source = source,
            TaxonomyVersion = taxonomy,
            RulesVersion = rules,
            Statements = statements,
            Acceptance = acceptance,
            AcceptanceEnds = acceptanceEnds,
            Asked = asked,
            LinkOccurredAt = linkOccurredAt,
            LinkPermissiveFrom = linkPermissiveFrom,
            Rectifies = rectifies,
            Details = details,
            Erased = erased,
            ErasedOthers = others,
            Closing = closing,
            ClosedWith = closedWith,
            ClosedLinks = closedLinks,
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
            json.Code("effect"u8, statement.Effect);
            json.Member("ends"u8, statement.Span?.Ends);
            json.Code("flag"u8, statement.Flag);
            json.Member("from"u8, statement.Span?.From);
            json.Member("node"u8, statement.Node.ToString());
            json.Ascii("occurredAt"u8, statement.OccurredAt);
            json.Member("until"u8, statement.Span?.Until);
            json.Member("value"u8, statement.IsActive);
            json.Code("weight"u8, statement.Weight);
            json.EndObject();
        }

        json.EndArray();
    }

    private static EntryStatement ReadStatement(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var effect = json.Code<StatementEffect>("effect"u8);
        var ends = json.OptionalTime("ends"u8);
        var flag = json.Code<ConsentFlag>("flag"u8);
        var from = json.OptionalTime("from"u8);
        var node = json.Parsed<PurposePath>("node"u8);
        var occurredAt = json.Time("occurredAt"u8);
        var until = json.OptionalTime("until"u8);
        var isActive = json.Boolean("value"u8);
        var weight = json.Code<StatementWeight>("weight"u8);
        json.EndObject();
        return new(node, flag, isActive, occurredAt, weight, effect, from is null && until is null && ends is null ? null : new StatementSpan(from, until, ends));
    }

    private static void Write(CanonicalJsonWriter json, ImmutableArray<AskedAt> asked)
    {
        if (asked.IsEmpty)
        {
            return;
        }

        json.StartArray("asked"u8);
        foreach (var (node, at) in asked)
        {
            json.StartObject();
            json.Ascii("at"u8, at);
            json.Member("node"u8, node.ToString());
            json.EndObject();
        }

        json.EndArray();
    }

    private static AskedAt ReadAsked(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var at = json.Time("at"u8);
        var node = json.Parsed<PurposePath>("node"u8);
        json.EndObject();
        return new(node, at);
    }

    private static void Write(CanonicalJsonWriter json, NoticeAcceptance? acceptance, Timestamp? ends)
    {
        if (acceptance is not null)
        {
            json.StartObject("acceptance"u8);
            json.Ascii("acceptedAt"u8, acceptance.AcceptedAt);
            json.Member("ends"u8, ends);
            json.Member("language"u8, acceptance.Language);
            json.Member("textSha256"u8, acceptance.TextSha256);
            json.Member("version"u8, acceptance.Version);
            json.EndObject();
        }
    }

    private static NoticeAcceptance ReadAcceptance(ref CanonicalJsonReader json, out Timestamp? ends)
    {
        json.StartObject();
        var acceptedAt = json.Time("acceptedAt"u8);
        ends = json.OptionalTime("ends"u8);
        var language = json.OptionalText("language"u8);
        var textSha256 = json.OptionalDigest("textSha256"u8);
        var version = json.Text("version"u8);
        json.EndObject();
        var read = json.Checked(() => new NoticeAcceptance(version, acceptedAt, language, textSha256));
        return string.Equals(read.Version, version, StringComparison.Ordinal) && string.Equals(read.Language, language, StringComparison.Ordinal)
            ? read
            : throw json.Flaw("has a text that is never kept as it is");
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

    private static IndexRange ReadRange(ref CanonicalJsonReader json)
    {
        var (first, last) = json.PairValue();
        return last >= first ? new(first, last) : throw json.Flaw("ends before it begins");
    }

    private static void Write(CanonicalJsonWriter json, ImmutableArray<ErasedOther> others)
    {
        if (others.IsEmpty)
        {
            return;
        }

        json.StartArray("erasedOthers"u8);
        foreach (var (index, previous) in others)
        {
            json.StartObject();
            json.Member("index"u8, index);
            json.Member("prev"u8, previous);
            json.EndObject();
        }

        json.EndArray();
    }

    private static ErasedOther ReadOther(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var index = json.Integer("index"u8);
        var previous = json.IndexOrNone("prev"u8);
        json.EndObject();
        return previous < index ? new(index, previous) : throw json.Flaw("does not come before its entry");
    }
}
