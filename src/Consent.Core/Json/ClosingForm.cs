using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How what is kept of a closed id stands in JSON.</summary>
internal static class ClosingForm
{
    private static readonly JsonMember<ListedClosing, string> s_list = Member<ListedClosing>.Required("list", ValueForms.NameOf("listName", ListedClosing.MaxNameLength), l => l.List, "The name of the list.");
    private static readonly JsonMember<ListedClosing, Timestamp> s_listedAt = Member<ListedClosing>.Required("at", ValueForms.Instant, l => l.At, "When it closed the id.");

    private static readonly ObjectForm<ListedClosing> s_listed = new(
        "listedClosing", "That a list closed an id.", [s_list, s_listedAt],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ListedClosing made) =>
        {
            made = new(it.Of(s_list)!, it.Value(s_listedAt));
            return true;
        });

    private static readonly JsonMember<KeptNo, PurposePath> s_node = Member<KeptNo>.Required("node", ValueForms.Path, n => n.Node, "The purpose or group.");
    private static readonly JsonMember<KeptNo, Timestamp> s_at = Member<KeptNo>.Required("at", ValueForms.Instant, n => n.At, "When it was said, at the latest.");

    private static readonly ObjectForm<KeptNo> s_no = new(
        "keptNo", "A no that outlasts the erasure of the person.", [s_node, s_at],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out KeptNo made) =>
        {
            made = new(it.Of(s_node)!, it.Value(s_at));
            return true;
        });

    // What an erasure or a no has left, and the lists beside it.
    private static readonly JsonMember<ClosedId, Sha256Digest> s_digest = Member<ClosedId>.Required("digest", ValueForms.Digest, c => c.Digest, "The keyed digest of the id.");
    private static readonly JsonMember<ClosedId, ClosedKind> s_kind = Member<ClosedId>.Required("kind", CodeForm<ClosedKind>.Form, c => c.WithoutLists().Kind, "What it is kept for.");
    private static readonly JsonMember<ClosedId, Timestamp> s_since = Member<ClosedId>.Required("since", ValueForms.Instant, c => c.WithoutLists().Since, "The date kept: what was said up to then never counts again.");
    private static readonly JsonMember<ClosedId, ImmutableArray<ListedClosing>> s_lists = Member<ClosedId>.List("lists", s_listed, c => c.Lists, "The lists that closed it.");
    private static readonly JsonMember<ClosedId, ImmutableArray<KeptNo>> s_noes = Member<ClosedId>.List("noes", s_no, c => c.Noes, "The noes that an erasure and a no to everything do not reach.");

    public static ObjectForm<ClosedId> Closed { get; } = new(
        "closedId", "What is kept of an id that was erased or that a list closed.", [s_digest, s_kind, s_since, s_lists, s_noes],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ClosedId made) =>
        {
            made = it.List(s_lists).Aggregate(new ClosedId(it.Value(s_digest), it.Value(s_kind), it.Value(s_since)), (closed, list) => closed.And(list.List, list.At)).And(it.List(s_noes));
            return true;
        });

    private static readonly JsonMember<ClosedLink, Sha256Digest> s_other = Member<ClosedLink>.Required("digest", ValueForms.Digest, l => l.Digest, "The keyed digest of the other id.");
    private static readonly JsonMember<ClosedLink, Timestamp> s_linkedAt = Member<ClosedLink>.Required("at", ValueForms.Instant, l => l.OccurredAt, "From when they were one person, or no longer.");
    private static readonly JsonMember<ClosedLink, bool> s_linked = Member<ClosedLink>.Required("linked", ValueForms.Flag, l => l.IsLinked, "Linked, or unlinked.");
    private static readonly JsonMember<ClosedLink, Timestamp> s_permissiveFrom = Member<ClosedLink>.Required("permissiveFrom", ValueForms.Instant, l => l.PermissiveFrom, "From when it counts where it would permit more.");

    public static ObjectForm<ClosedLink> Link { get; } = new(
        "closedLink", "That two closed ids were said to be one person, or not to be.", [s_other, s_linkedAt, s_linked, s_permissiveFrom],
        (JsonMembers it, JsonReading _, out ClosedLink made) =>
        {
            made = new(it.Value(s_other), it.Value(s_linkedAt), it.Value(s_linked), it.Value(s_permissiveFrom));
            return true;
        });
}
