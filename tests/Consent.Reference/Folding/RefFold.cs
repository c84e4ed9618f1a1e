namespace Consent.Reference;

/// <summary>RULES 1: the fold of everything that counts for one id.</summary>
public sealed class RefFold
{
    private readonly Dictionary<(string Node, RefFlag Flag), RefFoldEntry> _entries;

    private RefFold(string contact, List<RefFoldEntry> entries)
    {
        Contact = contact;
        Entries = entries;
        _entries = entries.ToDictionary(entry => (entry.Node, entry.Flag));
    }

    /// <summary>The id.</summary>
    public string Contact { get; }

    /// <summary>The keys that something was said on: known nodes in taxonomy order, then unknown paths ordinally.</summary>
    public IReadOnlyList<RefFoldEntry> Entries { get; }

    /// <summary>The entry of a key; Unset where nothing was said.</summary>
    public RefFoldEntry Get(string node, RefFlag flag) =>
        _entries.GetValueOrDefault((node, flag)) ?? new RefFoldEntry(node, flag, RefValue.Unset, null, null, null, null, false);

    internal static RefFold Of(RefHistory history, RefTaxonomy taxonomy, Links links, string contact)
    {
        var counting = history.Statements.Where(statement => links.Counts(statement, contact)).ToList();
        var order = taxonomy.Nodes.Select(node => node.Path).ToList();
        var entries = counting
            .GroupBy(statement => (statement.Node, statement.Flag))
            .Select(group => EntryOf(group.Key.Node, group.Key.Flag, group.ToList()))
            .OrderBy(entry => order.Contains(entry.Node) ? order.IndexOf(entry.Node) : order.Count)
            .ThenBy(entry => entry.Node, StringComparer.Ordinal)
            .ThenBy(entry => entry.Flag)
            .ToList();
        return new RefFold(contact, entries);
    }

    private static RefFoldEntry EntryOf(string node, RefFlag flag, List<RefStatement> statements)
    {
        var inForce = Strength.Greatest(statements);
        var value = inForce is null ? RefValue.Unset : inForce.Active ? RefValue.Active : RefValue.Inactive;
        var protective = statements.Where(statement => statement.IsProtective).Max(statement => (long?)statement.At);
        var permissive = statements.Where(statement => !statement.IsProtective).Max(statement => (long?)statement.At);
        var asserted = statements.Where(statement => !statement.IsAttested).Max(statement => (long?)statement.At);
        return new RefFoldEntry(node, flag, value, inForce, protective, permissive, asserted, flag == RefFlag.Status && permissive is not null);
    }
}
