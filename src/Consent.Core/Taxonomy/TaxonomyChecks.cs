using System.Collections.Immutable;
using static Consent.PurposeTaxonomyBuilder;

namespace Consent;

/// <summary>Turns declarations into nodes, and collects every error on the way.</summary>
internal static class TaxonomyChecks
{
    private const int MaxNodes = 10_000;
    private const int MaxVersionLength = 64;

    public static (ImmutableArray<PurposeNode> Nodes, ImmutableArray<string> Errors) Resolve(
        string version, List<NodeDeclaration> declarations, List<EdgeDeclaration> edges, HashSet<string> retired)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        if (StoredText.Flaw(version, MaxVersionLength) is { } flaw)
        {
            errors.Add($"The version {flaw}.");
        }

        if (declarations.Count > MaxNodes)
        {
            errors.Add($"It declares {declarations.Count} nodes; at most {MaxNodes:N0} are allowed.");
        }

        var byPath = new Dictionary<string, NodeDeclaration>(StringComparer.Ordinal);
        foreach (var declaration in declarations)
        {
            CheckPath(declaration, byPath, errors);
        }

        foreach (var declaration in byPath.Values)
        {
            CheckNode(declaration, byPath, errors);
        }

        foreach (var path in retired.Where(p => !byPath.ContainsKey(p)).Order(StringComparer.Ordinal))
        {
            errors.Add($"'{path}' is retired but not declared.");
        }

