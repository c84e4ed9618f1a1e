using System.Collections.Immutable;
using static Consent.PurposeTaxonomyBuilder;

namespace Consent;

/// <summary>What a host adds to its purposes while it runs: purposes and groups, covering edges, retirements. Immutable.</summary>
/// <example><code>
/// var addition = TaxonomyAddition.Of(purposes => purposes.Purpose("newsletters.sneakers", Channel.Email));
/// </code></example>
public sealed class TaxonomyAddition
{
    internal TaxonomyAddition(ImmutableArray<NodeDeclaration> nodes, ImmutableArray<EdgeDeclaration> edges, ImmutableArray<string> retired)
    {
        Nodes = nodes;
        Edges = edges;
        Retired = retired;
    }

    /// <summary>Whether it adds nothing.</summary>
    public bool IsEmpty => Nodes.IsEmpty && Edges.IsEmpty && Retired.IsEmpty;

    internal ImmutableArray<NodeDeclaration> Nodes { get; }

    internal ImmutableArray<EdgeDeclaration> Edges { get; }

    internal ImmutableArray<string> Retired { get; }

    /// <summary>What is declared. Nothing is checked before it is added to a taxonomy (<see cref="PurposeTaxonomy.TryAdd"/>).</summary>
    public static TaxonomyAddition Of(Action<PurposeTaxonomyBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        var builder = new PurposeTaxonomyBuilder("");
        declare(builder);
        return builder.Declared();
    }

    /// <summary>How much it adds.</summary>
    public override string ToString() => $"{Nodes.Length} node(s), {Edges.Length} edge(s), {Retired.Length} retired";
}
