using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How the facts of an entry stand in JSON: by the names that the log has.</summary>
internal static class EntryFactsForm
{
    private static readonly JsonMember<EntryStatement, PurposePath> s_node = Member<EntryStatement>.Required("node", ValueForms.Path, s => s.Node, "The node.");
    private static readonly JsonMember<EntryStatement, ConsentFlag> s_flag = Member<EntryStatement>.Required("flag", CodeForm<ConsentFlag>.Form, s => s.Flag, "The flag.");
    private static readonly JsonMember<EntryStatement, bool> s_value = Member<EntryStatement>.Required("value", ValueForms.Flag, s => s.IsActive, "Whether it is said to hold.");
    private static readonly JsonMember<EntryStatement, Timestamp> s_occurredAt = Member<EntryStatement>.Required("occurredAt", ValueForms.Instant, s => s.OccurredAt, "When it was said.");
    private static readonly JsonMember<EntryStatement, StatementWeight> s_weight = Member<EntryStatement>.Required("weight", CodeForm<StatementWeight>.Form, s => s.Weight, "How much it counts for.");
    private static readonly JsonMember<EntryStatement, StatementEffect> s_effect = Member<EntryStatement>.Required("effect", CodeForm<StatementEffect>.Form, s => s.Effect, "What it did when it was recorded.");
    private static readonly JsonMember<EntryStatement, Timestamp> s_from = Member<EntryStatement>.OptionalValue("from", ValueForms.Instant, s => s.Span?.From, "Of a give: from when it may be relied on.");
    private static readonly JsonMember<EntryStatement, Timestamp> s_until = Member<EntryStatement>.OptionalValue("until", ValueForms.Instant, s => s.Span?.Until, "Until when.");
    private static readonly JsonMember<EntryStatement, Timestamp> s_ends = Member<EntryStatement>.OptionalValue("ends", ValueForms.Instant, s => s.Span?.Ends, "Of one that waits for confirmation: from when it is as never said.");

