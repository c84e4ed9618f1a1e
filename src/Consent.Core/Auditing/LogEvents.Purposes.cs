using System.Collections.Immutable;
using System.Globalization;

namespace Consent;

/// <content>Purposes that a host publishes while it runs.</content>
public static partial class LogEvents
{
    private const string Node = "node";
    private const string Group = "group";
    private const string OperationDetail = "operation";
    private const string ChannelDetail = "channel";
    private const string SoftSpamFor = "softSpamFor";
    private const string ValidityMonths = "validityMonths";
    private const string Basis = "basis";
    private const string Covers = "covers";
    private const string OnlyForDirectMarketing = "onlyForDirectMarketing";
    private const string Retired = "retired";

    /// <summary>Purposes were published: one entry for each node, edge and retirement, with all that another host needs to know it too. They are written together.</summary>
    /// <param name="addition">What was added.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules that it led to.</param>
    /// <param name="at">Our clock.</param>
    public static ImmutableArray<AuditEntry> PurposesPublished(TaxonomyAddition addition, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(addition);
        ArgumentNullException.ThrowIfNull(actor);
        return
        [
            .. addition.Nodes.Select(DetailsOf)
                .Concat(addition.Edges.Select(DetailsOf))
                .Concat(addition.Retired.Select(path => Details((Node, path), (Retired, "true"))))
                .Select(details => Entry(AuditEntryType.TaxonomyChanged, rules, at, details) with { Actor = EntryActor.Of(actor) }),
        ];
    }

    /// <summary>What an entry says was published; <see langword="null"/> when it only says that a host started with another taxonomy.</summary>
    /// <exception cref="ArgumentException">Not the entry of a changed taxonomy.</exception>
    /// <exception cref="FormatException">A detail of it cannot be read.</exception>
    public static TaxonomyAddition? PublishedPurpose(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.TaxonomyChanged)
        {
            throw new ArgumentException("Not the entry of a changed taxonomy.", nameof(entry));
        }

        var details = entry.Facts.Details;
        if (!details.TryGetValue(Node, out var node))
        {
            return null;
        }

        return details.ContainsKey(Retired) ? new([], [], [node])
            : details.TryGetValue(Covers, out var covered) ? new([], [new(node, covered, details.ContainsKey(OnlyForDirectMarketing))], [])
            : new([NodeOf(node, details)], [], []);
    }

    private static ImmutableSortedDictionary<string, string> DetailsOf(PurposeTaxonomyBuilder.NodeDeclaration node)
    {
        var details = Details((Node, node.Path));
        details = node.IsGroup ? details.Add(Group, "true") : details;
        details = node.Operation == Operation.None ? details : details.Add(OperationDetail, PayloadCode<Operation>.Of(node.Operation));
        details = node.Channel == Channel.None ? details : details.Add(ChannelDetail, PayloadCode<Channel>.Of(node.Channel));
        details = node.SoftSpamFor is { } target ? details.Add(SoftSpamFor, target) : details;
        details = node.Basis is { } basis ? details.Add(Basis, PayloadCode<PurposeBasis>.Of(basis)) : details;
        return node.ValidityMonths is { } months ? details.Add(ValidityMonths, months.ToString(CultureInfo.InvariantCulture)) : details;
    }

    private static ImmutableSortedDictionary<string, string> DetailsOf(PurposeTaxonomyBuilder.EdgeDeclaration edge)
    {
        var details = Details((Node, edge.From), (Covers, edge.To));
        return edge.OnlyForDirectMarketing ? details.Add(OnlyForDirectMarketing, "true") : details;
    }

    private static PurposeTaxonomyBuilder.NodeDeclaration NodeOf(string path, ImmutableSortedDictionary<string, string> details) => new(
        path,
        details.ContainsKey(Group),
        Code<Operation>(details, OperationDetail),
        Code<Channel>(details, ChannelDetail),
        details.GetValueOrDefault(SoftSpamFor),
        details.TryGetValue(ValidityMonths, out var months) ? int.Parse(months, NumberStyles.None, CultureInfo.InvariantCulture) : null,
        details.ContainsKey(Basis) ? Code<PurposeBasis>(details, Basis) : null);

    private static TEnum Code<TEnum>(ImmutableSortedDictionary<string, string> details, string name)
        where TEnum : struct, Enum =>
        !details.TryGetValue(name, out var code) ? default
        : PayloadCode<TEnum>.Find(System.Text.Encoding.UTF8.GetBytes(code)) ?? throw new FormatException($"The {name} of a published purpose is none that is known.");
}
