using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>Whatever is wrong in a document, and wherever: its noes are kept, its yeses are left out, and all of it is told.</summary>
public sealed class FaultTests
{
    private const string Yes = """ "disclaimer":{"date":"2018-05-25T00:00:00Z","version":"v1"},"thirdPartyTransfer":{"profiling":{"status":true}} """;

    // What stands before and behind the no, outside or inside of consents; what is told of it, and where.
    private static readonly Dictionary<string, (string Json, ContactHubErrorCode Code, string Path)> s_faults = new(StringComparer.Ordinal)
    {
        ["a bad date"] = (Inside(Yes.Replace("2018-05-25T", "2018-04-28:", StringComparison.Ordinal)), ContactHubErrorCode.InvalidDate, "$.consents.disclaimer.date"),
        ["a date that is a number"] = (Inside(Yes.Replace("\"2018-05-25T00:00:00Z\"", "1527206400", StringComparison.Ordinal)), ContactHubErrorCode.WrongType, "$.consents.disclaimer.date"),
        ["a bad date of one purpose"] = (Inside(Yes, """ "softSpam":{"email":{"status":true,"disclaimer":{"date":"x"}}} """), ContactHubErrorCode.InvalidDate, "$.consents.softSpam.email.disclaimer.date"),
        ["a version that is no text"] = (Inside(Yes.Replace("\"v1\"", "1", StringComparison.Ordinal)), ContactHubErrorCode.WrongType, "$.consents.disclaimer.version"),
        ["a version with U+0000"] = (Inside(Yes.Replace("v1", "v\\u0000", StringComparison.Ordinal)), ContactHubErrorCode.InvalidText, "$.consents.disclaimer.version"),
        ["a version too long"] = (Inside(Yes.Replace("v1", new string('v', 129), StringComparison.Ordinal)), ContactHubErrorCode.InvalidText, "$.consents.disclaimer.version"),
        ["an unknown property of the disclaimer"] = (Inside(Yes.Replace("\"version\"", "\"text\":[{}],\"version\"", StringComparison.Ordinal)), ContactHubErrorCode.UnknownProperty, "$.consents.disclaimer.text"),
        ["the disclaimer twice"] = (Inside(Yes, """ "disclaimer":null """), ContactHubErrorCode.DuplicateProperty, "$.consents.disclaimer"),
        ["a date twice"] = (Inside(Yes.Replace("\"version\"", "\"date\":null,\"version\"", StringComparison.Ordinal)), ContactHubErrorCode.DuplicateProperty, "$.consents.disclaimer.date"),
        ["a disclaimer that is a text"] = (Inside(Yes, """ "softSpam":{"email":{"status":true,"disclaimer":"v1"}} """), ContactHubErrorCode.WrongType, "$.consents.softSpam.email.disclaimer"),
        ["an unknown purpose"] = (Inside(Yes, """ "fax":{"status":true} """), ContactHubErrorCode.UnknownProperty, "$.consents.fax"),
        ["an unknown purpose of any kind"] = (Inside(Yes, """ "fax":[{"status":false}] """), ContactHubErrorCode.UnknownProperty, "$.consents.fax"),
        ["an unknown flag"] = (Inside(Yes, """ "softSpam":{"email":{"state":{"a":[1]}}} """), ContactHubErrorCode.UnknownProperty, "$.consents.softSpam.email.state"),
        ["a yes on a group"] = (Inside(Yes, """ "softSpam":{"status":true} """), ContactHubErrorCode.UnknownProperty, "$.consents.softSpam.status"),
        ["a flag in another case"] = (Inside(Yes, """ "softSpam":{"email":{"Status":true}} """), ContactHubErrorCode.UnknownProperty, "$.consents.softSpam.email.Status"),
        ["a mistyped flag"] = (Inside(Yes, """ "softSpam":{"email":{"status":"yes"}} """), ContactHubErrorCode.WrongType, "$.consents.softSpam.email.status"),
        ["a flag that is an object"] = (Inside(Yes, """ "softSpam":{"email":{"status":{"status":[false]}}} """), ContactHubErrorCode.WrongType, "$.consents.softSpam.email.status"),
        ["a purpose that is a flag"] = (Inside(Yes, """ "softSpam":{"email":true} """), ContactHubErrorCode.WrongType, "$.consents.softSpam.email"),
        ["a group that is an array"] = (Inside(Yes, """ "softSpam":[[]] """), ContactHubErrorCode.WrongType, "$.consents.softSpam"),
        ["a flag twice"] = (Inside(Yes, """ "softSpam":{"email":{"status":true,"status":true}} """), ContactHubErrorCode.DuplicateProperty, "$.consents.softSpam.email.status"),
        ["a purpose twice"] = (Inside(Yes, """ "softSpam":{"email":{},"email":{}} """), ContactHubErrorCode.DuplicateProperty, "$.consents.softSpam.email"),
        ["consents twice"] = ($$"""{"id":"a","consents":{ {{Yes}} },"consents":{ %NO% } }""", ContactHubErrorCode.DuplicateProperty, "$.consents"),
        ["consents twice, the second null"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO% },"consents":null }""", ContactHubErrorCode.DuplicateProperty, "$.consents"),
        ["the id twice"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO% },"id":"a" }""", ContactHubErrorCode.DuplicateProperty, "$.id"),
        ["something behind it"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO% } } ,""", ContactHubErrorCode.TrailingData, "$"),
        ["another literal"] = ($$$"""{"id":"a","consents":{ {{{Yes}}},%NO% },"base":{"rossi":tru}}""", ContactHubErrorCode.NotJson, "$.base"),
        ["single quotes"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO%,'x':1 } }""", ContactHubErrorCode.NotJson, "$.consents"),
        ["a comma too many"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO%, } }""", ContactHubErrorCode.NotJson, "$.consents"),
        ["a control character in a text"] = ($$$"""{"id":"a","consents":{ {{{Yes}}},%NO% },"base":{"x":"{{{'\u0001'}}}"}}""", ContactHubErrorCode.NotJson, "$.base"),
        ["cut off"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO% },"tags":{"auto":[""", ContactHubErrorCode.CutOff, "$.tags"),
        ["cut off in consents"] = ($$"""{"id":"a","consents":{ {{Yes}},%NO%,"softSpam":{"email":{"status":tr""", ContactHubErrorCode.CutOff, "$.consents.softSpam.email.status"),
        ["nested too deep"] = ($$"""{"tags":{{new string('[', 70)}}{{new string(']', 70)}},"id":"a","consents":{ {{Yes}},%NO% } }""", ContactHubErrorCode.TooDeep, "$.tags"),
        ["an unknown purpose nested too deep"] = (Inside(Yes, $$""" "fax":{{string.Concat(Enumerable.Repeat("{\"fax\":", 70))}}1{{new string('}', 70)}} """), ContactHubErrorCode.UnknownProperty, "$.consents.fax"),
        ["bytes that are not UTF-8"] = ($$"""{"base":{"firstName":"Zo{{'\uFFFF'}}"},"id":"a","consents":{ {{Yes}},%NO% } }""", ContactHubErrorCode.NotUtf8, "$.base"),
    };

    private static readonly Dictionary<string, (string Json, string Path, ConsentFlag Flag)> s_noes = new(StringComparer.Ordinal)
    {
        ["refused"] = (""" "marketing":{"automatic":{"email":{"status":false}}} """, "marketing.automatic.email", ConsentFlag.Status),
        ["restricted"] = (""" "marketing":{"automatic":{"email":{"limitation":true}}} """, "marketing.automatic.email", ConsentFlag.Restriction),
        ["objected"] = (""" "marketing":{"automatic":{"email":{"objection":true}}} """, "marketing.automatic.email", ConsentFlag.Objection),
        ["on a group"] = (""" "marketing":{"objection":true} """, "marketing", ConsentFlag.Objection),
        ["on everything"] = (""" "status":false """, "all", ConsentFlag.Status),
        ["on an unknown purpose"] = (""" "marketing":{"automatic":{"fax":{"a":null,"objection":true}}} """, "marketing.automatic.fax", ConsentFlag.Objection),
        ["below an unknown purpose"] = (""" "research":{"panel":{"online":{"status":false}}} """, "research.panel.online", ConsentFlag.Status),
        ["on a purpose called as its path"] = (""" "marketing":{"traditional":{"phone":{"status":false}}} """, "marketing.traditional.phone", ConsentFlag.Status),
        ["in another case"] = (""" "marketing":{"automatic":{"email":{"Objection":true}}} """, "marketing.automatic.email", ConsentFlag.Objection),
        ["a text"] = (""" "marketing":{"automatic":{"email":{"status":"False"}}} """, "marketing.automatic.email", ConsentFlag.Status),
        ["a number"] = (""" "marketing":{"automatic":{"email":{"limitation":1}}} """, "marketing.automatic.email", ConsentFlag.Restriction),
        ["twice, first a yes"] = (""" "marketing":{"automatic":{"email":{"status":true,"status":false}}} """, "marketing.automatic.email", ConsentFlag.Status),
        ["twice, then a yes"] = (""" "marketing":{"automatic":{"email":{"objection":true,"objection":false}}} """, "marketing.automatic.email", ConsentFlag.Objection),
        ["in an object that stands there twice"] = (""" "marketing":{"automatic":{"email":{"objection":true}}},"marketing":{} """, "marketing.automatic.email", ConsentFlag.Objection),
    };

    public static TheoryData<string, string> All => [.. from fault in s_faults.Keys from no in s_noes.Keys select (fault, no)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_no_is_kept_whatever_is_wrong_beside_it(string fault, string no)
    {
        var (json, code, path) = s_faults[fault];
        var (text, node, flag) = s_noes[no];
        var line = Assert.Single(await LinesOf(new MemoryStream(Bytes(json.Replace("%NO%", text, StringComparison.Ordinal)))));

        Assert.True(line.IsPartlyRead, line.ToString());
        Assert.Equal("a", line.Document.Contact.Value);
        Assert.Contains(line.Errors, e => e.Code == code && string.Equals(e.Path, path, StringComparison.Ordinal));
        var flags = line.Document.Record.Flags;
        var expected = NodeFlags.Empty.With(PurposePath.Parse(node), flag, flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active);
        Assert.Equal(expected, flags);
        Assert.Null(line.Document.Acceptance);
        Assert.Contains(line.Errors, e => e is { Code: ContactHubErrorCode.PartlyRead, Path: "$.consents.thirdPartyTransfer.profiling.status" });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_no_counts(string fault, string no)
    {
        var (text, node, flag) = s_noes[no];
        var isRead = ContactHubFormat.Predefined.TryReadCustomer(Bytes(s_faults[fault].Json.Replace("%NO%", text, StringComparison.Ordinal)), Export, out var document, out _);

        Assert.True(isRead);
        var effective = document!.Applied().Effective(PurposePath.Parse(node));
        Assert.Equal(flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active, flag switch
        {
            ConsentFlag.Status => effective.Status,
            ConsentFlag.Restriction => effective.Restriction,
            _ => effective.Objection,
        });
    }

    [Fact]
    public void A_name_that_makes_no_path_keeps_its_no_under_one_that_quotes_nothing()
    {
        var (document, error) = Partly("""{"marketing":{"ada@example.com":{"objection":true}}}""");

        var node = Assert.Single(document.Record.Flags.Nodes).ToString();
        Assert.Matches("^unknown\\.x[0-9a-f]{32}$", node);
        Assert.Equal("$.marketing.?", error.Path);
        Assert.Equal(document.Record.Flags, Partly("""{"marketing":{"ada@example.com":{"objection":true}}}""").Document.Record.Flags);
        Assert.NotEqual(document.Record.Flags, Partly("""{"marketing":{"ida@example.com":{"objection":true}}}""").Document.Record.Flags);
    }

    [Fact]
    public async Task Two_ids_name_nobody()
    {
        foreach (var json in new[] { """{"id":"a","id":"b","consents":{"softSpam":{"email":{"objection":true}}}}""", """{"id":"a","consents":{"softSpam":{"email":{"objection":true}}},"id":7,"id":" "}""" })
        {
            var line = Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(json))));

            Assert.Null(line.Document);
            Assert.Equal((ContactHubErrorCode.DuplicateProperty, "$.id"), (line.Error!.Code, line.Error.Path));
        }
    }

    [Fact]
    public async Task A_number_names_the_contact_whose_noes_are_kept()
    {
        var line = Assert.Single(await LinesOf(new MemoryStream("""{"id":4711,"consents":{"softSpam":{"email":{"status":true,"objection":true}}}}"""u8.ToArray())));

        Assert.Equal(("4711", ContactHubErrorCode.WrongType, "$.id"), (line.Document!.Contact.Value, line.Error!.Code, line.Error.Path));
        Assert.Equal((FlagValue.Unset, FlagValue.Active), (line.Document.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Status], line.Document.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Objection]));
    }

    [Theory]
    [InlineData("Consents")]
    [InlineData("consent")]
    public async Task The_noes_under_another_spelling_of_consents_are_kept(string name)
    {
        var line = Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes("{\"id\":\"a\",\"" + name + "\":" + """{"marketing":{"automatic":{"email":{"status":false},"sms":{"status":true}}}}""" + "}"))));

        Assert.Equal((FlagValue.Inactive, FlagValue.Unset), (line.Document!.Record.Flags[Purposes.Marketing.Automatic.Email, ConsentFlag.Status], line.Document.Record.Flags[Purposes.Marketing.Automatic.Sms, ConsentFlag.Status]));
        Assert.Equal(ContactHubErrorCode.UnknownProperty, line.Error!.Code);
    }

    [Theory]
    [InlineData("""{"softSpam":{"email":{"status":"No","objection":"YES"}}}""")]
    [InlineData("""{"softSpam":{"email":{"status":"off","objection":"on"}}}""")]
    [InlineData("""{"softSpam":{"email":{"status":0,"objection":1}}}""")]
    public void A_flag_of_the_wrong_type_that_can_only_mean_no_is_one(string json)
    {
        var (document, error) = Partly(json);

        Assert.Equal((FlagValue.Inactive, FlagValue.Active), (document.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Status], document.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Objection]));
        Assert.Equal(ContactHubErrorCode.WrongType, error.Code);
    }

    [Theory]
    [InlineData("""{"softSpam":{"email":false}}""", "softSpam.email")]
    [InlineData("""{"marketing":{"automatic":false}}""", "marketing.automatic")]
    public void A_purpose_or_group_that_is_false_is_a_no(string json, string path)
    {
        var (document, error) = Partly(json);

        Assert.Equal((FlagValue.Inactive, ContactHubErrorCode.WrongType), (document.Record.Flags[PurposePath.Parse(path), ConsentFlag.Status], error.Code));
    }

    [Theory]
    [InlineData("4.7")]
    [InlineData("4e7")]
    [InlineData("-4")]
    [InlineData("4,\"id\":\"5\"")]
    public async Task What_can_be_spelled_in_two_ways_names_nobody(string id) =>
        Assert.Null(Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes("{\"id\":" + id + ""","consents":{"softSpam":{"email":{"objection":true}}}}""")))).Document);

    [Fact]
    public async Task Each_yes_left_out_is_told_and_no_value_is_quoted()
    {
        const string Json = """{"id":"secret","consents":{"disclaimer":{"date":"secret"},"profiling":{"online":{"status":true,"objection":false},"classic":{"status":false}}}}""";
        var line = Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes($"\n{Json}"))));

        Assert.Equal(
            [
                "line 2: $.consents.disclaimer.date is no date such as 2018-05-25T00:00:00Z or 2018-05-25 (INVALID_DATE)",
                "line 2: $.consents.profiling.online.status is left out: of a document with an error only the noes are kept (PARTLY_READ)",
                "line 2: $.consents.profiling.online.objection is left out: of a document with an error only the noes are kept (PARTLY_READ)",
            ],
            line.Errors.Select(e => e.ToString()));
        Assert.DoesNotContain("secret", line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_faults_are_enough()
    {
        var json = $$$"""{"id":"a","consents":{ {{{string.Concat(Enumerable.Range(0, 5000).Select(i => $"\"x{i}\":1,"))}}}"softSpam":{"email":{"objection":true}} } }""";
        var line = Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(json))));

        Assert.Equal(100, line.Errors.Length);
        Assert.Equal([Purposes.SoftSpam.Email], line.Document!.Record.Flags.Nodes);
    }

    [Fact]
    public async Task A_yes_that_was_left_out_is_taken_once_the_document_is_mended()
    {
        const string Json = """{"id":"C-1001","consents":{"disclaimer":{"date":"%"},"profiling":{"online":{"status":true},"classic":{"status":false}}}}""";
        var night = await Document(Json.Replace("%", "x", StringComparison.Ordinal), 0);
        var next = await Document(Json.Replace("%", "2018-05-25", StringComparison.Ordinal), 1);
        var contact = night.Applied().After(next);

        Assert.Equal(FlagValue.Active, contact[Purposes.Profiling.Online].Status);
        Assert.Equal(FlagValue.Inactive, contact[Purposes.Profiling.Classic].Status);

        static async Task<ConsentDocument> Document(string json, int days) => Assert.Single(await LinesOf(
            new MemoryStream(Encoding.UTF8.GetBytes(json)), export: new("contacthub", AsOf.Plus(TimeSpan.FromDays(days)), "customers.jsonl"))).Document!;
    }

    private static string Inside(params string[] members) => $$"""{"base":{},"id":"a","consents":{ {{string.Join(',', members)}},%NO% } }""";

    /// <summary>The bytes of a text; U+FFFF is one that UTF-8 does not have.</summary>
    private static byte[] Bytes(string json) => [.. json.SelectMany(c => c == '\uFFFF' ? [0xE9] : Encoding.UTF8.GetBytes([c]))];
}
