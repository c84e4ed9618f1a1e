using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>Subscriptions beside the consents are told where they contradict; the consents are taken as they stand.</summary>
public sealed class SubscriptionTests
{
    private const string Ended = """{"id":"news","kind":"DIGITAL_MESSAGE","subscribed":false,"preferences":[{"key":"subscribed","value":"true"}]}""";
    private const string GoesOn = """{"subscribed":true,"name":"news"}""";

    [Theory]
    [InlineData(Ended, """{"marketing":{"automatic":{"email":{"status":true}}}}""", "has one that is ended, where a consent beside it is true")]
    [InlineData(Ended, """{"softSpam":{"email":{"status":true}},"profiling":{"online":{"status":false}}}""", "has one that is ended, where a consent beside it is true")]
    [InlineData($"{GoesOn},{Ended}", """{"marketing":{"automatic":{"email":{"status":true}}}}""", "has one that is ended, where a consent beside it is true")]
    [InlineData(GoesOn, """{"marketing":{"automatic":{"email":{"status":false}}}}""", "has one that goes on, where the consents beside it say no")]
    [InlineData(GoesOn, """{"marketing":{"automatic":{"email":{"status":true,"objection":true}}}}""", "has one that goes on, where the consents beside it say no")]
    public async Task A_contradiction_is_told_and_nothing_is_left_out(string subscriptions, string consents, string reason)
    {
        var line = await Line(subscriptions, consents);

        var warning = Assert.Single(line.Warnings);
        Assert.Equal((ContactHubErrorCode.SubscriptionContradicts, "$.base.subscriptions", reason, 3L), (warning.Code, warning.Path, warning.Reason, warning.Line));
        Assert.Empty(line.Errors);
        Assert.Equal(Consents(consents).Record.Flags, line.Document!.Record.Flags);
    }

    [Theory]
    [InlineData("", """{"marketing":{"automatic":{"email":{"status":true}}}}""")]
    [InlineData(GoesOn, """{"marketing":{"automatic":{"email":{"status":true},"sms":{"status":false}}}}""")]
    [InlineData(Ended, """{"marketing":{"automatic":{"email":{"status":false}}}}""")]
    [InlineData(Ended, """{"marketing":{"automatic":{"email":{"status":true,"objection":true}}}}""")]
    [InlineData(Ended, """{"profiling":{"online":{"status":true}}}""")]
    [InlineData(Ended, "null")]
    [InlineData(GoesOn, "{}")]
    [InlineData("""{"kind":"SERVICE","subscribed":false},{"subscribed":false,"kind":"OTHER"}""", """{"marketing":{"automatic":{"email":{"status":true}}}}""")]
    [InlineData("""{"subscribed":null},{"subscribed":"false"},[],7,null""", """{"marketing":{"automatic":{"email":{"status":true}}}}""")]
    public async Task What_agrees_is_not_told(string subscriptions, string consents) => Assert.Empty((await Line(subscriptions, consents)).Warnings);

    private static async Task<ContactHubLine> Line(string subscriptions, string consents)
    {
        var json = $$$"""{"id":"C-1001",{{{"\n"}}}"consents":{{{consents}}},"base":{"firstName":"Ada",{{{"\r"}}}"subscriptions":[{{{subscriptions}}}]}}""";
        return Assert.Single(await LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(json))));
    }
}
