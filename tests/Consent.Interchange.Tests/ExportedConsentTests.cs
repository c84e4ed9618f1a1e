using FsCheck;
using FsCheck.Fluent;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>A consent that is exported and read elsewhere has its own date and notice there, never a newer one.</summary>
public sealed class ExportedConsentTests
{
    private static readonly PurposePath[] s_purposes = [Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Profiling.Online];

    [Fact]
    public void A_notice_accepted_later_makes_no_consent_newer()
    {
        var contact = With(Said(Day(-300)).AcceptNotice("v1", Day(-300)).Give(s_purposes[0], Day(-300), Form), Said(Day(-10)).AcceptNotice("v2", Day(-10)));

        Assert.Equal("""{"disclaimer":{"date":"2023-08-06T00:00:00.000Z","version":"v1"},"marketing":{"automatic":{"email":{"status":true}}}}""", contact.Written());
        AssertSameElsewhere(contact);
    }

    [Fact]
    public void Two_consents_have_two_dates_and_two_notices()
    {
        var contact = With(
            Said(Day(-300)).AcceptNotice("v1", Day(-300)).Give(s_purposes[0], Day(-300), Form),
            Said(Day(-10)).AcceptNotice("v2", Day(-10)).Give(s_purposes[1], Day(-10), Form).Object(s_purposes[2], Day(-9)));

        Assert.Equal(
            """
            {"disclaimer":{"date":"2023-08-06T00:00:00.000Z","version":"v1"},"marketing":{"automatic":{
            "sms":{"status":true,"disclaimer":{"date":"2024-05-22T00:00:00.000Z","version":"v2"}},"email":{"status":true}}},"profiling":{"online":{"objection":true}}}
            """.ReplaceLineEndings(""),
            contact.Written());
        AssertSameElsewhere(contact);
    }

    [Fact]
    public void A_consent_under_no_notice_is_under_none_elsewhere()
    {
        var contact = With(Said(Day(-300)).Give(s_purposes[0], Day(-300), Form), Said(Day(-10)).AcceptNotice("v2", Day(-10)).Give(s_purposes[1], Day(-10), Form));

        Assert.Equal(
            """
            {"marketing":{"automatic":{"sms":{"status":true,"disclaimer":{"date":"2024-05-22T00:00:00.000Z","version":"v2"}},
            "email":{"status":true,"disclaimer":{"date":"2023-08-06T00:00:00.000Z"}}}}}
            """.ReplaceLineEndings(""),
            contact.Written());
        AssertSameElsewhere(contact);
    }

    [Fact]
    public void A_consent_given_after_its_notice_was_accepted_keeps_its_date()
    {
        var contact = With(Said(Day(-300)).AcceptNotice("v1", Day(-300)), Said(Day(-10)).Give(s_purposes[0], Day(-10), Form));

        AssertSameElsewhere(contact);
    }

    [Fact]
    public void Without_disclaimers_of_their_own_consents_of_another_date_or_notice_are_left_out()
    {
        var format = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { WritesOwnDisclaimers = false });
        var contact = With(
            Said(Day(-300)).AcceptNotice("v1", Day(-300)).Give(s_purposes[0], Day(-300), Form),
            Said(Day(-10)).AcceptNotice("v2", Day(-10)).Give(s_purposes[1], Day(-10), Form).Restrict(s_purposes[1], Day(-9)).Withdraw(s_purposes[2], Day(-9)));