        CheckSoftSpam(byPath, errors);
        CheckEdges(edges, byPath, errors);
        return errors.Count > 0 ? ([], errors.ToImmutable()) : (Nodes(declarations, byPath, retired), []);
    }

    private static void CheckPath(NodeDeclaration declaration, Dictionary<string, NodeDeclaration> byPath, ImmutableArray<string>.Builder errors)
    {
        if (PurposePath.Flaw(declaration.Path) is { } flaw)
        {
            errors.Add($"'{declaration.Path}' {flaw}.");
        }
        else if (string.Equals(declaration.Path, PurposePath.All.ToString(), StringComparison.Ordinal))
        {
            errors.Add("'all' is the root and is not declared.");
        }
        else if (!byPath.TryAdd(declaration.Path, declaration))
        {
            errors.Add($"'{declaration.Path}' is declared twice.");
        }
    }

    private static void CheckNode(NodeDeclaration declaration, Dictionary<string, NodeDeclaration> byPath, ImmutableArray<string>.Builder errors)
    {
        var above = PurposePath.Parse(declaration.Path).Parent!;
        if (!above.IsRoot && !byPath.ContainsKey(above.ToString()))
        {
            errors.Add($"'{declaration.Path}' stands below '{above}', which is not declared.");
        }

        if (declaration.ValidityMonths is <= 0)
        {
            errors.Add($"'{declaration.Path}' has a validity of {declaration.ValidityMonths} months; it must be at least 1.");
        }

        if (declaration.Operation is not (Operation.None or Operation.ToContact or Operation.Profiling or Operation.TransferToThirdParty))
        {
            errors.Add($"'{declaration.Path}' declares the operation {declaration.Operation}, which takes no purpose of its own.");
        }
        else if (!declaration.IsGroup && Inherited(declaration, byPath, d => d.Operation == Operation.None ? null : (Operation?)d.Operation) is null)
        {
            errors.Add($"'{declaration.Path}' declares no operation, and nothing above it does.");
        }

        if (declaration.Basis is { } stated && !Enum.IsDefined(stated))
        {
            errors.Add($"'{declaration.Path}' declares a basis that does not exist.");
        }
        else if (declaration.SoftSpamFor is not null && Inherited(declaration, byPath, d => d.Basis) is PurposeBasis.Contract or PurposeBasis.LegalObligation)
        {
            errors.Add($"'{declaration.Path}' is soft spam, which rests on no contract and no duty.");
        }

        if (!Enum.IsDefined(declaration.Channel))
        {
            errors.Add($"'{declaration.Path}' declares a channel that does not exist.");
        }
    }

    private static void CheckSoftSpam(Dictionary<string, NodeDeclaration> byPath, ImmutableArray<string>.Builder errors)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var declaration in byPath.Values.Where(d => d.SoftSpamFor is not null))
        {
            var target = declaration.SoftSpamFor!;
            if (!byPath.TryGetValue(target, out var channelPurpose) || channelPurpose.IsGroup || channelPurpose.SoftSpamFor is not null)
            {
                errors.Add($"'{declaration.Path}' is soft spam for '{target}', which is not a declared channel purpose.");
            }
            else if (channelPurpose.Channel != declaration.Channel)
            {
                errors.Add($"'{declaration.Path}' is soft spam for '{target}' but has another channel.");
            }
            else if (!taken.TryAdd(target, declaration.Path))
            {
                errors.Add($"'{declaration.Path}' and '{taken[target]}' are both soft spam for '{target}'.");
            }
        }
    }

    private static void CheckEdges(List<EdgeDeclaration> edges, Dictionary<string, NodeDeclaration> byPath, ImmutableArray<string>.Builder errors)
    {
        foreach (var edge in edges)
        {
            foreach (var end in new[] { edge.From, edge.To }.Where(p => !byPath.ContainsKey(p)))
            {
                errors.Add($"'{edge.From}' covers '{edge.To}': '{end}' is not declared.");
            }
        }

        var below = byPath.Keys.ToLookup(p => PurposePath.Parse(p).Parent!.ToString(), StringComparer.Ordinal);
        var declared = edges.ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
        if (FindCircle(byPath.Keys, path => below[path].Concat(declared[path])) is { } circle)
        {
            errors.Add($"'{circle}' covers itself in a circle.");
        }
    }

    /// <summary>Walks what each node covers; coming back to a node that is still open is a circle.</summary>
    /// <remarks>With a stack of its own: a host's edges may make a chain longer than the thread's stack.</remarks>
    private static string? FindCircle(IEnumerable<string> paths, Func<string, IEnumerable<string>> covered)
    {
        var isDone = new Dictionary<string, bool>(StringComparer.Ordinal);
        var open = new Stack<(string Path, IEnumerator<string> Covered)>();
        foreach (var path in paths.Where(p => !isDone.ContainsKey(p)))
        {
            Open(path);
            while (open.TryPeek(out var last))
            {
                if (!last.Covered.MoveNext())
                {
                    isDone[open.Pop().Path] = true;
                }
                else if (!isDone.TryGetValue(last.Covered.Current, out var done))
                {
                    Open(last.Covered.Current);
                }
                else if (!done)
                {
                    return last.Covered.Current;
                }
            }
        }

        return null;

        void Open(string path)
        {
            isDone[path] = false;
            open.Push((path, covered(path).GetEnumerator()));
        }
    }

    private static ImmutableArray<PurposeNode> Nodes(
        List<NodeDeclaration> declarations, Dictionary<string, NodeDeclaration> byPath, HashSet<string> retired)
    {
        var nodes = ImmutableArray.CreateBuilder<PurposeNode>(declarations.Count + 1);
        nodes.Add(new(PurposePath.All, 0, isGroup: true));
        foreach (var declaration in declarations)
        {
            nodes.Add(new(PurposePath.Parse(declaration.Path), nodes.Count, declaration.IsGroup)
            {
                IsRetired = retired.Contains(declaration.Path),
                Operation = Inherited(declaration, byPath, d => d.Operation == Operation.None ? null : (Operation?)d.Operation) ?? Operation.None,
                Channel = declaration.Channel,
                SoftSpamFor = declaration.SoftSpamFor is { } target ? PurposePath.Parse(target) : null,
                ValidityMonths = Inherited(declaration, byPath, d => d.ValidityMonths),
                Basis = Inherited(declaration, byPath, d => d.Basis) ?? PurposeBasis.Consent,
            });
        }

        return nodes.MoveToImmutable();
    }

    private static T? Inherited<T>(NodeDeclaration? declaration, Dictionary<string, NodeDeclaration> byPath, Func<NodeDeclaration, T?> pick)
        where T : struct
    {
        while (declaration is not null)
        {
            if (pick(declaration) is { } value)
            {
                return value;
            }

            var dot = declaration.Path.LastIndexOf('.');
            declaration = dot < 0 ? null : byPath.GetValueOrDefault(declaration.Path[..dot]);
        }

        return null;
    }
}
