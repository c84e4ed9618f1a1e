using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>Declares a taxonomy. Nothing is checked before <see cref="Build"/>, which names all errors at once. Not thread-safe.</summary>
/// <example><code>
/// var taxonomy = ContactlabTaxonomy.Extend("shop-2026")
///     .Purpose("marketing.automatic.whatsapp", Channel.InstantMessage)
///     .Purpose("thirdPartyTransfer.marketing.acme")
///     .Build();
/// </code></example>
public sealed class PurposeTaxonomyBuilder
{
    private readonly List<NodeDeclaration> _nodes = [];
    private readonly List<EdgeDeclaration> _edges = [];
    private readonly HashSet<string> _retired = new(StringComparer.Ordinal);
    private readonly string _version;

    /// <summary>Starts an empty taxonomy; the root <c>all</c> is there already.</summary>
    /// <param name="version">Its version, written into every decision and audit entry: 1 to 64 characters.</param>
    public PurposeTaxonomyBuilder(string version) => _version = version;

    /// <summary>Adds a group. What stands above it must be declared too.</summary>
    /// <param name="path">Where: <c>marketing.automatic</c>.</param>
    /// <param name="operation">What the purposes below allow; <see cref="Operation.None"/>: as the node above.</param>
    /// <param name="validityMonths">After how many months consents below expire; <see langword="null"/>: as the node above.</param>
    /// <param name="basis">What the purposes below rest on; <see langword="null"/>: as the node above, and at the top consent.</param>
    public PurposeTaxonomyBuilder Group(string path, Operation operation = Operation.None, int? validityMonths = null, PurposeBasis? basis = null)
    {
        _nodes.Add(new(path, true, operation, Channel.None, null, validityMonths, basis));
        return this;
    }

    /// <summary>Adds a purpose. It may have purposes below it; its consent never gives theirs.</summary>
    /// <param name="path">Where: <c>marketing.automatic.email</c>.</param>
    /// <param name="channel">By which means people are reached.</param>
    /// <param name="operation">What it allows; <see cref="Operation.None"/>: as the node above.</param>
    /// <param name="softSpamFor">For a soft-spam purpose, the channel's own purpose.</param>
    /// <param name="validityMonths">After how many months a consent expires; <see langword="null"/>: as the node above.</param>
    /// <param name="basis">What its use rests on; <see langword="null"/>: as the node above, and at the top consent.</param>
    public PurposeTaxonomyBuilder Purpose(
        string path, Channel channel = Channel.None, Operation operation = Operation.None, string? softSpamFor = null, int? validityMonths = null, PurposeBasis? basis = null)
    {
        _nodes.Add(new(path, false, operation, channel, softSpamFor, validityMonths, basis));
        return this;
    }

    /// <summary>Declares that one node covers another besides those below it: what is objected to there, is objected to here.</summary>
    /// <param name="from">The covering node.</param>
    /// <param name="to">The purpose covered, with all below it; of a group, the purposes below it and not the group itself.</param>
    /// <param name="onlyForDirectMarketing">The edge does not hold for a request that says it serves no direct marketing (GDPR art. 21(2)).</param>
    public PurposeTaxonomyBuilder Covers(string from, string to, bool onlyForDirectMarketing = false)
    {
        _edges.Add(new(from, to, onlyForDirectMarketing));
        return this;
    }

    /// <summary>Marks a node as no longer used. It is never deleted: the audit log still speaks of it.</summary>
    public PurposeTaxonomyBuilder Retire(string path)
    {
        _retired.Add(path);
        return this;
    }

    /// <summary>Makes the taxonomy.</summary>
    /// <exception cref="InvalidTaxonomyException">Something does not hold together; all errors are named.</exception>
    public PurposeTaxonomy Build() => TryBuild(out var taxonomy, out var errors) ? taxonomy : throw new InvalidTaxonomyException(errors);

    /// <summary>Makes the taxonomy, or says everything that is wrong with it.</summary>
    public bool TryBuild([NotNullWhen(true)] out PurposeTaxonomy? taxonomy, out ImmutableArray<string> errors)
    {
        var (nodes, found) = TaxonomyChecks.Resolve(_version, _nodes, _edges, _retired);
        errors = found;
        taxonomy = found.IsEmpty ? new(_version, nodes, _edges.Select(e => new CoveringEdge(PurposePath.Parse(e.From), PurposePath.Parse(e.To), e.OnlyForDirectMarketing))) : null;
        return taxonomy is not null;
    }

    internal PurposeTaxonomyBuilder CopyFrom(PurposeTaxonomy taxonomy)
    {
        foreach (var node in taxonomy.Nodes.Where(n => !n.Path.IsRoot))
        {
            _nodes.Add(new(node.Path.ToString(), node.IsGroup, node.Operation, node.Channel, node.SoftSpamFor?.ToString(), node.ValidityMonths, node.Basis));
            if (node.IsRetired)
            {
                _retired.Add(node.Path.ToString());
            }
        }

        _edges.AddRange(taxonomy.Edges.Select(e => new EdgeDeclaration(e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));
        return this;
    }

    internal PurposeTaxonomyBuilder Add(TaxonomyAddition addition)
    {
        _nodes.AddRange(addition.Nodes);
        _edges.AddRange(addition.Edges);
        _retired.UnionWith(addition.Retired);
        return this;
    }

    internal TaxonomyAddition Declared() => new([.. _nodes], [.. _edges], [.. _retired.Order(StringComparer.Ordinal)]);

    internal sealed record NodeDeclaration(string Path, bool IsGroup, Operation Operation, Channel Channel, string? SoftSpamFor, int? ValidityMonths, PurposeBasis? Basis = null);

    internal sealed record EdgeDeclaration(string From, string To, bool OnlyForDirectMarketing);
}
