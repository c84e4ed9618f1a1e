using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Notices;

/// <summary>No consent rests on a notice, or a text of it, that nobody published.</summary>
public class UnknownNoticeTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Notice s_notice = new Notice("v3", Minute(-1000)).WithText("it", "Vi scriviamo.").WithText("en", "We write to you.");

    [Theory]
    [InlineData("Vi scriviamo.", true)]
    [InlineData("We write to you.", true)]
    [InlineData(null, true)]
    [InlineData("We call you.", false)]
    public void A_consent_rests_on_a_text_of_the_version_in_any_language(string? text, bool isPermitted)
    {
        var given = new Given(null, null, s_notice).At(1, Change().AcceptNotice("v3", Minute(1), "it", Digest(text)).Give(s_email, Minute(1), Form));

        Assert.Equal(isPermitted, given.MayContact(s_email).IsPermitted);
        Assert.Equal(isPermitted, given.Last.IsFullyInForce);
        Assert.Equal(isPermitted ? null : ChangeCode.NoticeTextUnknown, given.Last.AcceptanceCode);
        Assert.Equal(ChangeOutcome.Recorded, given.Last.Outcome);
        Assert.Equal(!isPermitted, given.MayContact(s_email).Failed.Contains(DecisionCode.NoticeUnknown));
    }

    [Fact]
    public void A_catalogue_is_written_as_a_list_and_read_oldest_first()
    {
        NoticeCatalog catalog = [new("v2", Minute(5)), new("v1", Minute(1))];
        var versions = new List<string>();
        foreach (var notice in catalog)
        {
            versions.Add(notice.Version);
        }

        Assert.Equal(["v1", "v2"], versions);
        NoticeCatalog none = [];
        Assert.Same(NoticeCatalog.Empty, none);
        Assert.Throws<ArgumentException>(() => NoticeCatalog.Create([new("v1", Minute(1)), new("v1", Minute(2))]));
    }

    [Fact]
    public void A_version_that_nobody_published_permits_nothing_where_there_is_a_catalogue_and_is_told()
    {
        var named = new Given(null, null, s_notice).At(1, Change().Give(s_email, Minute(1), Form, "v1"));
        var accepted = new Given(null, null, s_notice).At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form));

        foreach (var given in new[] { named, accepted })
        {
            Assert.Equal((DecisionOutcome.NoBasis, DecisionCode.NoticeUnknown), (given.MayContact(s_email).Outcome, given.MayContact(s_email).Code));
            Assert.True(given.Last.Has(ChangeCode.NoticeUnknown), given.Last.ToString());
            Assert.False(given.Last.IsFullyInForce);
        }

        // No catalogue: the host does not keep its notices here.
        Assert.True(named.Person.Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(9)).IsPermitted);
    }

    [Fact]
    public void A_notice_accepted_a_microsecond_after_the_give_in_one_change_counts_and_so_does_its_text()
    {
        var later = Minute(1).Plus(TimeSpan.FromMicroseconds(1));
        Given With(string text) => new Given(null, null, s_notice).At(2, Change().AcceptNotice("v3", later, "it", Digest(text)).Give(s_email, Minute(1), Form));

        Assert.True(With("Vi scriviamo.").MayContact(s_email).IsPermitted);
        Assert.False(With("Vi telefoniamo.").MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_consent_given_anew_under_a_known_text_counts()
    {
        var given = new Given(null, null, s_notice).At(1, Change().AcceptNotice("v3", Minute(1), "it", Digest("Vi telefoniamo.")).Give(s_email, Minute(1), Form));

        given.At(5, Change().AcceptNotice("v3", Minute(5), "it", Digest("Vi scriviamo.")).Give(s_email, Minute(5), Form));

        Assert.True(given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_consent_to_store_rests_on_a_published_notice_too() => Assert.Equal(
        DecisionCode.NotConsentBased,
        new Given(null, null, s_notice).At(1, Change().Give(s_email, Minute(1), Form, "v1")).Decide(ProcessingRequest.ToStore(Ada, s_email)).Code);

    private static Sha256Digest? Digest(string? text) => text is null ? null : Sha256Digest.OfText(text);
}
