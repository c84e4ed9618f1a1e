namespace Consent.Reference;

/// <summary>The covering relation: a parent covers its children, the root covers all, plus declared edges to purposes; transitive.</summary>
internal sealed class Covering(RefTaxonomy taxonomy, bool servesNoDirectMarketing)
{
    private readonly Dictionary<string, List<string>> _above = new(StringComparer.Ordinal);

    /// <summary>The known nodes, other than the path itself, that cover it, in taxonomy order.</summary>
    public IReadOnlyList<string> Above(string path)
    {
        if (!_above.TryGetValue(path, out var above))
        {
            var reached = Climb(path);
            above = taxonomy.Nodes.Select(node => node.Path).Where(node => node != path && reached.Contains(node)).ToList();
            _above[path] = above;
        }

        return above;
    }

    /// <summary>Whether a node covers a path or is it, or will once the taxonomy knows both.</summary>
    public bool Covers(string node, string path) => node == path || Climb(path).Contains(node);

    /// <summary>The nodes M other than N with N covers M, and M covers P or is P.</summary>
    public IEnumerable<string> Between(string n, string p) =>
        Above(p).Append(p).Where(m => m != n && Above(m).Contains(n));

    /// <summary>The nearest known node at or above a path that the taxonomy may not know.</summary>
    public string LongestKnownPrefix(string path)
    {
        while (!taxonomy.Knows(path))
        {
            path = Parent(path) ?? RefTaxonomy.Root;
            if (path == RefTaxonomy.Root)
            {
                break;
            }
        }

        return path;
    }

    private HashSet<string> Climb(string path)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([path]);
        while (open.TryDequeue(out var node))
        {
            foreach (var above in OneStepUp(node))
            {
                if (reached.Add(above))
                {
                    open.Enqueue(above);
                }
            }
        }

        return reached;
    }

    private IEnumerable<string> OneStepUp(string node)
    {
        if (Parent(node) is { } parent)
        {
            yield return parent;
        }

        // An edge leads to purposes, never to groups: to the purposes that its end is, or has below it.
        if (taxonomy.Find(node) is { IsPurpose: true })
        {
            foreach (var edge in taxonomy.Edges)
            {
                // Words, "covers": marketing covers profiling.* unless the request says that it serves no direct marketing.
                var exists = !(edge.Conditional && servesNoDirectMarketing);
                if (exists && (edge.To == node || RefTaxonomy.IsUnder(node, edge.To)))
                {
                    yield return edge.From;
                }
            }
        }
    }

    private static string? Parent(string path)
    {
        if (path == RefTaxonomy.Root)
        {
            return null;
        }

        var dot = path.LastIndexOf('.');
        return dot < 0 ? RefTaxonomy.Root : path[..dot];
    }
}
