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
        var belowOnly = new NodeSet?[taxonomy.Nodes.Length];
        var words = new ulong[(taxonomy.Nodes.Length + 63) / 64];
        var open = new Stack<PurposeNode>();
        foreach (var node in taxonomy.Nodes)
        {
            // A stack of its own: a host's edges may make a chain longer than the thread's stack.
            open.Push(node);
            while (open.TryPeek(out var next))
            {
                var direct = Direct(next);
                if (direct.Find(above => covering[above.Index] is null) is { } unknown)
                {
                    // INVARIANT: the relation has no circle (checked before), so this ends.
                    open.Push(unknown);
                    continue;
                }

                open.Pop();
                covering[next.Index] ??= direct is [var parent] ? belowOnly[parent.Index] ??= Union(direct) : Union(direct);
            }
        }

        return covering;

        List<PurposeNode> Direct(PurposeNode node) => node.Path.Parent is { } parent ? [.. EdgesTo(node), taxonomy.Find(parent)!] : [];

        NodeSet Union(List<PurposeNode> direct)
        {
            Array.Clear(words);
            foreach (var above in direct)
            {
                words[above.Index >> 6] |= NodeSet.FingerprintOf(above.Index);
                foreach (var index in covering[above.Index]!.Indexes())
                {
                    words[index >> 6] |= NodeSet.FingerprintOf(index);
                }
            }

            return new(words);
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
