using System.Collections.Immutable;

namespace Consent.Interchange;

/// <summary>Lays a taxonomy out as nested objects: each node under its JSON name inside the one above it.</summary>
internal sealed class WireTree
{
    private const int MaxNameLength = 128;

    // What the product calls these; everything else is called as the path's last segment.
    private static readonly ImmutableDictionary<PurposePath, string> ProductNames = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(Purposes.Marketing.Traditional.Phone, "telephonic"),
        KeyValuePair.Create(Purposes.Marketing.Traditional.Paper, "papery"),
        KeyValuePair.Create(Purposes.Marketing.Automatic.Phone, "telephonic"),
        KeyValuePair.Create(Purposes.SoftSpam.Paper, "papery"),
    ]);

    // What stands in a purpose besides the nodes below it.
    private static readonly ImmutableHashSet<string> PurposeNames = ImmutableHashSet.Create(StringComparer.Ordinal, "status", "limitation", "objection", "disclaimer");

    public WireTree(PurposeTaxonomy taxonomy, ImmutableDictionary<PurposePath, string> names)
    {
        foreach (var path in names.Keys.Where(p => p.IsRoot || taxonomy.Find(p) is null))
        {
            throw new ArgumentException($"'{path}' is given a name, but the taxonomy does not have it.", nameof(names));
        }

        var nodes = taxonomy.Nodes.Select(n => new WireNode(NameOf(n.Path, names), n)).ToImmutableArray();
        foreach (var below in nodes.Skip(1).GroupBy(n => taxonomy.Find(n.Path.Parent!)!.Index))
        {
            nodes[below.Key].Hold([.. below]);
            CheckNames(nodes[below.Key]);
        }

        Nodes = nodes;
        WithFlags = [.. nodes.Where(n => n.IsPurpose).OrderBy(n => n.Path)];
        Paths = [.. WithFlags.Select(n => n.Path)];
    }

    /// <summary>The <c>consents</c> object.</summary>
    public WireNode Root => Nodes[0];

    /// <summary>All nodes, by number.</summary>
    public ImmutableArray<WireNode> Nodes { get; }

    /// <summary>Those with flags, in ordinal order of their paths.</summary>
    public ImmutableArray<WireNode> WithFlags { get; }

    /// <summary>The paths of <see cref="WithFlags"/>.</summary>
    public ImmutableArray<PurposePath> Paths { get; }

    private static string NameOf(PurposePath path, ImmutableDictionary<PurposePath, string> names)
    {
        if (!names.TryGetValue(path, out var name))
        {
            return ProductNames.GetValueOrDefault(path) ?? path.Name;
        }

        return string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || WireText.HasLoneSurrogate(name)
            ? throw new ArgumentException($"The name of '{path}' is blank, longer than {MaxNameLength} characters or not well-formed.", nameof(names))
            : name;
    }

    private static void CheckNames(WireNode above)
    {
        var taken = new HashSet<string>(above.IsPurpose ? PurposeNames : above.Number == 0 ? ["disclaimer"] : [], StringComparer.Ordinal);
        foreach (var child in above.Children.Where(c => !taken.Add(c.Name)))
        {
            throw new ArgumentException($"'{child.Path}' has the name '{child.Name}', which is taken there: give it another one in ContactHubOptions.Names.", nameof(above));
        }
    }
}
