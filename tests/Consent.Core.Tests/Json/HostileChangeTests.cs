using System.Text;
using System.Text.Json;

namespace Consent.Core.Tests.Json;

/// <summary>Shapes in which an attacker, or a careless sender, hid a no or lent it the end of a yes.</summary>
public class HostileChangeTests
{
    private const string No = """{"say":"object","node":"marketing"}""";
    private const string No2 = """{"say":"withdraw","node":"marketing.automatic.email"}""";

    [Theory]
    [InlineData("\"\\ud800 no mail\"")]
    [InlineData("\"Werbung f\u00fcr mich\\n\\u00e4 \\\\ud800\"")]
    [InlineData("\" \"")]
    [InlineData("\"\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_no_whose_node_is_not_well_formed_is_recorded_beside_another(string node)
    {
        // As Latin-1, which is no UTF-8.
        var json = Encoding.Latin1.GetBytes($$"""{"contact":"a","statements":[{{No}},{"say":"withdraw","node":{{node}}}]}""");
        var noes = ReceivedChange.Read(json).Change.Statements;
        Assert.Equal([ConsentFlag.Objection, ConsentFlag.Status], noes.Select(no => no.Flag));
        Assert.StartsWith("unknown.x", noes[1].Node.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_for_a_node_stands_in_the_evidence_with_replacements()
    {
        var json = Encoding.Latin1.GetBytes("""{"contact":"a","statements":[{"say":"withdraw","node":"f\u00fcr \\\ud800\u0022"},{"say":"withdraw","node":"f""" + "\u00fc" + """r"}]}""");
        Assert.Equal(["f\u00fcr \\\uFFFD\"", "f\uFFFDr"], ReceivedChange.Read(json).Change.Statements.Select(no => no.Evidence.Details["path"]));
    }

    [Theory]
    [InlineData("""{"contact":"a","statements":{"0":$NO,"1":$NO2}}""")]
    [InlineData("""{"contact":"a","statements":[[$NO],$NO2]}""")]
    [InlineData("""{"contact":"a","statements":[$NO,{"say":"withdraw","node":["marketing.automatic.email"]}]}""")]
    [InlineData("""{"contact":"a","statements":[$NO,{"say":["withdraw"],"node":"marketing.automatic.email"}]}""")]
    [InlineData("""{"contact":"a","statements":[$NO,{"Say":"withdraw","Node":"marketing.automatic.email"}]}""")]
    [InlineData("""{"contact":"a","statements":[$NO],"Statements":[$NO2]}""")]
    [InlineData("""{"Contact":"a","Statements":[$NO,$NO2]}""")]
    [InlineData("""{"contact":"a","statements":[$NO,{"say":"give","node":"marketing","also":$NO2}]}""")]
    public void A_no_in_another_shape_is_read(string json)
    {
        var received = ReceivedChange.Read(Bytes(json));
        Assert.False(received.IsWhole);
        Assert.Equal(["marketing Objection Active", "marketing.automatic.email Status Inactive"], received.Change.Statements.Select(no => no.ToString()));
    }

    [Theory]
    [InlineData("""{"format":"1.1","contact":"a","Statements":[$NO]}""")]
    [InlineData("""{"format":"1.1","contact":"a","statement":$NO}""")]
    [InlineData("""{"format":"1.1","contact":"a","statements":null,"changes":[$NO]}""")]
    [InlineData("""{"format":"1.1","contact":"a","later":{"by":[{"all":$NO}]},"statements":[$YES]}""")]
    [InlineData("""{"format":"1.1","contact":"a","Statements":[$NO],"statements":[$YES]}""")]
    [InlineData("""{"format":"1.1","contact":"a","statements":[{"say":"give","node":"marketing","at":"2026-01-01T00:00:00Z","unless":$NO}]}""")]
    public void A_no_under_another_name_in_a_later_version_is_not_passed_over_in_silence(string json)
    {
        var received = ReceivedChange.Read(Bytes(json));
        Assert.False(received.IsWhole);
        Assert.Equal("marketing Objection Active", Assert.Single(received.Change.Statements).ToString());
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConsentChange>(Bytes(json)));
    }

    [Theory]
    [InlineData("""{"format":"1.1","contact":"a"}""")]
    [InlineData("""{"format":"1.1","contact":"a","refusals":["marketing"]}""")]
    [InlineData("""{"format":"1.1","contact":"a","Say":"withdraw"}""")]
    public void A_later_version_of_which_nothing_is_known_is_not_whole(string json) => Assert.Throws<JsonException>(() => ReceivedChange.Read(Bytes(json)));

    [Fact]
    public void What_a_later_version_adds_besides_is_passed_over() =>
        Assert.True(ReceivedChange.Read(Bytes("""{"format":"1.1","contact":"a","later":{"say":"give","node":"marketing"},"statements":[$YES]}""")).IsWhole);

    [Theory]
    [InlineData("""{"say":"give","say":"object","node":"marketing",""")]
    [InlineData("""{"say":["give","object"],"node":"marketing",""")]
    [InlineData("""{"say":"object","node":"marketing","node":"marketing",""")]
    public void The_end_of_a_yes_does_not_end_a_no(string said)
    {
        var received = ReceivedChange.Read(Bytes($$"""{"contact":"a","statements":[{{said}}"at":"2025-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z","evidence":{"actedBy":"person","method":"web form"} }]}"""));
        var no = Assert.Single(received.Change.Statements);
        Assert.Null(no.Until);
        Assert.Null(no.OccurredAt);
    }

    [Theory]
    [InlineData("permit", "false", "CONSENT")]
    [InlineData("permit", "false", "OBJECTED")]
    [InlineData("permit", "true", "OBJECTED")]
    [InlineData("permit", "null", "NO_BASIS")]
    [InlineData("deny", "true", "OBJECTED")]
    [InlineData("deny", "false", "CONSENT")]
    public void A_decision_that_contradicts_itself_is_refused(string outcome, string permitted, string code) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConsentDecision>($$"""{"outcome":"{{outcome}}","isPermitted":{{permitted}},"code":"{{code}}"}"""));

    [Fact]
    public void Cut_is_bounded_to_texts_that_there_are()
    {
        var digest = new string('0', 64);
        var cut = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"\"{new string('n', 500)}{i}\":\"{digest}\""));
        var received = ReceivedChange.Read(Bytes($$"""{"contact":"a","statements":[{"say":"object","node":"marketing","evidence":{"cut":{"ground":"{{digest}}",{{cut}} } } }]}"""));
        Assert.False(received.IsWhole);
        Assert.Empty(received.Change.Statements[0].Evidence.CutTexts);

        var set = Evidence.None.CutTexts.Add("ground", Sha256Digest.OfText("a")).Add("nothing", Sha256Digest.OfText("b"));
        Assert.Equal(["ground"], (Evidence.None with { CutTexts = set }).CutTexts.Keys);
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json
        .Replace("$NO2", No2, StringComparison.Ordinal).Replace("$NO", No, StringComparison.Ordinal)
        .Replace("$YES", """{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T00:05:00Z","evidence":{"actedBy":"person","method":"web form","reference":"form"}}""", StringComparison.Ordinal));
}
