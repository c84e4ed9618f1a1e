namespace Consent.Reference;

/// <summary>All nodes, the root <c>all</c> among them, and the covering edges declared beside the dotted paths.</summary>
/// <param name="Nodes">The nodes; their order is the taxonomy order.</param>
/// <param name="Edges">The declared covering edges.</param>
public sealed record RefTaxonomy(IReadOnlyList<RefNode> Nodes, IReadOnlyList<RefEdge> Edges)
{
    /// <summary>The path of the root, which covers everything.</summary>
    public const string Root = "all";

    /// <summary>The node at this path, or null where the taxonomy does not know it.</summary>
    public RefNode? Find(string? path) => Nodes.FirstOrDefault(node => node.Path == path);

    /// <summary>True where the taxonomy has this node.</summary>
    public bool Knows(string? path) => Find(path) is not null;

    /// <summary>The purposes below a group by dotted path, in taxonomy order.</summary>
    public IEnumerable<RefNode> PurposesUnder(string group) =>
        Nodes.Where(node => node.IsPurpose && IsUnder(node.Path, group));

    /// <summary>True where <paramref name="path"/> lies below <paramref name="group"/> by its dotted path.</summary>
    public static bool IsUnder(string path, string group) => path.StartsWith(group + ".", StringComparison.Ordinal);
}
