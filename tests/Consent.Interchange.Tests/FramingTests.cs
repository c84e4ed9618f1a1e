using System.Text;
using System.Text.Json;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>Every encoding of every kind of file, in bits of every size: the same three customers.</summary>
public sealed class FramingTests
{
    private const string A = """{"id":"a","nodeId":"n","consents":{"softSpam":{"email":{"objection":true}}}}""";
    private const string B = """{"base":{"subscriptions":[{"id":"news {1}","subscribed":false}],"firstName":"Zoë\\\" ]}"},"id":"b","consents":{"profiling":{"online":{"status":false},"classic":{"status":true}}}}""";
    private const string C = """{"extended":{"elements":[{"id":"x"}],"tags":[[],{}]},"consents":{"disclaimer":{"date":"2018-05-25","version":"v1"}},"id":"c"}""";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    private static readonly Dictionary<string, Encoding> s_encodings = new(StringComparer.Ordinal)
    {
        ["UTF-8"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        ["UTF-8 with a mark"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        ["UTF-16 LE"] = new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        ["UTF-16 BE"] = new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        ["UTF-16 LE without a mark"] = new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        ["UTF-16 BE without a mark"] = new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
    };

    private static readonly Dictionary<string, string> s_framings = new(StringComparer.Ordinal)
    {
        ["lines, LF"] = $"{A}\n{B}\n{C}\n",
        ["lines, CR LF"] = $"{A}\r\n{B}\r\n{C}\r\n",
        ["lines, CR"] = $"{A}\r{B}\r{C}\r",
        ["lines, the last not ended"] = $"{A}\n{B}\r{C}",
        ["lines, blank ones between"] = $"\r\n \t\n{A}\n\n\r\r\n{B}  \n\t\n{C} \n\n",
        ["lines, indented"] = $"  {A}\n    {B}\n  {C}",
        ["back to back"] = A + B + " " + C,
        ["record separators"] = $"\u001e{A}\n\u001e{B}\n\u001e{C}\n",
        ["an array on one line"] = $"[{A},{B},{C}]",
        ["an array, an element a line"] = $"[\n{A},\n{B},\n{C}\n]\n",
        ["an array, commas first, CR"] = $"[ {A}\r, {B}\r, {C}\r]",
        ["an indented array"] = $"[\n{Indented(A, 2)},\n{Indented(B, 2)},\n{Indented(C, 2)}\n]",
        ["an array in an array"] = $"[[{A},{B}],[{C}]]",
        ["arrays, one a line"] = $"[{A}]\n[{B},{C}]\n[]",
        ["a page"] = $$"""{"page":{"size":3,"number":0,"totalElements":3},"elements":[{{A}},{{B}},{{C}}]}""",
        ["a page, its numbers last"] = $$$"""{"elements":[{{{A}}},{{{B}}},{{{C}}}],"_links":[{"elements":[{"href":"x]}"}]}],"page":{"number":0}}""",
        ["an indented page"] = $"{{\r\n  \"elements\": [\r\n{Indented(A, 4)},\r\n{Indented(B, 4)},\r\n{Indented(C, 4)}\r\n  ],\r\n  \"page\": {{ \"number\": 0 }}\r\n}}\r\n",
        ["pages, one a line"] = $$$"""{"elements":[{{{A}}},{{{B}}}],"page":{"number":0}}""" + "\n" + $$$"""{"page":{"number":1},"elements":[{{{C}}}]}""" + "\n",
        ["an array of pages"] = $$"""[{"elements":[{{A}},{{B}}]},{"elements":[{{C}}]},{"elements":[]}]""",
        ["a page, nested"] = $$$"""{"_embedded":{"customers":[{{{A}}},{{{B}}}],"links":[]},"page":{}}{"data":{"page":{},"elements":[{{{C}}}]}}""",
        ["documents over many lines"] = $"{Indented(A, 0)}\n{Indented(B, 0)}\n{Indented(C, 0)}",
        ["documents over many lines, CR"] = $"{Indented(A, 0)}\n{Indented(B, 0)}\n{Indented(C, 0)}".ReplaceLineEndings("\r"),
    };

    public static TheoryData<string, string> All => [.. from framing in s_framings.Keys from encoding in s_encodings.Keys select (framing, encoding)];

    public static TheoryData<string> Framings => [.. s_framings.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_file_is_read_whatever_its_kind_and_encoding(string framing, string encoding)
    {
        byte[] file = [.. s_encodings[encoding].GetPreamble(), .. s_encodings[encoding].GetBytes(s_framings[framing])];
        foreach (var chunk in new[] { 1, 2, 3, 7, 64, int.MaxValue })
        {
            var lines = await LinesOf(new Trickle(file, chunk));

            Assert.Empty(lines.SelectMany(l => l.Errors));
            Assert.Equal(["a", "b", "c"], lines.Select(l => l.Document!.Contact.Value));
            Assert.Equal(FlagValue.Active, lines[0].Document!.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Objection]);
            Assert.Equal(FlagValue.Inactive, lines[1].Document!.Record.Flags[Purposes.Profiling.Online, ConsentFlag.Status]);
            Assert.Equal(FlagValue.Active, lines[1].Document!.Record.Flags[Purposes.Profiling.Classic, ConsentFlag.Status]);
            Assert.Equal("v1", lines[2].Document!.Acceptance!.Version);
        }
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task A_file_cut_off_anywhere_tells_so_or_says_the_same(string framing)
    {
        var file = Encoding.UTF8.GetBytes(s_framings[framing]);
        for (var length = 0; length < file.Length; length++)
        {
            var lines = await LinesOf(new MemoryStream(file, 0, length));
            var read = lines.Where(l => l.Errors.IsEmpty).Select(l => l.Document!.Contact.Value).ToList();

            // What is whole is read, in order; of the next one, or of the file, it is told that it is cut off.
            Assert.Equal(new[] { "a", "b", "c" }.Take(read.Count), read);
            Assert.Equal(file.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n"u8) < 0, lines.Count == 0);
            Assert.All(lines.Where(l => !l.Errors.IsEmpty), l => Assert.DoesNotContain("Zo", l.ToString(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("an array, an element a line", "$[1].consents", 3)]
    [InlineData("a page", "$.elements[1].consents", 1)]
    [InlineData("a page, nested", "$..customers[1].consents", 1)]
    [InlineData("an array in an array", "$[0][1].consents", 1)]
    [InlineData("lines, CR", "$.consents", 2)]
    [InlineData("an indented array", "$[1].consents", 25)]
    public async Task An_error_names_its_document_and_line(string framing, string path, long line)
    {
        var text = s_framings[framing].Replace("\"profiling\"", "\"profilo\"", StringComparison.Ordinal);
        var error = Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(text))), l => l.Error is not null).Error!;

        Assert.Equal((ContactHubErrorCode.UnknownProperty, $"{path}.profilo", line), (error.Code, error.Path, error.Line));
    }

    [Fact]
    public async Task Evidence_names_the_place_in_the_file()
    {
        Assert.Equal(["customers.jsonl:1", "customers.jsonl:2", "customers.jsonl:3"], await Places("lines, CR"));
        Assert.Equal(["customers.jsonl:2[0]", "customers.jsonl:3[1]", "customers.jsonl:4[2]"], await Places("an array, an element a line"));

        async Task<IEnumerable<string>> Places(string framing) => (await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(s_framings[framing])))).Select(l => l.Document!.Place);
    }

    [Theory]
    [InlineData("[]", ContactHubErrorCode.NoCustomers)]
    [InlineData(" [ ]\n", ContactHubErrorCode.NoCustomers)]
    [InlineData("""{"elements":[],"page":{"totalElements":0}}""", ContactHubErrorCode.NoCustomers)]
    [InlineData("[[],[]]", ContactHubErrorCode.NoCustomers)]
    [InlineData("\u001e\n", ContactHubErrorCode.NoCustomers)]
    [InlineData("[", ContactHubErrorCode.CutOff)]
    [InlineData("""{"elements":[""", ContactHubErrorCode.CutOff)]
    [InlineData("""{"elements":[]""", ContactHubErrorCode.CutOff)]
    [InlineData("""{"items":[{"id":"a"}]}""", ContactHubErrorCode.MissingId)]
    [InlineData("id;email;consent", ContactHubErrorCode.NotJson)]
    [InlineData("<html>", ContactHubErrorCode.NotJson)]
    [InlineData("\0\0\0\0", ContactHubErrorCode.NotJson)]
    [InlineData("[true]", ContactHubErrorCode.WrongType)]
    [InlineData("[\"a,b]\"]", ContactHubErrorCode.WrongType)]
    [InlineData("null", ContactHubErrorCode.WrongType)]
    public async Task A_file_with_something_in_it_never_gives_nothing(string text, ContactHubErrorCode code)
    {
        foreach (var chunk in new[] { 1, int.MaxValue })
        {
            var line = Assert.Single(await LinesOf(new Trickle(Encoding.UTF8.GetBytes(text), chunk)));

            Assert.Equal(code, line.Error!.Code);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x00, 0xD8 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8, 0x7B, 0x00 })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xDC, 0x00 })]
    [InlineData(new byte[] { 0xFE })]
    [InlineData(new byte[] { 0x00, 0x00, 0xFE, 0xFF })]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 })]
    public async Task What_is_no_text_is_told(byte[] file) => Assert.Contains(await LinesOf(new MemoryStream(file)), l => l.Error!.Code is ContactHubErrorCode.NotUtf8 or ContactHubErrorCode.NotJson);

    [Fact]
    public async Task An_id_of_UTF16_that_is_no_text_names_nobody()
    {
        var file = Encoding.Unicode.GetPreamble().Concat("{\"id\":\"a\ud800\",\"consents\":{\"profiling\":{\"online\":{\"status\":false}}}}\n".SelectMany(c => BitConverter.GetBytes(c))).ToArray();
        var line = Assert.Single(await LinesOf(new MemoryStream(file)));

        Assert.Equal((ContactHubErrorCode.NotUtf8, "$.id"), (line.Error!.Code, line.Error.Path));
        Assert.Null(line.Document);
    }

    private static string Indented(string json, int by)
    {
        using var document = JsonDocument.Parse(json);
        var text = JsonSerializer.Serialize(document, s_indented);
        return string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
    }
}
