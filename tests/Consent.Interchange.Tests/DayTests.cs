using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>A day is a day: a yes of it counts from the first instant that it can mean.</summary>
public sealed class DayTests
{
    [Theory]
    [InlineData("2018-05-25", null, "2018-05-24T10:00:00.000000Z")]
    [InlineData("25/05/2018", "dd/MM/yyyy", "2018-05-24T10:00:00.000000Z")]
    [InlineData("2018-05-25", "dd/MM/yyyy", "2018-05-24T10:00:00.000000Z")]
    [InlineData("05/25/2018", "MM/dd/yyyy", "2018-05-24T10:00:00.000000Z")]
    [InlineData("1.3.2018", "d.M.yyyy", "2018-02-28T10:00:00.000000Z")]
    [InlineData("31.12.2018", "d.M.yyyy", "2018-12-30T10:00:00.000000Z")]
    [InlineData("2018/05/25", "yyyy/MM/dd", "2018-05-24T10:00:00.000000Z")]
    [InlineData("25-05-2018", "dd-MM-yyyy", "2018-05-24T10:00:00.000000Z")]
    [InlineData("25/05/2018 16:05 +02", "dd/MM/yyyy", "2018-05-25T14:05:00.000000Z")]
    [InlineData("25/05/2018T16:05:00.000+0200", "dd/MM/yyyy", "2018-05-25T14:05:00.000000Z")]
    public void A_day_counts_from_its_first_instant_anywhere(string text, string? form, string counts)
    {
        var export = new ContactHubExport("contacthub", AsOf) { DayForm = form };
        var contact = Consents($$$$"""{"disclaimer":{"date":"{{{{text}}}}","version":"v1"},"profiling":{"online":{"status":true}}}""", export: export).Applied();

        Assert.Equal(Instant(counts), contact.Find(Purposes.Profiling.Online, ConsentFlag.Status)!.Value.InForce.OccurredAt);
        Assert.Equal([new NoticeAcceptance("v1", Instant(counts))], contact.Acceptances);
    }

    [Fact]
    public void The_statement_keeps_the_day_that_was_written()
    {
        var json = """{"disclaimer":{"date":"2018-05-25"},"profiling":{"online":{"status":true},"classic":{"status":true,"disclaimer":{"date":"2018-05-26"}}}}""";
        var change = Assert.Single(Consents(json).Against(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance)));

        Assert.Equal(
            [(Purposes.Profiling.Classic, new DateOnly(2018, 5, 26)), (Purposes.Profiling.Online, new DateOnly(2018, 5, 25))],
            change.Statements.Select(s => (s.Node, s.Said!.Value.Day!.Value)));
    }

    [Theory]
    [InlineData("Europe/Rome", "2018-05-24T22:00:00.000000Z")]
    [InlineData("America/New_York", "2018-05-25T04:00:00.000000Z")]
    public void In_a_known_time_zone_it_counts_from_midnight_there(string zone, string counts)
    {
        var export = new ContactHubExport("contacthub", AsOf) { DayZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };

        Assert.Equal(Instant(counts), Consents("""{"disclaimer":{"date":"2018-05-25"}}""", export: export).Acceptance!.AcceptedAt);
    }

    [Theory]
    [InlineData("05/06/2018", null)]
    [InlineData("31/13/2018", "dd/MM/yyyy")]
    [InlineData("30/02/2018", "dd/MM/yyyy")]
    [InlineData("1/2/2018", "dd/MM/yyyy")]
    [InlineData("01-02-2018", "dd/MM/yyyy")]
    [InlineData("01/02/18", "dd/MM/yyyy")]
    [InlineData("01/02/20185", "dd/MM/yyyy")]
    [InlineData("01/02/2018 16:05", "dd/MM/yyyy")]
    public void Nothing_is_guessed(string text, string? form)
    {
        var export = new ContactHubExport("contacthub", AsOf) { DayForm = form };
        var line = Partly($$$$"""{"disclaimer":{"date":"{{{{text}}}}"},"profiling":{"online":{"status":false}}}""", export);

        Assert.Equal(ContactHubErrorCode.InvalidDate, line.Error.Code);
    }

    [Theory]
    [InlineData("01/01/0001")]
    [InlineData("01/01/1970")]
    [InlineData("00/00/0000")]
    public void No_date_is_none_in_every_form(string text)
    {
        var export = new ContactHubExport("contacthub", AsOf) { DayForm = "dd/MM/yyyy" };

        Assert.Null(Consents($$$"""{"disclaimer":{"date":"{{{text}}}"}}""", export: export).Acceptance);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dd/MM")]
    [InlineData("dd/MM/yy")]
    [InlineData("ddMMyyyy")]
    [InlineData("dd/dd/yyyy")]
    [InlineData("dd/MM/yyyy/MM")]
    [InlineData("dd/MM/yyyy.")]
    [InlineData("dd/MMM/yyyy")]
    [InlineData("/dd/MM/yyyy")]
    [InlineData("dd–MM–yyyy")]
    public void A_form_that_could_be_read_in_two_ways_is_refused(string form) => Assert.Throws<ArgumentException>(() => new ContactHubExport("s", AsOf) { DayForm = form });
}
