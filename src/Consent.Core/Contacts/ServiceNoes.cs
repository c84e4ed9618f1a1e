namespace Consent;

/// <summary>Which noes outlast an erasure: those to purposes that rest on a contract or a duty, and to groups of nothing but such.</summary>
internal static class ServiceNoes
{
    /// <summary>Those in force in a record: objections, pauses of such that run, and withdrawals not answered.</summary>
    /// <param name="record">The record that goes.</param>
    /// <param name="now">Our clock.</param>
    public static IEnumerable<KeptNo> Of(ContactConsents record, Timestamp now) =>
        record.Flags.Select(f => f.Flag switch
        {
            ConsentFlag.Objection when f.InForce.IsProtective => f.InForce.OccurredAt,
            ConsentFlag.Status when f.LatestProtective is { } no && !IsAnswered(f.InForce, no) => no,
            _ => (Timestamp?)null,
        } is { } at ? new KeptNo(f.Node, at) : null).OfType<KeptNo>()
            .Concat(record.Pauses.Where(p => p.Flag == ConsentFlag.Objection && p.Span?.Until > now).Select(p => new KeptNo(p.Node, p.OccurredAt)))
            .Where(no => record.Taxonomy.Find(no.Node) is { IsService: true } or { IsGroup: false, Basis: not PurposeBasis.Consent });

    /// <summary>Those of a change that does not open a closed id; a restriction said to more than such is one to each of them.</summary>
    /// <param name="change">What was said.</param>
    /// <param name="taxonomy">The taxonomy in use.</param>
    /// <param name="at">When, as it counts.</param>
    public static IEnumerable<KeptNo> Of(ConsentChange change, PurposeTaxonomy taxonomy, Timestamp at) =>
        change.Statements.Where(s => s.IsProtective).SelectMany(s => NodesOf(taxonomy, s)).Distinct().Select(path => new KeptNo(path, at));

    private static IEnumerable<PurposePath> NodesOf(PurposeTaxonomy taxonomy, Statement said) => taxonomy.Nodes
        .Where(n => n.IsService || n is { IsGroup: false, Basis: not PurposeBasis.Consent })
        .Where(n => n.Path == said.Node || (said.Flag == ConsentFlag.Restriction && taxonomy.Covers(said.Node, n.Path)))
        .Select(n => n.Path);

    private static bool IsAnswered(in RecordedStatement inForce, Timestamp no) => inForce is { IsProtective: false, IsAttested: true } && inForce.OccurredAt > no;
}
