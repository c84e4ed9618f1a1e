namespace Consent;

/// <summary>
/// Which noes outlast an erasure: those to purposes that rest on a contract or a duty, to groups of nothing but such, and to paths that the taxonomy does not know, which may become such.
/// </summary>
internal static class ServiceNoes
{
    /// <summary>Those in force in a record: objections, pauses of such that run, and withdrawals not answered; and what nobody can read, which may be one.</summary>
    /// <param name="record">The record that goes.</param>
    /// <param name="now">Our clock.</param>
    public static IEnumerable<KeptNo> Of(ContactConsents record, Timestamp now) =>
        record.Flags.Select(f => f.Flag switch
        {
            ConsentFlag.Objection when f.InForce.IsProtective => f.InForce.OccurredAt,
            ConsentFlag.Status when f.LatestProtective is { } no && !IsAnswered(f.InForce, no, now) => no,
            _ => (Timestamp?)null,
        } is { } at ? new KeptNo(f.Node, at) : null).OfType<KeptNo>()
            .Concat(record.Pauses.Where(p => p.Flag == ConsentFlag.Objection && p.Span?.Until > now).Select(p => new KeptNo(p.Node, p.OccurredAt)))
            .Where(no => record.Taxonomy.Find(no.Node) is not { } node || IsSuch(node))
            .Concat(record.Unknown.SelectMany(path => Reached(record.Taxonomy, path)).Select(path => new KeptNo(path, now)));

    /// <summary>Those of a change that does not open a closed id; a restriction said to more than such is one to each of them.</summary>
    /// <param name="change">What was said.</param>
    /// <param name="taxonomy">The taxonomy in use.</param>
    /// <param name="at">When, as it counts.</param>
    public static IEnumerable<KeptNo> Of(ConsentChange change, PurposeTaxonomy taxonomy, Timestamp at) =>
        change.Statements.Where(s => s.IsProtective).SelectMany(s => NodesOf(taxonomy, s)).Distinct().Select(path => new KeptNo(path, at));

    private static IEnumerable<PurposePath> NodesOf(PurposeTaxonomy taxonomy, Statement said) =>
        said.Flag == ConsentFlag.Restriction || taxonomy.Find(said.Node) is not { } node ? Reached(taxonomy, said.Node)
        : IsSuch(node) ? [said.Node]
        : [];

    /// <summary>What a path reaches of such nodes; one that nobody knows yet, itself.</summary>
    private static IEnumerable<PurposePath> Reached(PurposeTaxonomy taxonomy, PurposePath path) =>
        taxonomy.Find(path) is null ? [path] : taxonomy.Nodes.Where(n => IsSuch(n) && taxonomy.Covers(path, n.Path)).Select(n => n.Path);

    private static bool IsSuch(PurposeNode node) => node.IsService || node is { IsGroup: false, Basis: not PurposeBasis.Consent };

    /// <summary>By a yes that counts now and has no end.</summary>
    private static bool IsAnswered(in RecordedStatement inForce, Timestamp no, Timestamp now) =>
        inForce is { IsProtective: false, IsAttested: true } && inForce.OccurredAt > no && !(inForce.Span is { } span && (span.Until is not null || span.From > now));
}
