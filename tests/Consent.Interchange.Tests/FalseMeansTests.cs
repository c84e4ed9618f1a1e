using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>What a source means by <c>status: false</c>, for every kind of reading.</summary>
public sealed class FalseMeansTests
{
    private const string No = """{"id":"C-1001","consents":{"profiling":{"online":{"status":false},"classic":{"objection":true,"limitation":true}}}}""";

    [Theory]
    [InlineData(FalseMeans.No, false, FlagValue.Inactive)]
    [InlineData(FalseMeans.No, true, FlagValue.Inactive)]
    [InlineData(FalseMeans.NotAsked, false, FlagValue.Active)]
    [InlineData(FalseMeans.NotAsked, true, FlagValue.Active)]
    public async Task Where_false_is_not_asked_the_persons_own_yes_stands_and_other_noes_count(FalseMeans meaning, bool isFaulty, FlagValue status)
    {
        var give = ConsentChange.For(Ada).WithId(ChangeId.From("give")).Give(Purposes.Profiling.Online, AsOf.Plus(TimeSpan.FromDays(-2)), Evidence.WebForm("https://shop.example/profile"));
        var contact = ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance)
            .Apply(give, new(), new(AsOf.Plus(TimeSpan.FromDays(-2)), Actor.ApiClient("shop"), ChangePort.OneContact, Guid.Empty)).After[Ada];
        contact = contact.After(await Read(isFaulty ? No.Replace("\"online\":", "\"fax\":1,\"online\":", StringComparison.Ordinal) : No, meaning, 0));

        Assert.Equal(status, contact[Purposes.Profiling.Online].Status);
        Assert.Equal((FlagValue.Active, FlagValue.Active), (contact[Purposes.Profiling.Classic].Objection, contact[Purposes.Profiling.Classic].Restriction));
    }

    [Fact]
    public async Task After_a_yes_of_the_same_source_false_is_always_a_withdrawal()
    {
        var yes = await Read(No.Replace("false", "true", StringComparison.Ordinal), FalseMeans.NotAsked, 0);
        var contact = yes.Applied().After(await Read(No, FalseMeans.NotAsked, 1));

        Assert.Equal(FlagValue.Inactive, contact[Purposes.Profiling.Online].Status);
    }

    [Fact]
    public void There_are_two_meanings() => Assert.Throws<ArgumentOutOfRangeException>(() => new ContactHubExport("s", AsOf) { FalseMeans = (FalseMeans)2 });

    private static async Task<ConsentDocument> Read(string json, FalseMeans meaning, int days) => Assert.Single(await LinesOf(
        new MemoryStream(Encoding.UTF8.GetBytes(json)), export: new("contacthub", AsOf.Plus(TimeSpan.FromDays(days)), "customers.jsonl") { FalseMeans = meaning })).Document!;
}
