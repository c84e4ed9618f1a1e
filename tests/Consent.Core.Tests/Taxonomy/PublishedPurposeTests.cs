using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Taxonomy;

/// <summary>Purposes that are added while hosts run, and taxonomies of thousands of nodes.</summary>
public class PublishedPurposeTests
{
    private static readonly PurposeTaxonomy s_known = ContactlabTaxonomy.Instance;

    [Law]
    public Property Another_host_reads_the_same_taxonomy_from_the_log() => Laws.ForAll(
        from whole in TaxonomyGen.Any()
        from cut in Gen.Choose(1, 40)
        select (whole, cut),
        x =>
        {
            // A host that knows the first nodes only, and one entry for each of the rest.
            var nodes = x.whole.Nodes.Skip(1).ToList();
            var (first, rest) = (nodes.Take(x.cut), nodes.Skip(x.cut));
            var known = Declared(first, new(x.whole.Version)).Build();
            var addition = TaxonomyAddition.Of(b => DeclaredEdges(x.whole, Declared(rest, b)));
            var entries = LogEvents.PurposesPublished(addition, Actor.PrivacyManager("m"), new(), Minute(0));
            var read = known.With(entries.Select(e => LogEvents.PublishedPurpose(e)!), out var leftOut);
            var isEdgeTwice = x.whole.Edges.Distinct().Count() < x.whole.Edges.Length;
            return leftOut == 0 && read.Version == x.whole.Version && (isEdgeTwice || read.Stamp == x.whole.Stamp) && ReferenceEquals(read, read.With([addition], out _));
        });

    [Fact]
    public void What_is_there_already_is_added_once_and_what_contradicts_it_not_at_all()
    {
        Assert.True(s_known.TryAdd(TaxonomyAddition.Of(p => p.Purpose("marketing.automatic.email", Channel.Email)), out var same, out _));
        Assert.Same(s_known, same);
        Assert.False(s_known.TryAdd(TaxonomyAddition.Of(p => p.Purpose("marketing.automatic.email", Channel.Sms)), out _, out var errors));
        Assert.Equal(["'marketing.automatic.email' is there already and means something else."], errors);
        Assert.False(s_known.TryAdd(TaxonomyAddition.Of(p => p.Purpose("newsletters.shoes", Channel.Email)), out _, out errors));
        Assert.Equal(2, errors.Length);
    }

    [Fact]
    public void A_host_without_the_group_does_without_what_stands_below_it_and_takes_the_rest()
    {
        var later = new[] { "newsletters.shoes", "marketing.automatic.whatsapp", "marketing.automatic.whatsapp.shoes", "marketing.automatic.email" }
            .Select(path => TaxonomyAddition.Of(p => p.Purpose(path, path.EndsWith("email", StringComparison.Ordinal) ? Channel.Sms : Channel.InstantMessage)));

        var read = s_known.With(later, out var leftOut);

        Assert.Equal((2, s_known.Nodes.Length + 2), (leftOut, read.Nodes.Length));
        Assert.Equal(Channel.Email, read.Find(Purposes.Marketing.Automatic.Email)!.Channel);
    }

    [Fact]
    public void Two_that_cover_each_other_only_together_are_taken_as_far_as_they_hold()
    {
        var both = TaxonomyAddition.Of(p => p.Purpose("a", operation: Operation.ToContact).Purpose("b", operation: Operation.ToContact));
        var read = s_known.With([both, TaxonomyAddition.Of(p => p.Covers("a", "b")), TaxonomyAddition.Of(p => p.Covers("b", "a"))], out var leftOut);

        Assert.Equal(1, leftOut);
        Assert.True(read.Covers(PurposePath.Parse("a"), PurposePath.Parse("b")));
    }

    [Fact]
    public void Ten_thousand_nodes_are_a_taxonomy_and_one_more_is_not()
    {
        var addition = TaxonomyAddition.Of(p => _ = Enumerable.Range(0, 10_000).Aggregate(p.Group("lists", Operation.ToContact), (b, i) => b.Purpose($"lists.l{i}", Channel.Email)));
        Assert.False(new PurposeTaxonomyBuilder("big").Build().TryAdd(addition, out _, out var errors));
        Assert.Equal(["It declares 10001 nodes; at most 10,000 are allowed."], errors);

        var big = s_known.Extend("big").Group("lists");
        for (var i = s_known.Nodes.Length; i < 10_000; i++)
        {
            big = big.Purpose($"lists.l{i}", Channel.Email, Operation.ToContact);
        }

        var taxonomy = big.Build();
        Assert.Equal(["all", "lists"], taxonomy.Covering(taxonomy.Nodes[^1].Path).Select(n => n.Path.ToString()));
        Assert.True(taxonomy.Covers(Purposes.Marketing.Group, Purposes.SoftSpam.Email));
    }

    [Fact]
    public void A_chain_of_edges_as_long_as_a_taxonomy_is_followed_to_its_end()
    {
        const int Length = 2000;
        var builder = Enumerable.Range(0, Length).Aggregate(new PurposeTaxonomyBuilder("chain"), (b, i) => b.Purpose($"p{i}", operation: Operation.ToContact));
        builder = Enumerable.Range(1, Length - 1).Aggregate(builder, (b, i) => b.Covers($"p{i}", $"p{i - 1}"));

        var taxonomy = builder.Build();

        Assert.True(taxonomy.Covers(PurposePath.Parse($"p{Length - 1}"), PurposePath.Parse("p0")));
        Assert.False(taxonomy.Covers(PurposePath.Parse("p0"), PurposePath.Parse($"p{Length - 1}")));
        Assert.Equal(Length, taxonomy.Covering(PurposePath.Parse("p0")).Count());
        Assert.False(builder.Covers("p0", $"p{Length - 1}").TryBuild(out _, out var errors));
        Assert.Single(errors);
    }

    private static PurposeTaxonomyBuilder Declared(IEnumerable<PurposeNode> nodes, PurposeTaxonomyBuilder builder)
    {
        foreach (var node in nodes)
        {
            builder = node.IsGroup
                ? builder.Group(node.Path.ToString(), node.Operation, node.ValidityMonths, node.Basis)
                : builder.Purpose(node.Path.ToString(), node.Channel, node.Operation, node.SoftSpamFor?.ToString(), node.ValidityMonths, node.Basis);
            builder = node.IsRetired ? builder.Retire(node.Path.ToString()) : builder;
        }

        return builder;
    }

    private static PurposeTaxonomyBuilder DeclaredEdges(PurposeTaxonomy taxonomy, PurposeTaxonomyBuilder builder) =>
        taxonomy.Edges.Aggregate(builder, (b, e) => b.Covers(e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing));
}
