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
    public RefFoldEntry Get(string node, RefFlag flag) => _entries.GetValueOrDefault((node, flag)) ?? new RefFoldEntry(node, flag);

    internal static RefFold Of(RefHistory history, RefTaxonomy taxonomy, Links links, string contact)
    {
        var counting = history.Statements.Where(statement => links.Counts(statement, contact))
            .Concat(history.Closings.Where(closing => closing.Contact == contact).SelectMany(closing => closing.Statements)).ToList();
        var asked = history.Asked.Where(it => links.Counts(it, contact)).ToList();
        var order = taxonomy.Nodes.Select(node => node.Path).ToList();
        var keys = counting.Select(statement => (statement.Node, statement.Flag)).Concat(asked.Select(it => (it.Purpose, RefFlag.Status))).Distinct();
        var entries = keys
            .Select(key => EntryOf(
                key.Item1, key.Item2, counting.Where(said => said.Node == key.Item1 && said.Flag == key.Item2).ToList(),
                key.Item2 == RefFlag.Status ? asked.Where(it => it.Purpose == key.Item1).Max(it => (long?)it.At) : null))
            .OrderBy(entry => order.Contains(entry.Node) ? order.IndexOf(entry.Node) : order.Count)
            .ThenBy(entry => entry.Node, StringComparer.Ordinal)
            .ThenBy(entry => entry.Flag)
            .ToList();
        return new RefFold(contact, entries);
    }

    private static RefFoldEntry EntryOf(string node, RefFlag flag, List<RefStatement> said, long? asked)
    {
        // A pending statement takes part in nothing but "awaiting confirmation".
        var statements = said.Where(statement => !statement.IsPending && !statement.IsPause).ToList();
        var pauses = said.Where(statement => statement.IsPause).ToList();
        return new(node, flag)
        {
            InForce = Strength.Greatest(statements),
            LatestProtective = statements.Where(statement => statement.IsProtective).Max(statement => (long?)statement.At),
            LatestPermissive = statements.Where(statement => !statement.IsProtective).Max(statement => (long?)statement.At),
            LatestAsserted = statements.Where(statement => !statement.IsAttested).Max(statement => (long?)statement.At),
            GiveOnRecord = statements.Any(statement => statement.IsGive),
            Pending = said.Where(statement => statement.IsPending && statement.IsGive)
                .OrderBy(statement => statement.Ends).ThenBy(statement => statement, Strength.Order).LastOrDefault(),
            Asked = asked,
            Pauses = pauses.DistinctBy(pause => (pause.Contact, pause.ChangeId, pause.Position)).Where(pause => !pauses.Any(other => IsNeedless(pause, other)))
                .OrderBy(pause => pause.At).ThenBy(pause => pause.Until).ToList(),
        };
    }

    /// <summary>Whether another pause both outdates and outlasts one; of two with the same dates the greater statement is kept.</summary>
    private static bool IsNeedless(RefStatement pause, RefStatement other) =>
        other.At >= pause.At && other.Until >= pause.Until
        && (other.At > pause.At || other.Until > pause.Until || Strength.Order.Compare(other, pause) > 0);
}
