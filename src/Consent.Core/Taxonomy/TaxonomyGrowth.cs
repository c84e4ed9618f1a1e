using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using static Consent.PurposeTaxonomyBuilder;

namespace Consent;

/// <summary>Adds what was published while hosts run to the taxonomy of one of them. What is there already is added once; what contradicts it, not at all.</summary>
internal static class TaxonomyGrowth
{
    public static bool TryAdd(
        PurposeTaxonomy known, TaxonomyAddition addition, [NotNullWhen(true)] out PurposeTaxonomy? taxonomy, out ImmutableArray<string> errors)
    {
        taxonomy = null;
        errors = [.. addition.Nodes.Where(n => Contradicts(known, n)).Select(n => $"'{n.Path}' is there already and means something else.")];
        if (!errors.IsEmpty)
        {
            return false;
        }

        var fresh = New(known, addition);
        if (fresh.IsEmpty)
        {
            taxonomy = known;
            return true;
        }

        return known.Extend(known.Version).Add(fresh).TryBuild(out taxonomy, out errors);
    }

    /// <summary>The same for many, of whom some may not fit: a host whose own purposes lack what they stand below does without them.</summary>
    public static PurposeTaxonomy With(PurposeTaxonomy known, IEnumerable<TaxonomyAddition> later, out int leftOut)
    {
        var additions = later.ToList();
        var fitting = Fitting(known, additions, out leftOut);
        if (TryAdd(known, fitting, out var together, out _))
        {
            return together;
        }

        // Each for itself stands, or its host would not have published it; together with this host's own purposes, something does not.
        leftOut = 0;
        foreach (var addition in additions)
        {
            if (TryAdd(known, addition, out var more, out _))
            {
                known = more;
            }
            else
            {
                leftOut += CountOf(addition);
            }
        }

        return known;
    }

    private static int CountOf(TaxonomyAddition addition) => addition.Nodes.Length + addition.Edges.Length + addition.Retired.Length;

    private static TaxonomyAddition Fitting(PurposeTaxonomy known, List<TaxonomyAddition> additions, out int leftOut)
    {
        leftOut = 0;
        var nodes = new Dictionary<string, NodeDeclaration>(StringComparer.Ordinal);
        foreach (var node in additions.SelectMany(a => a.Nodes))
        {
            var dot = node.Path.LastIndexOf('.');
            if (Contradicts(known, node) || (dot >= 0 && !IsThere(node.Path[..dot])))
            {
                leftOut++;
            }
            else
            {
                nodes.TryAdd(node.Path, node);
            }
        }

        var edges = additions.SelectMany(a => a.Edges).ToLookup(e => IsThere(e.From) && IsThere(e.To));
        var retired = additions.SelectMany(a => a.Retired).ToLookup(IsThere);
        leftOut += edges[false].Count() + retired[false].Count();
        return new([.. nodes.Values], [.. edges[true].Distinct()], [.. retired[true].Distinct(StringComparer.Ordinal)]);

        bool IsThere(string path) => nodes.ContainsKey(path) || known.Find(path) is not null;
    }

    private static TaxonomyAddition New(PurposeTaxonomy known, TaxonomyAddition addition) => new(
        [.. addition.Nodes.Where(n => known.Find(n.Path) is null)],
        [.. addition.Edges.Except(known.Edges.Select(e => new EdgeDeclaration(e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)))],
        [.. addition.Retired.Where(p => known.Find(p) is not { IsRetired: true })]);

    /// <summary>Whether the taxonomy has a node of this path that is another one. What a declaration leaves out, it takes from the node above.</summary>
    private static bool Contradicts(PurposeTaxonomy known, NodeDeclaration node)
    {
        if (known.Find(node.Path) is not { } there)
        {
            return false;
        }

        var above = there.Path.Parent is { } parent ? known.Find(parent) : null;
        return there.Path.IsRoot || there.IsGroup != node.IsGroup || there.Channel != node.Channel
            || there.Operation != (node.Operation == Operation.None ? above?.Operation ?? Operation.None : node.Operation)
            || there.ValidityMonths != (node.ValidityMonths ?? above?.ValidityMonths)
            || there.Basis != (node.Basis ?? above?.Basis ?? PurposeBasis.Consent)
            || !string.Equals(there.SoftSpamFor?.ToString(), node.SoftSpamFor, StringComparison.Ordinal);
    }
}
