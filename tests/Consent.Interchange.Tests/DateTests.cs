using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class DateTests
{
    [Theory]
    [InlineData("2018-05-25T00:00:00Z", "2018-05-25T00:00:00.000000Z")]
    [InlineData("2018-05-25t00:00:00z", "2018-05-25T00:00:00.000000Z")]
    [InlineData("2017-01-25T17:14:01.000+0000", "2017-01-25T17:14:01.000000Z")]
    [InlineData("2017-01-25T17:14:01.5+0130", "2017-01-25T15:44:01.500000Z")]
    [InlineData("2017-01-25T17:14:01-05:00", "2017-01-25T22:14:01.000000Z")]
    [InlineData("2017-01-25T17:14:01-00:00", "2017-01-25T17:14:01.000000Z")]
    [InlineData("2017-01-25T17:14:01.1234569Z", "2017-01-25T17:14:01.123456Z")]
    [InlineData("2017-01-25T17:14:01.12345678901234567890123456789Z", "2017-01-25T17:14:01.123456Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("2020-02-29T23:59:59Z", "2020-02-29T23:59:59.000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z")]
    [InlineData("2016-12-31T18:59:60.7-05:00", "2016-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void A_date_is_read_as_the_instant_it_names(string text, string instant) =>
        Assert.Equal(Instant(instant), Consents($$$"""{"disclaimer":{"date":"{{{text}}}"}}""").Acceptance!.AcceptedAt);

    [Theory]
    [InlineData("2018-04-28:16:01Z")]
    [InlineData("")]
    [InlineData("2018-05-25")]
    [InlineData("2018-05-25T00:00:00")]
    [InlineData("2018-05-25 00:00:00Z")]
    [InlineData("2018-05-25T00:00Z")]
    [InlineData("2018-05-25T00:00:00.Z")]
    [InlineData("2018-05-25T00:00:00,5Z")]
    [InlineData("2018-05-25T00:00:00.5")]
    [InlineData("2018-05-25T00:00:00+00")]
    [InlineData("2018-05-25T00:00:00+24:00")]
    [InlineData("2018-05-25T00:00:00+00:60")]
    [InlineData("2018-05-25T00:00:00+00000")]
    [InlineData("2018-05-25T00:00:00+0:000")]
    [InlineData("2018-05-25T00:00:00Zx")]
    [InlineData("2018-02-29T00:00:00Z")]
    [InlineData("2018-13-01T00:00:00Z")]
    [InlineData("2018-00-01T00:00:00Z")]
    [InlineData("2018-01-00T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2018-01-01T24:00:00Z")]
    [InlineData("2018-01-01T00:60:00Z")]
    [InlineData("2018-01-01T00:00:61Z")]
    [InlineData("2018-01-01T12:30:60Z")]
    [InlineData("2016-12-31T23:59:60-05:00")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("1527206400")]
    [InlineData("２０１８-05-25T00:00:00Z")]
    [InlineData("\\ud8002018-05-25T00:00:00Z")]
    public void What_is_no_date_is_an_error_that_names_the_field(string text)
    {
        var error = ConsentsError($$$"""{"profiling":{"online":{"status":false}},"disclaimer":{"date":"{{{text}}}"}}""");

        Assert.Equal((ContactHubErrorCode.InvalidDate, "$.disclaimer.date", 1L), (error.Code, error.Path, error.Line));
    }

    [Theory]
    [InlineData("2018-05-25T00:00:00Z", "2018-05-25T00:00:00.000Z")]
    [InlineData("2018-05-25T02:00:00.120+0200", "2018-05-25T00:00:00.120Z")]
    [InlineData("2018-05-25T00:00:00.000001Z", "2018-05-25T00:00:00.000001Z")]
    public void A_date_is_written_with_milliseconds_and_keeps_its_microseconds(string text, string written) =>
        Assert.Equal(
            $$$"""{"disclaimer":{"date":"{{{written}}}","version":"v1"}}""",
            Consents($$$"""{"disclaimer":{"date":"{{{text}}}","version":"v1"}}""").Applied().Written());
}