    private static readonly ObjectForm<EntryStatement> s_statement = new(
        "entryStatement", "One statement of an entry.", [s_node, s_flag, s_value, s_occurredAt, s_weight, s_effect, s_from, s_until, s_ends],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out EntryStatement made) =>
        {
            made = new(it.Of(s_node)!, it.Value(s_flag), it.Value(s_value), it.Value(s_occurredAt), it.Value(s_weight), it.Value(s_effect), StatementSpan.Of(it.Maybe(s_from), it.Maybe(s_until), it.Maybe(s_ends)));
            return true;
        });

    private static readonly JsonMember<AskedAt, PurposePath> s_askedNode = Member<AskedAt>.Required("node", ValueForms.Path, a => a.Node, "For which purpose.");
    private static readonly JsonMember<AskedAt, Timestamp> s_askedAt = Member<AskedAt>.Required("at", ValueForms.Instant, a => a.At, "When.");

    public static ObjectForm<AskedAt> Asked { get; } = new(
        "asked", "That the person was asked, and put the answer off.", [s_askedNode, s_askedAt],
        (JsonMembers it, JsonReading _, out AskedAt made) =>
        {
            made = new(it.Of(s_askedNode)!, it.Value(s_askedAt));
            return true;
        });

    private static readonly JsonMember<IndexRange, long> s_first = Member<IndexRange>.Required("first", ValueForms.Long, r => r.First, "The index of the first.");
    private static readonly JsonMember<IndexRange, long> s_last = Member<IndexRange>.Required("last", ValueForms.Long, r => r.Last, "The index of the last.");

    private static readonly ObjectForm<IndexRange> s_range = new(
        "range", "Entries of the log that follow one another.", [s_first, s_last],
        (JsonMembers it, JsonReading _, out IndexRange made) =>
        {
            made = new(it.Value(s_first), it.Value(s_last));
            return true;
        });

    private static readonly JsonMember<ErasedOther, long> s_otherIndex = Member<ErasedOther>.Required("index", ValueForms.Long, o => o.Index, "Its place in the log.");
    private static readonly JsonMember<ErasedOther, long> s_otherPrevious = Member<ErasedOther>.Required("previous", ValueForms.Long, o => o.Previous, "The contact's entry before it; -1: there was none.");

    private static readonly ObjectForm<ErasedOther> s_other = new(
        "erasedOther", "An entry that an erasure takes away although it is somebody else's.", [s_otherIndex, s_otherPrevious],
        (JsonMembers it, JsonReading _, out ErasedOther made) =>
        {
            made = new(it.Value(s_otherIndex), it.Value(s_otherPrevious));
            return true;
        });

    private static readonly JsonMember<EntryFacts, AuditEntryType> s_type = Member<EntryFacts>.Required("type", ValueForms.EntryType, f => f.Type, "What kind of event.");
    private static readonly JsonMember<EntryFacts, Timestamp> s_recordedAt = Member<EntryFacts>.Required("recordedAt", ValueForms.Instant, f => f.RecordedAt, "When it was written down.");
    private static readonly JsonMember<EntryFacts, int> s_version = Member<EntryFacts>.OptionalValue("v", ValueForms.Int, f => f.Version, "The version of the entry's form.");
    private static readonly JsonMember<EntryFacts, ChangeSource> s_source = Member<EntryFacts>.OptionalValue("source", CodeForm<ChangeSource>.Form, f => f.Source, "How it arrived.");
    private static readonly JsonMember<EntryFacts, Sha256Digest> s_change = Member<EntryFacts>.OptionalValue("changeSha256", ValueForms.Digest, f => f.ChangeIdDigest, "The SHA-256 of the change id.");
    private static readonly JsonMember<EntryFacts, string> s_taxonomy = Member<EntryFacts>.Required("taxonomy", ValueForms.Text, f => f.TaxonomyVersion, "The taxonomy that was in use.");
    private static readonly JsonMember<EntryFacts, string> s_rules = Member<EntryFacts>.Required("rules", ValueForms.Text, f => f.RulesVersion, "The rule set that was in use.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<EntryStatement>> s_statements = Member<EntryFacts>.WholeList("statements", s_statement, f => f.Statements, "The statements, in order.");
    private static readonly JsonMember<EntryFacts, NoticeAcceptance> s_acceptance = Member<EntryFacts>.Optional("acceptance", ChangeForm.Acceptance, f => f.Acceptance, "The notice accepted.");
    private static readonly JsonMember<EntryFacts, Timestamp> s_acceptanceEnds = Member<EntryFacts>.OptionalValue("acceptanceEnds", ValueForms.Instant, f => f.AcceptanceEnds, "Of an acceptance that waits: from when it is as never said.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<AskedAt>> s_asked = Member<EntryFacts>.List("asked", Asked, f => f.Asked, "For what the person was asked and put the answer off.");
    private static readonly JsonMember<EntryFacts, Timestamp> s_link = Member<EntryFacts>.OptionalValue("linkOccurredAt", ValueForms.Instant, f => f.LinkOccurredAt, "Of a link: from when it holds.");
    private static readonly JsonMember<EntryFacts, Timestamp> s_linkFrom = Member<EntryFacts>.OptionalValue("linkPermissiveFrom", ValueForms.Instant, f => f.LinkPermissiveFrom, "Of a link: from when it counts where it would permit more.");
    private static readonly JsonMember<EntryFacts, long> s_rectifies = Member<EntryFacts>.OptionalValue("rectifies", ValueForms.Long, f => f.Rectifies, "Of a rectification: the place of the entry that was wrong.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<IndexRange>> s_erased = Member<EntryFacts>.List("erased", s_range, f => f.Erased, "Of an erasure: the entries whose slots it deletes.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<ErasedOther>> s_others = Member<EntryFacts>.List("erasedOthers", s_other, f => f.ErasedOthers, "Those among them that are not the person's own.");
    private static readonly JsonMember<EntryFacts, ClosedId> s_closed = Member<EntryFacts>.Optional("closed", ClosingForm.Closed, f => f.Closing, "What is kept of a closed id.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<Sha256Digest>> s_closedWith = Member<EntryFacts>.List("closedWith", ValueForms.Digest, f => f.ClosedWith, "The digests of the closed ids that it stays linked with.");
    private static readonly JsonMember<EntryFacts, ImmutableArray<ClosedLink>> s_closedLinks = Member<EntryFacts>.List("closedLinks", ClosingForm.Link, f => f.ClosedLinks, "Its links with ids that were closed when it was opened.");

    private static readonly JsonMember<EntryFacts, ImmutableSortedDictionary<string, string>> s_details = Member<EntryFacts>.Optional(
        "details", new MapForm<string, string>(ValueForms.Text, ValueForms.Text, StringComparer.Ordinal), f => f.Details.IsEmpty ? null : f.Details, "What else belongs to this kind of event.");

    public static ObjectForm<EntryFacts> Form { get; } = new(
        "entryFacts", "What happened, without saying to whom.",
        [
            s_type, s_recordedAt, s_version, s_source, s_change, s_taxonomy, s_rules, s_statements, s_acceptance, s_acceptanceEnds, s_asked, s_link, s_linkFrom, s_rectifies, s_erased, s_others, s_closed,
            s_closedWith, s_closedLinks, s_details,
        ],
        TryMake);

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out EntryFacts made)
    {
        made = new()
        {
            Type = it.Value(s_type),
            RecordedAt = it.Value(s_recordedAt),
            Version = it.Maybe(s_version) ?? 1,
            Source = it.Maybe(s_source),
            ChangeIdDigest = it.Maybe(s_change),
            TaxonomyVersion = it.Of(s_taxonomy)!,
            RulesVersion = it.Of(s_rules)!,
            Statements = it.List(s_statements),
            Acceptance = it.Of(s_acceptance),
            AcceptanceEnds = it.Maybe(s_acceptanceEnds),
            Asked = it.List(s_asked),
            LinkOccurredAt = it.Maybe(s_link),
            LinkPermissiveFrom = it.Maybe(s_linkFrom),
            Rectifies = it.Maybe(s_rectifies),
            Erased = it.List(s_erased),
            ErasedOthers = it.List(s_others),
            Closing = it.Of(s_closed),
            ClosedWith = it.List(s_closedWith),
            ClosedLinks = it.List(s_closedLinks),
            Details = it.Of(s_details) ?? StoredText.None,
        };
        return true;
    }
}
