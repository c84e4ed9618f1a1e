using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>The purposes that a host asks consent for, the groups above them, and which node covers which. Immutable and valid as a whole.</summary>
/// <remarks>At most 10,000 nodes. A node covers what is below it and what an edge declares, transitively; the root <c>all</c> covers everything.</remarks>
public sealed class PurposeTaxonomy
{
    private readonly NodeIndex _byPath;

    internal PurposeTaxonomy(string version, ImmutableArray<PurposeNode> nodes, IEnumerable<CoveringEdge> edges)
    {
        Version = version;
        Nodes = nodes;
        Edges = [.. edges];
        Stamp = $"{version}/{Fingerprint()[..8]}";
        _byPath = new(nodes.AsSpan());
        Coverage.Compute(this);
        MarkServices();
        var uses = nodes.Where(n => n.SoftSpamFor is not null).ToLookup(n => n.SoftSpamFor!);
        var group = Find(Purposes.SoftSpam.Group);
        foreach (var node in nodes.Where(n => n is { IsGroup: false, SoftSpamFor: null }))
        {
            node.SoftSpamUses = uses.Contains(node.Path) ? [.. uses[node.Path]] : group is null ? [] : [group];
        }
    }

    /// <summary>The group of direct marketing.</summary>
    internal PurposeNode? Marketing => field ??= Find(Purposes.Marketing.Group);

    /// <summary>The version, as the host names it.</summary>
    public string Version { get; }

    /// <summary>The version and a fingerprint of nodes and edges; written into every decision and audit entry, so that a change under the same name shows.</summary>
    public string Stamp { get; }

    /// <summary>All nodes: the root first, then in the order of declaration. A node's <see cref="PurposeNode.Index"/> is its place here.</summary>
    public ImmutableArray<PurposeNode> Nodes { get; }

    /// <summary>The declared edges, in the order of declaration. That a node covers what is below it goes without saying.</summary>
    public ImmutableArray<CoveringEdge> Edges { get; }

    /// <summary>The node with this path, or <see langword="null"/> when this taxonomy does not know it.</summary>
    public PurposeNode? Find(PurposePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _byPath.Find(path);
    }

    /// <summary>
    /// Whether a yes said of a path, where a no reaches it, takes that back: a yes of the same flag does; and consent to what rests on a contract or a duty takes back an objection
    /// to it too (row 4b).
    /// </summary>
    internal bool Answers(ConsentFlag yes, PurposePath said, ConsentFlag no) =>
        yes == no || (yes == ConsentFlag.Status && no == ConsentFlag.Objection && Find(said) is { IsGroup: false, Basis: not PurposeBasis.Consent });

    /// <summary>Whether a node covers a path, or will once the taxonomy knows it: what is below a covered path is covered.</summary>
    internal bool Reaches(PurposePath node, PurposePath said)
    {
        for (var at = said; at is not null; at = at.Parent)
        {
            if (Covers(node, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one node covers another; a node covers itself. Unknown paths cover nothing and are covered by nothing but themselves.</summary>
    /// <param name="covering">The node that may cover.</param>
    /// <param name="covered">The node that may be covered.</param>
    /// <param name="servesNoDirectMarketing">Asks for a request that says it serves no direct marketing.</param>
    public bool Covers(PurposePath covering, PurposePath covered, bool servesNoDirectMarketing = false)
    {
        ArgumentNullException.ThrowIfNull(covering);
        return covering.Equals(covered)
            || (Find(covering) is { } a && Find(covered) is { } b && b.CoveringFor(servesNoDirectMarketing).Contains(a.Index));
    }

    /// <summary>The nodes that cover a node, itself left out, in the order of <see cref="Nodes"/>; empty for an unknown path.</summary>
    /// <param name="path">The node covered.</param>
    /// <param name="servesNoDirectMarketing">Asks for a request that says it serves no direct marketing.</param>
    public IEnumerable<PurposeNode> Covering(PurposePath path, bool servesNoDirectMarketing = false) =>
        Find(path) is { } node ? node.CoveringFor(servesNoDirectMarketing).Indexes().Select(i => Nodes[i]) : [];

    /// <summary>The known path that somebody may have meant: itself where it is known, else the one written most alike. For telling only.</summary>
    public PurposePath NearestTo(PurposePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return NearestPath.To(this, path);
    }

    /// <summary>A builder that starts with all of this taxonomy, for the next version of it.</summary>
    /// <param name="version">The new version.</param>
    public PurposeTaxonomyBuilder Extend(string version) => new PurposeTaxonomyBuilder(version).CopyFrom(this);

    /// <summary>This taxonomy with what was published since, under the same version; its <see cref="Stamp"/> tells them apart.</summary>
    /// <param name="addition">What was published. What is here already, and means the same, adds nothing.</param>
    /// <param name="taxonomy">The taxonomy with it.</param>
    /// <param name="errors">Everything that is wrong with it: what does not hold together, and what is here already and means something else.</param>
    public bool TryAdd(TaxonomyAddition addition, [NotNullWhen(true)] out PurposeTaxonomy? taxonomy, out ImmutableArray<string> errors)
    {
        ArgumentNullException.ThrowIfNull(addition);
        return TaxonomyGrowth.TryAdd(this, addition, out taxonomy, out errors);
    }

    /// <summary>This taxonomy with all that was published since, in order; what does not fit it, such as a purpose below a group that it lacks, is left out.</summary>
    /// <param name="later">The publications.</param>
    /// <param name="leftOut">How many nodes, edges and retirements were left out.</param>
    public PurposeTaxonomy With(IEnumerable<TaxonomyAddition> later, out int leftOut)
    {
        ArgumentNullException.ThrowIfNull(later);
        return TaxonomyGrowth.With(this, later, out leftOut);
    }

    /// <summary>The version and the number of nodes.</summary>
    public override string ToString() => $"{Version} ({Nodes.Length} nodes)";

    /// <summary>The known node that stands for a path: itself, else the nearest one above it by name (at last the root).</summary>
    internal PurposeNode NearestKnown(PurposePath path)
    {
        for (PurposePath? at = path; at is not null; at = at.Parent)
        {
            if (Find(at) is { } node)
            {
                return node;
            }
        }

        return Nodes[0];
    }

    /// <summary>The node whose path is written so, or <see langword="null"/>.</summary>
    internal PurposeNode? Find(ReadOnlySpan<char> path) => _byPath.Find(path);

    private void MarkServices()
    {
        foreach (var purpose in Nodes.Where(n => n is { IsGroup: false, Basis: not PurposeBasis.Consent }))
        {
            for (var node = purpose; node is { Path.IsRoot: false }; node = Find(node.Path.Parent!))
            {
                node.IsService = true;
            }
        }

        foreach (var purpose in Nodes.Where(n => n is { IsGroup: false, Basis: PurposeBasis.Consent }))
        {
            for (var node = purpose; node is { Path.IsRoot: false }; node = Find(node.Path.Parent!))
            {
                node.IsService = false;
            }
        }
    }

    private string Fingerprint()
    {
        var hash = CanonicalHash.Begin();
        foreach (var node in Nodes)
        {
            hash.Text(FormattableString.Invariant(
                $"{node.Path};{node.IsGroup};{node.IsRetired};{node.Operation};{node.Channel};{node.SoftSpamFor};{node.ValidityMonths}"));
            if (node.Basis != PurposeBasis.Consent)
            {
                hash.Text(node.Basis.ToString());
            }
        }

        foreach (var edge in Edges)
        {
            hash.Text($"{edge.From};{edge.To};{edge.OnlyForDirectMarketing}");
        }

        return hash.Finish().ToString();
    }
}
