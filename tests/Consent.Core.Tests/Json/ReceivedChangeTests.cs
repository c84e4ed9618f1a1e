using System.Text;
using System.Text.Json;
using Consent.Testing;

namespace Consent.Core.Tests.Json;

public class ReceivedChangeTests
{
    private const string No = """{"say":"object","node":"marketing"}""";
    private const string Yes = """{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T00:05:00Z","evidence":{"actedBy":"person","method":"web form","reference":"form"}}""";
    private static readonly Statement s_no = Statement.Protective(Purposes.Marketing.Group, ConsentFlag.Objection);

    [Theory]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{"say":"give","node":"marketing.automatic.email"}]}""", "$.statements[1].at")]
    [InlineData($$"""{"contact":"a","statements":[{"say":"give","node":"no path","at":"2026-01-01T00:05:00Z"},{{No}}]}""", "$.statements[0].node")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{"say":"liftRestriction","node":"all","at":"2026-01-01T00:05:00Z","notice":"v1"}]}""", "$.statements[1].notice")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{"say":"give","node":"all","at":"2026-01-01","from":"2027-01-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}]}""", "$.statements[1].until")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{{Yes}}],"acceptance":{"version":" ","acceptedAt":"2026-01-01T00:00:00Z"} }""", "$.acceptance.version")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{{Yes}}],"colour":"red"}""", "$")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{{Yes}}],"contact":"a"}""", "$.contact")]
    [InlineData($$"""{"format":"2.0","contact":"a","statements":[{{No}},{{Yes}}]}""", "$.format")]
    [InlineData($$"""{"contact":"a","statements":{{No}} }""", "$.statements")]
    [InlineData($$"""{"contact":"a","statements":[{"say":"Object","node":"marketing"}]}""", "$.statements[0].say")]
    [InlineData($$"""{"contact":"a","statements":[{{No}}],"source":"fax","statements":[]}""", "$.source")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},],}""", "$")]
    [InlineData($$"""{"contact":"a",/* as asked */"statements":[{{No}}]}""", "$")]
    [InlineData($$"""{"contact":"a","statements":[{{No}},{"say":"give""", "$")]
    public void A_no_is_taken_out_of_a_document_with_flaws_and_they_are_told_with_their_place(string json, string path)
    {
        var received = Read(json);
        Assert.Equal([s_no], received.Change.Statements);
        Assert.Equal(path, received.Flaws[0].Path);
        Assert.False(received.IsWhole);
        Assert.Null(received.Change.Acceptance);
        Assert.Throws<JsonException>(() => Options.Read<ConsentChange>(json));
    }

    [Fact]
    public void A_no_needs_nothing_but_what_is_said_and_of_what()
    {
        var received = Read("""{"contact":"a","statements":[{"say":"withdraw","node":"marketing.automatic.email","at":"yesterday","until":7,"evidence":{"method":"letter","reference":[]}},{"say":"restrict","node":"all","until":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z"}]}""");
        Assert.Equal(Statement.Protective(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, null, new Evidence { Method = "letter" }), received.Change.Statements[0]);
        Assert.Equal(Statement.Protective(PurposePath.All, ConsentFlag.Restriction), received.Change.Statements[1]);
        Assert.Equal(["$.statements[0].at", "$.statements[0].evidence.reference", "$.statements[0].until", "$.statements[1].until"], received.Flaws.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_no_of_a_path_that_is_none_is_kept_under_a_name_that_stands_for_it() =>
        Assert.Equal(PurposePath.ForText("e-mail, please"), Assert.Single(Read("""{"contact":"a","statements":[{"say":"withdraw","node":"e-mail, please"}]}""").Change.Statements).Node);

    [Fact]
    public void One_that_says_two_things_is_taken_for_all_that_protects() =>
        Assert.Equal(
            [Statement.Protective(PurposePath.All, ConsentFlag.Objection), Statement.Protective(Purposes.Marketing.Group, ConsentFlag.Objection)],
            Read("""{"contact":"a","statements":[{"say":"give","say":"object","node":"all","node":"marketing"}]}""").Change.Statements);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData($$"""{"statements":[{{No}}]}""")]
    [InlineData($$"""{"contact":"","statements":[{{No}}]}""")]
    [InlineData($$"""{"contact":"a","statements":[{{No}}],"contact":"b"}""")]
    [InlineData($$"""{"contact":"consent-closed-id:0000000000000000000000000000000000000000000000000000000000000000","statements":[{{No}}]}""")]
    [InlineData($$"""{"contact":"a","statements":[{{Yes}}],"colour":"red"}""")]
    [InlineData("""{"contact":"a","statements":[{"say":"forget","node":"all"}]}""")]
    public void Where_nobody_is_named_or_nothing_protective_said_there_is_nothing_to_record(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void A_greater_minor_version_may_say_more()
    {
        var received = Read($$"""{"format":"1.4","contact":"a","mood":{"x":1},"statements":[{{No}}]}""");
        Assert.True(received.IsWhole);
        Assert.Equal([s_no], received.Change.Statements);
    }

    [Fact]
    public void A_mended_document_is_recorded_under_the_id_of_the_one_with_flaws()
    {
        const string Template = """{"contact":"a","id":"7","source":"api","statements":[$NO,$YES]}""";
        var flawed = Read(Template.Replace("$NO", No, StringComparison.Ordinal).Replace("$YES", Yes.Replace("give", "gift", StringComparison.Ordinal), StringComparison.Ordinal));
        var mended = Read(Template.Replace("$NO", No, StringComparison.Ordinal).Replace("$YES", Yes, StringComparison.Ordinal));
        Assert.Equal("7+noes", flawed.Change.Id!.Value.Value);

        var (rules, recording) = (new ConsentRules(), new Recording(TimeGen.Minute(9), Actor.ApiClient("x"), ChangePort.OneContact, Guid.Empty));
        var first = ContactConsents.Empty(ContactId.From("a"), rules.Taxonomy).Apply(flawed.Change, rules, recording);
        var second = first.After.Apply(mended.Change, rules, recording, [first.Entry!]);

        Assert.Equal(ChangeOutcome.Recorded, second.Result.Outcome);
        Assert.Equal([StatementResult.Unchanged, StatementResult.InForce], second.Result.Statements.Select(s => s.Result));
    }

    [Fact]
    public void So_many_flaws_as_help_are_told_and_all_count()
    {
        var received = Read($$"""{"contact":"a",{{string.Join(",", Enumerable.Range(0, 5000).Select(i => $"\"x{i}\":1"))}},"statements":[{{No}}]}""");
        Assert.Equal(100, received.Flaws.Length);
        Assert.Equal([s_no], received.Change.Statements);
    }

    [Fact]
    public void Bytes_before_the_document_that_say_how_it_is_encoded_are_no_flaw() =>
        Assert.True(ReceivedChange.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"contact":"a","statements":[{{No}}]}""")]).IsWhole);

    private static ReceivedChange Read(string json) => ReceivedChange.Read(Encoding.UTF8.GetBytes(json));
}
