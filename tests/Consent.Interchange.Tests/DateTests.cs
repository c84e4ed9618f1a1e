using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>Every form of a date, wherever dates stand and however the file is made.</summary>
public sealed class DateTests
{
    private static readonly Dictionary<string, Func<string, ConsentDocument?>> s_places = new(StringComparer.Ordinal)
    {
        ["a document"] = date => Read($$$"""{"disclaimer":{"date":"{{{date}}}"}}"""),
        ["with a version"] = date => Read($$$"""{"disclaimer":{"version":"v1","date":"{{{date}}}"}}"""),
        ["blanks around"] = date => Read($$$"""{"disclaimer":{"date":" \t\u0020{{{date}}} \r\n"}}"""),
        ["escaped"] = date => Read($$$"""{"disclaimer":{"date":"{{{string.Concat(date.Select(c => $"\\u{(int)c:x4}"))}}}"}}"""),
        ["a line"] = date => LineOf($"{Customer(date)}\r\n", Encoding.UTF8),
        ["an array in UTF-16"] = date => LineOf($"[{Customer(date)}]", Encoding.Unicode),
        ["a page"] = date => LineOf($$"""{"elements":[{{Customer(date)}}]}""", Encoding.UTF8),
    };

    private static readonly (string Text, string Instant)[] s_instants =
    [
        ("2018-05-25T00:00:00Z", "2018-05-25T00:00:00.000000Z"),
        ("2018-05-25t00:00:00z", "2018-05-25T00:00:00.000000Z"),
        ("2017-01-25T17:14:01.000+0000", "2017-01-25T17:14:01.000000Z"),
        ("2017-01-25T17:14:01.5+0130", "2017-01-25T15:44:01.500000Z"),
        ("2018-05-25T16:05:00.000+02", "2018-05-25T14:05:00.000000Z"),
        ("2018-05-25T16:05:00+0530", "2018-05-25T10:35:00.000000Z"),
        ("2018-05-25T16:05:00-08", "2018-05-26T00:05:00.000000Z"),
        ("2018-05-25T16:05Z", "2018-05-25T16:05:00.000000Z"),
        ("2018-05-25T16:05+02:00", "2018-05-25T14:05:00.000000Z"),
        ("2018-05-25T16:05:00,125Z", "2018-05-25T16:05:00.125000Z"),
        ("2018-05-25 16:05:00Z", "2018-05-25T16:05:00.000000Z"),
        ("2018-05-25 16:05 +02", "2018-05-25T14:05:00.000000Z"),
        ("2018-05-25 16:05:00,5 +0200", "2018-05-25T14:05:00.500000Z"),
        ("2017-01-25T17:14:01-05:00", "2017-01-25T22:14:01.000000Z"),
        ("2017-01-25T17:14:01-00:00", "2017-01-25T17:14:01.000000Z"),
        ("2017-01-25T17:14:01.1234569Z", "2017-01-25T17:14:01.123456Z"),
        ("2017-01-25T17:14:01.12345678901234567890123456789Z", "2017-01-25T17:14:01.123456Z"),
        ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"),
        ("1601-01-01T00:00:00Z", "1601-01-01T00:00:00.000000Z"),
        ("1899-12-30T00:00:00Z", "1899-12-30T00:00:00.000000Z"),
        ("1970-01-18T16:13:26.4Z", "1970-01-18T16:13:26.400000Z"),
        ("1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:00.000001Z"),
        ("2020-02-29T23:59:59Z", "2020-02-29T23:59:59.000000Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
        ("2016-12-31T18:59:60.7-05:00", "2016-12-31T23:59:59.999999Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ];

    private static readonly string[] s_none =
    [
        "", "0", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00.000+0000", "0001-01-01 00:00Z", "0001-01-01", "0000-00-00", "0000-00-00 00:00:00Z",
        "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000+0000", "1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00+01:00", "1970-01-01 00:00Z", "1970-01-01",
    ];

    private static readonly string[] s_flawed =
    [
        "2018-04-28:16:01Z", "2018-05-25T00:00:00", "2018-05-25 16:05", "2018-05-25T00:00:00.Z", "2018-05-25T00:00:00,Z", "2018-05-25T00:00:00.5", "2018-05-25T00:00:00+24:00",
        "2018-05-25T00:00:00+00:60", "2018-05-25T00:00:00+0", "2018-05-25T00:00:00+00:", "2018-05-25T00:00:00+000", "2018-05-25T00:00:00+00000", "2018-05-25T00:00:00+0:000", "2018-05-25T00:00:00Zx",
        "2018-05-25T00Z", "2018-05-25T", "2018-05-25Z", "2018-02-29T00:00:00Z", "2018-02-29", "2018-13-01T00:00:00Z", "2018-00-01T00:00:00Z", "2018-01-00T00:00:00Z", "0000-01-01T00:00:00Z",
        "2018-01-01T24:00:00Z", "2018-01-01T00:60:00Z", "2018-01-01T00:00:61Z", "2018-01-01T12:30:60Z", "2016-12-31T23:59:60-05:00", "9999-12-31T23:59:59-00:01", "9999-12-31", "1527206400",
        "25/05/2018", "05-25-2018", "２０１８-05-25T00:00:00Z",
    ];

    public static TheoryData<string, string, string> Instants => [.. from form in s_instants from place in s_places.Keys select (form.Text, form.Instant, place)];

    public static TheoryData<string, string> None => [.. from text in s_none from place in s_places.Keys select (text, place)];

    public static TheoryData<string, string> Flawed => [.. from text in s_flawed from place in s_places.Keys select (text, place)];

    [Theory]
    [MemberData(nameof(Instants))]
    public void A_date_is_read_as_the_instant_it_names(string text, string instant, string place) => Assert.Equal(Instant(instant), s_places[place](text)!.Acceptance!.AcceptedAt);

    [Theory]
    [MemberData(nameof(None))]
    public void What_stands_for_no_date_is_none(string text, string place)
    {
        var document = s_places[place](text)!;

        Assert.True(document.Acceptance is null || (document.IsAcceptanceUndated && document.Acceptance.AcceptedAt == AsOf));
    }

    [Fact]
    public void A_number_0_is_no_date() => Assert.Null(Consents("""{"disclaimer":{"date":0},"profiling":{"online":{"status":true}}}""").Acceptance);

    [Theory]
    [MemberData(nameof(Flawed))]
    public void What_is_no_date_is_no_document(string text, string place) => Assert.Null(s_places[place](text));

    [Fact]
    public void The_error_names_the_field_and_the_no_beside_it_is_kept()
    {
        Assert.All(s_flawed, text =>
        {
            var line = Partly($$$"""{"profiling":{"online":{"status":false},"classic":{"status":true}},"disclaimer":{"date":"{{{text}}}"}}""");

            Assert.Equal((ContactHubErrorCode.InvalidDate, "$.disclaimer.date", 1L), (line.Error.Code, line.Error.Path, line.Error.Line));
            Assert.Equal([Purposes.Profiling.Online], line.Document.Record.Flags.Nodes);
        });
    }

    [Theory]
    [InlineData("2018-05-25T00:00:00Z", "2018-05-25T00:00:00.000Z")]
    [InlineData("2018-05-25T02:00:00.120+0200", "2018-05-25T00:00:00.120Z")]
    [InlineData("2018-05-25T00:00:00.000001Z", "2018-05-25T00:00:00.000001Z")]
    public void A_date_is_written_with_milliseconds_and_keeps_its_microseconds(string text, string written) =>
        Assert.Equal(
            $$$"""{"disclaimer":{"date":"{{{written}}}","version":"v1"}}""",
            Consents($$$"""{"disclaimer":{"date":"{{{text}}}","version":"v1"}}""").Applied().Written());

    private static string Customer(string date) => $$$$"""{"id":"a","consents":{"disclaimer":{"date":"{{{{date}}}}"}}}""";

    private static ConsentDocument? Read(string json) =>
        ContactHubFormat.Predefined.TryReadConsents(Encoding.UTF8.GetBytes(json), Ada, Export, out var document, out _) ? document : null;

    private static ConsentDocument? LineOf(string text, Encoding encoding) => Assert.Single(LinesOf(new MemoryStream(encoding.GetBytes(text))).GetAwaiter().GetResult()).Document;
}
