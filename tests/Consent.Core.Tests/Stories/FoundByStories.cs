using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Stories;

/// <summary>What the stories found, kept as examples.</summary>
public class FoundByStories
{
    /// <summary>A fast clock stamped a retraction on a path that nobody knew; once it was known, the retraction outlived the later no on everything.</summary>
    [Fact]
    public void A_no_said_now_outdates_a_yes_on_a_path_below_it_that_is_not_known_yet()
    {
        var fax = PurposePath.Parse("marketing.traditional.fax");
        var given = new Given().At(12, Change().RetractObjection(fax, Minute(12), Form)).At(1, Change().Object(PurposePath.All));
        var later = ContactlabTaxonomy.Extend("with-fax").Purpose("marketing.traditional.fax", Channel.Phone).Build();

        Assert.Equal(FlagValue.Active, given.Contact.Under(later).Effective(fax).Objection);
    }
}
