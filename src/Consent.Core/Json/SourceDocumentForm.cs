using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How what was taken of a source's document stands in JSON.</summary>
internal static class SourceDocumentForm
{
    private static readonly JsonMember<FlagsOfNode, bool> s_status = Member<FlagsOfNode>.OptionalValue("status", ValueForms.Flag, f => f[0], "Consent.");
    private static readonly JsonMember<FlagsOfNode, bool> s_restriction = Member<FlagsOfNode>.OptionalValue("restriction", ValueForms.Flag, f => f[1], "Restriction.");
    private static readonly JsonMember<FlagsOfNode, bool> s_objection = Member<FlagsOfNode>.OptionalValue("objection", ValueForms.Flag, f => f[2], "Objection.");

    private static readonly ObjectForm<FlagsOfNode> s_ofNode = new(
        "documentFlags", "What a document says of a node; what it does not name is left out.", [s_status, s_restriction, s_objection],
        (JsonMembers it, JsonReading _, out FlagsOfNode made) =>
        {
            made = FlagsOfNode.Of(it.Maybe(s_status), it.Maybe(s_restriction), it.Maybe(s_objection));
            return true;
        });

    private static readonly JsonForm<NodeFlags> s_flags = new MappedForm<NodeFlags, ImmutableSortedDictionary<PurposePath, FlagsOfNode>>(
        new MapForm<PurposePath, FlagsOfNode>(ValueForms.Path, s_ofNode),
        flags => Enumerable.Range(0, flags.Nodes.Length).ToImmutableSortedDictionary(i => flags.Nodes[i], i => new FlagsOfNode(flags.Packed[i])),
        byNode => NodeFlags.FromPacked([.. byNode.Keys], [.. byNode.Values.Select(f => f.Packed)]));

    private static readonly JsonMember<SourceDocument, string> s_source = Member<SourceDocument>.Required("source", ValueForms.NameOf("sourceName", SourceDocument.MaxSourceLength), d => d.Source, "The source's name.");
    private static readonly JsonMember<SourceDocument, Timestamp> s_asOf = Member<SourceDocument>.Required("asOf", ValueForms.Instant, d => d.AsOf, "The date of the document.");
    private static readonly JsonMember<SourceDocument, NodeFlags> s_all = Member<SourceDocument>.Required("flags", s_flags, d => d.Flags, "The flags that it named, by node.");
    private static readonly JsonMember<SourceDocument, Timestamp> s_acceptedAt = Member<SourceDocument>.OptionalValue("acceptedAt", ValueForms.Instant, d => d.AcceptedAt, "When the notice that it names was accepted.");

    private static readonly JsonMember<SourceDocument, ImmutableSortedDictionary<PurposePath, Timestamp>> s_givenAt = Member<SourceDocument>.Optional(
        "givenAt", new MapForm<PurposePath, Timestamp>(ValueForms.Path, ValueForms.Instant), d => d.GivenAt.IsEmpty ? null : d.GivenAt, "The consents that have a date of their own.");

    private static readonly JsonMember<SourceDocument, ImmutableArray<PurposePath>> s_notAsked = Member<SourceDocument>.List("notAsked", ValueForms.Path, d => d.NotAsked, "The nodes of which nobody asked.");

    public static ObjectForm<SourceDocument> Form { get; } = new(
        "sourceDocument", "What of a source's document was taken: the source's next one is read as what differs.", [s_source, s_asOf, s_all, s_acceptedAt, s_givenAt, s_notAsked],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out SourceDocument made) =>
        {
            made = new(it.Of(s_source)!, it.Value(s_asOf), it.Of(s_all)!)
            {
                AcceptedAt = it.Maybe(s_acceptedAt),
                GivenAt = it.Of(s_givenAt) ?? ImmutableSortedDictionary<PurposePath, Timestamp>.Empty,
                NotAsked = it.List(s_notAsked),
            };
            return true;
        });

    /// <summary>The three flags of one node, packed as <see cref="NodeFlags.FromPacked"/> takes them.</summary>
    private readonly record struct FlagsOfNode(byte Packed)
    {
        public bool? this[int flag] => (FlagValue)((Packed >> (flag * 2)) & 3) switch
        {
            FlagValue.Active => true,
            FlagValue.Inactive => false,
            _ => null,
        };

        public static FlagsOfNode Of(bool? status, bool? restriction, bool? objection) => new((byte)(Bits(status) | (Bits(restriction) << 2) | (Bits(objection) << 4)));

        private static int Bits(bool? said) => (int)(said switch { true => FlagValue.Active, false => FlagValue.Inactive, _ => FlagValue.Unset });
    }
}
