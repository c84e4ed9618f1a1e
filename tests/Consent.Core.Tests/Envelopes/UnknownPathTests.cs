using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Envelopes;

public class UnknownPathTests
{
    [Theory]
    [InlineData("marketing.automatic.Email", "marketing.automatic.email")]
    [InlineData("marketing.email", "marketing.automatic.email")]
    [InlineData("ALL", "all")]
    [InlineData("Marketing", "marketing")]
    [InlineData("marketng.automatic.sms", "marketing.automatic.sms")]
    [InlineData("softspam.emial", "softSpam.email")]
    [InlineData("email", "softSpam.email")]
    [InlineData("newsletter", "all")]
    [InlineData("marketing.automatic.whatsapp", "marketing.automatic")]
    public void A_no_on_an_unknown_path_is_recorded_and_told_with_the_nearest_known_one(string written, string nearest)
    {
        foreach (var change in new[] { Change().Withdraw(written), Change().Object(written), Change().Restrict(PurposePath.Parse(written)) })
        {
            var given = new Given().At(1, change);
            var outcome = Assert.Single(given.Last.Statements);
            Assert.Equal((ChangeOutcome.Recorded, StatementResult.WithoutEffect), (given.Last.Outcome, outcome.Result));
            Assert.Contains(new ChangeNote(ChangeCode.UnknownPurpose, PurposePath.Parse(nearest)), outcome.Notes);
            Assert.Equal(written, given.Entries[0].Facts.Statements[0].Node.ToString());
        }
    }

    [Fact]
    public void A_give_on_one_is_refused_and_told_the_same()
    {
        var outcome = new Given().At(1, Change().Give(PurposePath.Parse("marketing.email"), Minute(1), Form)).Last.Statements[0];
        Assert.Equal((StatementResult.Refused, new ChangeNote(ChangeCode.UnknownPurpose, Purposes.Marketing.Automatic.Email)), (outcome.Result, Assert.Single(outcome.Notes)));
    }

    [Fact]
    public void It_takes_effect_once_the_taxonomy_knows_it()
    {
        var path = PurposePath.Parse("marketing.automatic.whatsapp");
        var given = new Given().At(1, Change().Object(path.ToString()));
        var known = ContactlabTaxonomy.Extend("2").Purpose(path.ToString(), Channel.InstantMessage).Build();
        Assert.Equal(FlagValue.Active, given.Contact.Under(known).Effective(path).Objection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("marketing..email")]
    [InlineData("marketing/email")]
    [InlineData("all.email")]
    [InlineData("Ünsubscribe")]
    [InlineData("a\0")]
    public void A_text_that_is_no_path_is_recorded_below_unknown_with_what_was_written(string written)
    {
        var given = new Given().At(1, Change().Withdraw(written).Object(Purposes.Marketing.Group));
        Assert.Equal([StatementResult.WithoutEffect, StatementResult.InForce], given.Last.Statements.Select(s => s.Result));
        Assert.True(given.Last.Has(ChangeCode.UnknownPurpose));
        Assert.Matches("^unknown\\.x[0-9a-f]{32}$", given.Entries[0].Facts.Statements[0].Node.ToString());
        Assert.Equal(PurposePath.ForText(written), given.Entries[0].Facts.Statements[0].Node);
        Assert.Equal(written.Replace('\0', '\uFFFD'), given.Entries[0].Evidence!.Statements[0].Evidence.Details.GetValueOrDefault("path", ""));
    }

    [Law]
    public Property The_nearest_path_is_always_a_known_one_and_a_known_one_is_its_own() => Laws.ForAll(
        from taxonomy in TaxonomyGen.Any()
        from path in TaxonomyGen.Path(taxonomy)
        select (taxonomy, path),
        c => c.taxonomy.Find(c.taxonomy.NearestTo(c.path)) is not null && (c.taxonomy.Find(c.path) is null || c.taxonomy.NearestTo(c.path) == c.path));
}
