using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class LinesTests
{
    [Fact]
    public async Task Of_the_sample_file_500_lines_are_good_and_5_name_their_flaw_two_of_them_with_a_no()
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Samples", "customers.jsonl"));
        var lines = await LinesOf(file);

        Assert.Equal(500, lines.Count(l => l.Errors.IsEmpty));
        Assert.Equal(
            [
                "line 40: $.consents.disclaimer.date is no date such as 2018-05-25T00:00:00Z or 2018-05-25 (INVALID_DATE); the noes are kept",
                "line 120: $.consents.softSpam.email.objection is neither true, false nor null (WRONG_TYPE); the noes are kept",
                "line 200: $.consents.marketing.automatic.fax is not known here (UNKNOWN_PROPERTY)",
                "line 300: $.id is missing; which property names the contact is said by the export (IdProperty) (MISSING_ID)",
                "line 400: $.consents.profiling is cut off (CUT_OFF)",
            ],
            lines.Where(l => l.Error is not null).Select(l => l.ToString()));
        Assert.Equal(
            [
                NodeFlags.Empty.With(Purposes.Marketing.Automatic.Sms, ConsentFlag.Restriction, FlagValue.Active),
                NodeFlags.Empty.With(Purposes.SoftSpam.Email, ConsentFlag.Objection, FlagValue.Active),
            ],
            lines.Where(l => l.IsPartlyRead).Select(l => l.Document!.Record.Flags));
    }

    [Fact]
    public async Task Each_document_knows_its_line()
    {
        var lines = await LinesOf(Text("\n{\"id\":\"a\"}\r\n \t\r\n{\"id\":\"b\"}\nx\n{\"id\":\"c\"}"));

        Assert.Equal([2, 4, 5, 6], lines.Select(l => l.Number));
        Assert.Equal("customers.jsonl:4", lines[1].Document!.Place);
        Assert.Equal(5, lines[2].Error!.Line);
        Assert.Equal("line 6: read", lines[3].ToString());
    }

    [Fact]
    public async Task An_empty_file_has_no_lines()
    {
        Assert.Empty(await LinesOf(Text("")));
        Assert.Empty(await LinesOf(Text("\n\r\n  \n")));
    }

    [Fact]
    public async Task Byte_order_marks_of_files_put_together_are_passed_over()
    {
        var lines = await LinesOf(Text("\uFEFF{\"id\":\"a\"}\n\uFEFF{\"id\":\"b\"}\n"));

        Assert.Equal(["a", "b"], lines.Select(l => l.Document!.Contact.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_line_too_long_is_passed_over_without_keeping_it(int chunk)
    {
        var format = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDocumentBytes = 20 });
        var longLine = $$"""{"id":"x","a":"{{new string('a', 200_000)}}"}""";
        var text = $"{{\"id\":\"a\"}}\n{longLine}\n{{\"id\":\"exactly--20\"}}\r\n{{\"id\":\"exactly---21\"}}\n{longLine}\r\n{{\"id\":\"b\"}}\n{longLine}";

        var lines = await LinesOf(new Trickle(Encoding.UTF8.GetBytes(text), chunk), format);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], lines.Select(l => l.Number));
        Assert.Equal(["a", null, "exactly--20", null, null, "b", null], lines.Select(l => l.Document?.Contact.Value));
        Assert.All(lines.Where(l => !l.IsRead), l => Assert.Equal((ContactHubErrorCode.TooLarge, l.Number, "$"), (l.Error!.Code, l.Error.Line, l.Error.Path)));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        var line = Encoding.UTF8.GetBytes("{\"id\":\"a\",\"tags\":\"" + new string('x', 1000) + "\"}\n");
        var before = 0L;
        var count = 0;
        await foreach (var read in ContactHubFormat.Predefined.ReadLinesAsync(new Repeated(line, 100_000), Export, TestContext.Current.CancellationToken))
        {
            Assert.True(read.IsRead);
            if (++count == 1000)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.Equal(100_000, count);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 10_000_000);
    }

    [Fact]
    public async Task Reading_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in ContactHubFormat.Predefined.ReadLinesAsync(new Repeated("{\"id\":\"a\"}\n"u8.ToArray(), int.MaxValue), Export, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The same bytes again and again.</summary>
    private sealed class Repeated(byte[] bytes, int times) : Trickle(bytes, int.MaxValue)
    {
        private int _times = times;

        public override int Read(Span<byte> buffer)
        {
            var count = base.Read(buffer);
            if (count == 0 && --_times > 0)
            {
                Position = 0;
                count = base.Read(buffer);
            }

            return count;
        }
    }
}