        Assert.Equal(
            """
            {"disclaimer":{"date":"2023-08-06T00:00:00.000Z","version":"v1"},"marketing":{"automatic":{"sms":{"limitation":true},"email":{"status":true}}},"profiling":{"online":{"status":false}}}
            """,
            contact.Written(format));
    }

    [Theory]
    [InlineData("""{"date":"2018-05-25T00:00:00Z","version":"v1"}""", "2018-05-25T00:00:00.000000Z", "v1")]
    [InlineData("""{"date":"2018-05-25","version":"v1"}""", "2018-05-24T10:00:00.000000Z", "v1")]
    [InlineData("""{"date":"2018-05-25T00:00:00Z"}""", "2018-05-25T00:00:00.000000Z", "v0")]
    [InlineData("""{"version":"v1"}""", "2017-01-01T00:00:00.000000Z", "v1")]
    [InlineData("""{"date":"","version":" "}""", "2017-01-01T00:00:00.000000Z", "v0")]
    [InlineData("null", "2017-01-01T00:00:00.000000Z", "v0")]
    public void What_a_consents_own_disclaimer_does_not_say_the_documents_says(string own, string date, string version)
    {
        var contact = Consents($$$$"""{"disclaimer":{"date":"2017-01-01T00:00:00Z","version":"v0"},"profiling":{"online":{"disclaimer":{{{{own}}}},"status":true}}}""").Applied();
        var give = contact.Find(Purposes.Profiling.Online, ConsentFlag.Status)!.Value.InForce;

        Assert.Equal((Instant(date), version), (give.OccurredAt, give.Origin.NoticeVersion));
    }

    [Fact]
    public void Another_date_of_one_consent_is_another_document()
    {
        var ids = new[] { "2018-05-25", "2018-05-26" }.Select(day => Consents($$$$$$"""{"profiling":{"online":{"status":true,"disclaimer":{"date":"{{{{{{day}}}}}}"}}}}""").ChangeId());

        Assert.Equal(2, ids.Distinct().Count());
    }

    [Law]
    public Property Every_consent_is_read_elsewhere_as_it_was_given() => Laws.ForAll(
        Gen.Choose(0, 6).Zip(Gen.Choose(0, 3)).Zip(Gen.Choose(0, 4)).Select(x => (Kind: x.Item1.Item1, Notice: x.Item1.Item2, Days: x.Item2)).ListOf(),
        acts =>
        {
            var contact = With([.. acts.Select(a => Change(a.Kind, a.Notice, Day(-a.Days)))]);
            AssertSameElsewhere(contact);
            return true;
        });

    private static Evidence Form { get; } = Evidence.WebForm("https://shop.example/signup");

    private static ConsentChange Change(int kind, int notice, Timestamp at)
    {
        var change = notice == 0 ? Said(at) : Said(at).AcceptNotice($"v{notice}", at);
        return kind switch
        {
            < 3 => change.Give(s_purposes[kind], at, Form),
            < 6 => Said(at).Give(s_purposes[kind - 3], at, Form, notice == 0 ? null : $"v{notice}"),
            _ => notice == 0 ? Said(at).Withdraw(s_purposes[0], at) : change,
        };
    }

    private static void AssertSameElsewhere(ContactConsents here)
    {
        var export = new ContactHubExport("another", AsOf.Plus(TimeSpan.FromDays(700)));
        var there = Consents(here.Written(), export: export).Applied();
        foreach (var purpose in s_purposes)
        {
            Assert.Equal(Given(here, purpose), Given(there, purpose));
        }
    }

    private static (FlagValue Value, Timestamp? At, string? Notice) Given(ContactConsents contact, PurposePath purpose)
    {
        if (contact.Effective(purpose).Status != FlagValue.Active)
        {
            return (contact.Effective(purpose).Status, null, null);
        }

        var give = contact.Find(purpose, ConsentFlag.Status)!.Value.InForce;
        var notice = give.Origin.NoticeVersion
            ?? contact.Acceptances.Where(a => a.AcceptedAt <= give.OccurredAt).OrderBy(a => a.AcceptedAt).ThenBy(a => a.Version, StringComparer.Ordinal).LastOrDefault()?.Version;
        return (FlagValue.Active, give.OccurredAt, notice);
    }

    private static Timestamp Day(int days) => AsOf.Plus(TimeSpan.FromDays(days));

    private static ConsentChange Said(Timestamp at) => ConsentChange.For(Ada).WithId(ChangeId.From($"said-{at}-{Guid.NewGuid()}"));

    private static ContactConsents With(params IReadOnlyList<ConsentChange> changes) => changes.Aggregate(
        ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance),
        (contact, change) => contact.Apply(change, new(), new(AsOf, Actor.ApiClient("shop"), ChangePort.OneContact, Guid.NewGuid())).After[Ada]);
}
