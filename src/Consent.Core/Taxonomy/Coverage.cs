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
            var direct = EdgesTo(node);
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

        // An edge leads to the purposes at or below the node that it names, never to groups: what is said of a group by name says nothing of the node that covers its purposes.
        IEnumerable<PurposeNode> EdgesTo(PurposeNode node)
        {
            for (var named = node.IsGroup ? null : node.Path; named is not null; named = named.Parent)
            {
                foreach (var from in edges[named])
                {
                    yield return from;
                }
            }
        }
    }
}
