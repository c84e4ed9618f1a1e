using System.Collections.Immutable;
using Consent.Testing;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class HostTaxonomyTests
{
    [Fact]
    public void A_purpose_with_purposes_below_it_has_its_flags_and_theirs_in_one_object()
    {
        const string Json = """{"disclaimer":{"date":"2018-05-25T00:00:00.000Z","version":"v1"},"thirdPartyTransfer":{"marketing":{"status":true,"acme":{"status":true,"group":{"status":false}}}}}""";
        var format = new ContactHubFormat(TaxonomyGen.Extended);

        var document = Consents(Json, format);

        Assert.Equal(FlagValue.Active, document.Record.Flags[PurposePath.Parse("thirdPartyTransfer.marketing"), ConsentFlag.Status]);
        Assert.Equal(FlagValue.Active, document.Record.Flags[PurposePath.Parse("thirdPartyTransfer.marketing.acme"), ConsentFlag.Status]);
        Assert.Equal(FlagValue.Inactive, document.Record.Flags[PurposePath.Parse("thirdPartyTransfer.marketing.acme.group"), ConsentFlag.Status]);
        Assert.Equal(Json, document.Applied(TaxonomyGen.Extended).Written(format));
    }

    [Fact]
    public void A_host_may_call_its_purposes_what_it_likes()
    {
        var names = ImmutableDictionary<PurposePath, string>.Empty
            .Add(PurposePath.Parse("marketing.automatic.whatsapp"), "Whats App™").Add(PurposePath.Parse("research"), "sondages");
        var format = new ContactHubFormat(TaxonomyGen.Extended, new() { Names = names });
        var document = Consents("""{"marketing":{"automatic":{"Whats App™":{"status":true}}},"sondages":{"panel":{"objection":true}}}""", format);

        Assert.Equal(["marketing.automatic.whatsapp", "research.panel"], document.Record.Flags.Nodes.Select(n => n.ToString()));
        Assert.Equal(document.Record.Flags, Consents(document.Applied(TaxonomyGen.Extended).Written(format), format).Record.Flags);
        Assert.Equal(ContactHubErrorCode.UnknownProperty, ConsentsError("""{"research":{}}""", format).Code);
    }

    [Fact]
    public void A_wholly_own_taxonomy_has_only_its_own_names()
    {
        var taxonomy = new PurposeTaxonomyBuilder("clinic").Purpose("studies", operation: Operation.Profiling).Purpose("studies.paper").Purpose("news", Channel.Email, Operation.ToContact).Build();
        var format = new ContactHubFormat(taxonomy);

        Assert.Equal(3, Consents("""{"studies":{"status":true,"paper":{"status":true}},"news":{"limitation":false}}""", format).Record.Flags.Nodes.Length);
        Assert.Equal("$.marketing", ConsentsError("""{"marketing":{}}""", format).Path);
    }

    [Theory]
    [InlineData("disclaimer")]
    [InlineData("marketing.automatic.email.status")]
    [InlineData("marketing.automatic.telephonic")]
    public void A_name_that_is_taken_needs_another_one(string path)
    {
        var taxonomy = ContactlabTaxonomy.Extend("x").Purpose(path, operation: Operation.ToContact).Build();

        Assert.Throws<ArgumentException>(() => new ContactHubFormat(taxonomy));
        var names = ImmutableDictionary<PurposePath, string>.Empty.Add(PurposePath.Parse(path), "other");
        Assert.NotNull(new ContactHubFormat(taxonomy, new() { Names = names }));
    }

    [Theory]
    [InlineData("marketing.automatic.email", " ")]
    [InlineData("marketing.automatic.email", "sms")]
    [InlineData("marketing.automatic.unheard", "name")]
    [InlineData("all", "name")]
    public void A_name_that_cannot_be_is_refused(string path, string name) => Assert.Throws<ArgumentException>(() =>
        new ContactHubFormat(ContactlabTaxonomy.Instance, new() { Names = ImmutableDictionary<PurposePath, string>.Empty.Add(PurposePath.Parse(path), name) }));

    [Fact]
    public void A_name_is_well_formed() => Assert.Throws<ArgumentException>(() => new ContactHubFormat(
        ContactlabTaxonomy.Instance, new() { Names = ImmutableDictionary<PurposePath, string>.Empty.Add(Purposes.SoftSpam.Email, "\ud800") }));

    [Fact]
    public void A_document_of_more_flags_than_one_change_holds_is_kept_whole()
    {
        var builder = new PurposeTaxonomyBuilder("large");
        for (var i = 0; i < 999; i++)
        {
            builder.Purpose($"p{i}", operation: Operation.ToContact);
        }

        var taxonomy = builder.Build();
        var format = new ContactHubFormat(taxonomy);
        var json = $$"""{{{string.Join(',', Enumerable.Range(0, 999).Reverse().Select(i => $$$"""
            "p{{{i}}}":{"status":true,"limitation":false,"objection":true}
            """))}}}""";
        var document = Consents(json, format);
        var contact = document.Applied(taxonomy);

        Assert.Equal(document.Record.Flags, Consents(contact.Written(format), format).Record.Flags);
        Assert.Empty(Consents(json, format).Against(contact));
    }
}
