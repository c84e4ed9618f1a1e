using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>A document that does not come to its end takes no other one with it.</summary>
public sealed class RecoveryTests
{
    private const string No = "\"consents\":{\"softSpam\":{\"email\":{\"objection\":true}}}";

    private static readonly string[] s_ends =
    [
        "", "{", "{\"id\"", "{\"id\":", "{\"id\":\"b", "{\"id\":\"b\"", "{\"id\":\"b\",", "{\"id\":\"b\",\"consents\":", "{\"id\":\"b\",\"consents\":{\"profiling\":", "{\"id\":\"b\",\"tags\":[",
        "{\"id\":\"b\",\"tags\":[1,", "{\"id\":\"b\",\"tags\":[{},", "{\"id\":\"b\",\"tags\":[{\"a\":{", "{\"id\":\"b\",\"x\":\"\\", "{\"id\":\"b\",\"x\":\"\\u00", "{\"id\":\"b\"]", "{\"id\":\"b\"}}", "{\"id\":\"b\"}]", "\"",
        "{\"id\":\"b\",\"x\":tr", "}", "{\"id\":\"b\",\"x\":[}", "{\"id\":\"b\",\"x\":\"a\"b\"}", "{\"id\":\"b\",\"x\":\"{}",
    ];

    private static readonly Dictionary<string, (string Before, string Between, string After)> s_files = new(StringComparer.Ordinal)
    {
        ["lines"] = ("", "\n", ""),
        ["lines, CR LF"] = ("", "\r\n", "\r\n"),
        ["lines, CR"] = ("", "\r", "\r"),
        ["lines, indented"] = ("  ", "\n  ", "\n"),
        ["an array"] = ("[\n", ",\n", "\n]\n"),
        ["an array, indented"] = ("[\n  ", ",\n  ", "\n]\n"),
        ["an array, commas first"] = ("[ ", "\n, ", "\n]"),
        ["a page"] = ("{\"page\":{},\"elements\":[\n  ", ",\n  ", "\n]}\n"),
    };

    public static TheoryData<string, string> All => [.. from end in s_ends from file in s_files.Keys select (end, file)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_documents_around_a_broken_one_are_read(string broken, string kind)
    {
        var (before, between, after) = s_files[kind];
        var file = Encoding.UTF8.GetBytes(before + string.Join(between, $"{{\"id\":\"a\",{No}}}", broken, $"{{\"id\":\"c\",{No}}}", $"{{{No},\"id\":\"d\"}}") + after);
        foreach (var chunk in new[] { 1, 5, int.MaxValue })
        {
            var lines = await LinesOf(new Trickle(file, chunk));

            Assert.Equal(["a", "c", "d"], lines.Where(l => l.Document?.Record.Flags.Nodes.Length > 0).Select(l => l.Document!.Contact.Value));
            Assert.True(broken.Length == 0 || lines.Any(l => !l.Errors.IsEmpty), "The broken one is told.");
        }
    }

    [Fact]
    public async Task A_file_that_ends_inside_an_array_tells_so()
    {
        var lines = await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes("[\n{\"id\":\"a\"},\n{\"id\":\"b\"},\n")));

        Assert.Equal(["line 2: read", "line 3: read", "line 4: $ is cut off: the file ends inside an array (CUT_OFF)"], lines.Select(l => l.ToString()));
    }

    [Fact]
    public async Task A_broken_document_among_many_costs_one_line()
    {
        var text = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => i % 100 == 50 ? $"{{\"id\":\"{i}\",\"consents\":" : $"{{\"id\":\"{i}\",{No}}}"));
        var lines = await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(10_000, lines.Count);
        Assert.Equal(9_900, lines.Count(l => l.Errors.IsEmpty));
        Assert.Equal(Enumerable.Range(1, 10_000), lines.Select(l => (int)l.Number));
    }

    [Theory]
    [InlineData("[", "", 10_000)]
    [InlineData("{\"elements\":[", "", 1_000)]
    [InlineData("[", "{\"elements\":[],\"x\":", 10_000)]
    [InlineData("{\"x\":", "{\"elements\":[],\"x\":", 10_000)]
    [InlineData("[", "{\"x\":", 100_000)]
    [InlineData("{\"x\":", "", 100_000)]
    public async Task What_is_nested_without_end_is_told_and_the_next_line_is_read(string nested, string before, int times)
    {
        var format = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDocumentBytes = 1000 });
        var file = Encoding.UTF8.GetBytes($"{before}{string.Concat(Enumerable.Repeat(nested, times))}\n{{\"id\":\"a\",{No}}}\n");
        var lines = await LinesOf(new MemoryStream(file), format);

        Assert.Single(lines, l => l.Errors.IsEmpty && l.Document!.Contact.Value == "a");
        Assert.Contains(lines, l => l.Error is not null);
    }

    [Fact]
    public async Task In_an_array_too_what_is_too_long_is_passed_over()
    {
        var format = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDocumentBytes = 100 });
        var text = $"[{{\"id\":\"a\",{No}}},{{\"id\":\"b\",\"base\":{{\"x\":\"{new string('x', 300_000)}\"}}}},\n{{\"id\":\"c\",{No}}}]";
        foreach (var chunk in new[] { 13, int.MaxValue })
        {
            var lines = await LinesOf(new Trickle(Encoding.UTF8.GetBytes(text), chunk), format);

            Assert.Equal(["a", null, "c"], lines.Select(l => l.Document?.Contact.Value));
            Assert.Equal((ContactHubErrorCode.TooLarge, "$[1]"), (lines[1].Error!.Code, lines[1].Error!.Path));
        }
    }
}
