namespace Consent;

/// <summary>Works out, once per taxonomy, which nodes cover which: parents and declared edges, followed to the end.</summary>
internal static class Coverage
{
    public static void Compute(PurposeTaxonomy taxonomy)
    {
        var all = Relation(taxonomy, includeConditional: true);
        var withoutMarketing = Relation(taxonomy, includeConditional: false);
        foreach (var node in taxonomy.Nodes)
        {
            node.Covering = all[node.Index]!;
            node.CoveringWithoutMarketing = withoutMarketing[node.Index]!;
        }
    }

    private static NodeSet?[] Relation(PurposeTaxonomy taxonomy, bool includeConditional)
    {
        var edges = taxonomy.Edges.Where(e => includeConditional || !e.OnlyForDirectMarketing)
            .ToLookup(e => e.To, e => taxonomy.Find(e.From)!);
        var covering = new NodeSet?[taxonomy.Nodes.Length];
        foreach (var node in taxonomy.Nodes)
        {
            Above(node);
        }

        return covering;

        // INVARIANT: the relation has no circle (checked before), so this ends.
        NodeSet Above(PurposeNode node)
        {
            if (covering[node.Index] is { } known)
            {
                return known;
            }

            var set = new NodeSet(taxonomy.Nodes.Length);
            IEnumerable<PurposeNode> direct = edges[node.Path];
            if (node.Path.Parent is { } parent)
            {
                direct = direct.Append(taxonomy.Find(parent)!);
            }

            foreach (var above in direct)
            {
                set.Add(above.Index);
                set.AddAll(Above(above));
            }

            return covering[node.Index] = set;
        }
    }
}
