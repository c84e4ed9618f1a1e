using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates taxonomies: the predefined one, extended ones, and wholly own ones with groups, purposes below purposes, edges and retired nodes.</summary>
public static class TaxonomyGen
{
    /// <summary>The predefined taxonomy with a host's own purposes: deeper ones, named recipients, a retired one, an expiring one.</summary>
    public static PurposeTaxonomy Extended { get; } = ContactlabTaxonomy.Extend("extended-1")
        .Purpose("marketing.automatic.whatsapp", Channel.InstantMessage)
        .Purpose("marketing.automatic.email.partner", Channel.Email)
        .Purpose("marketing.traditional.catalogue", Channel.Paper, validityMonths: 6)
        .Purpose("marketing.traditional.fax", Channel.Phone).Retire("marketing.traditional.fax")
        .Purpose("thirdPartyTransfer.marketing.acme")
        .Purpose("thirdPartyTransfer.marketing.acme.group")
        .Group("research", Operation.Profiling)
        .Purpose("research.survey", Channel.Email, Operation.ToContact)
        .Purpose("research.panel")
        .Covers("profiling", "research")
        .Build();

    /// <summary>The same with purposes that rest on a contract or a duty, beside one that does not.</summary>
    public static PurposeTaxonomy Serving { get; } = Extended.Extend("serving-1")
        .Group("service", Operation.ToContact)
        .Group("service.orders", basis: PurposeBasis.Contract)
        .Purpose("service.orders.email", Channel.Email)
        .Purpose("service.orders.sms", Channel.Sms)
        .Purpose("service.recall", Channel.Paper, basis: PurposeBasis.LegalObligation)
        .Purpose("service.survey", Channel.Email)
        .Purpose("duties", operation: Operation.TransferToThirdParty, basis: PurposeBasis.LegalObligation)
        .Covers("marketing", "service.survey", onlyForDirectMarketing: true)
        .Build();

    /// <summary>Any valid taxonomy.</summary>
    public static Gen<PurposeTaxonomy> Any() => Gen.Frequency(
        (3, Gen.Constant(ContactlabTaxonomy.Instance)),
        (3, Gen.Constant(Extended)),
        (2, Gen.Constant(Serving)),
        (4, Own(40)));

    /// <summary>A wholly own taxonomy of up to so many nodes.</summary>
    public static Gen<PurposeTaxonomy> Own(int maxNodes) =>
        from size in Gen.Choose(1, maxNodes)
        from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf(size)
        from edges in Gen.Choose(0, int.MaxValue - 1).Three().ListOf(4)
        select Build(seeds, edges);

    /// <summary>A path of a taxonomy, or a well-formed one that it does not know.</summary>
    public static Gen<PurposePath> Path(PurposeTaxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        return Gen.Frequency(
            (20, Gen.Elements(taxonomy.Nodes.AsEnumerable()).Select(n => n.Path)),
            (10, Gen.Elements(taxonomy.Nodes.Where(n => !n.IsGroup).DefaultIfEmpty(taxonomy.Nodes[0])).Select(n => n.Path)),
            (1, Gen.Elements("marketing.automatic.telex", "unheard", "unheard.of", "marketing.unheard").Select(p => PurposePath.Parse(p))));
    }

    private static PurposeTaxonomy Build(IEnumerable<int> seeds, IEnumerable<(int From, int To, int Kind)> edges)
    {
        var builder = new PurposeTaxonomyBuilder("own-1");
        var paths = new List<string>();
        foreach (var seed in seeds)
        {
            var parent = paths.Count == 0 || seed % 4 == 0 ? null : paths[seed % paths.Count];
            if (parent is not null && parent.Count(c => c == '.') > 5)
            {
                parent = null;
            }

            var path = parent is null ? $"n{paths.Count}" : $"{parent}.n{paths.Count}";
            var operation = parent is null || seed % 7 == 0 ? (Operation)((seed % 3) + 1) : Operation.None;
            builder = seed % 3 == 0
                ? builder.Group(path, operation)
                : builder.Purpose(path, (Channel)(seed % 8), operation, validityMonths: seed % 11 == 0 ? (seed % 5) + 1 : null);
            builder = seed % 13 == 0 ? builder.Retire(path) : builder;
            paths.Add(path);
        }

        // Downwards only, and never to a node above, so that no circle comes about.
        foreach (var (from, to, kind) in edges)
        {
            var a = paths[Math.Min(from % paths.Count, to % paths.Count)];
            var b = paths[Math.Max(from % paths.Count, to % paths.Count)];
            if (!string.Equals(a, b, StringComparison.Ordinal))
            {
                builder = builder.Covers(a, b, onlyForDirectMarketing: kind % 3 == 0);
            }
        }

        return builder.Build();
    }
}
