using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class MergingTests
{
    [Fact]
    public void A_merge_sets_the_one_flag_it_names_and_leaves_the_rest()
    {
        Assert.True(ContactHubFormat.Predefined.TryReadCustomer(Sample("complete.json"), Export, out var complete, out _));
        Assert.True(ContactHubFormat.Predefined.TryReadCustomer(Sample("merge.json"), Later(1), out var merge, out _));
        var before = complete.Applied();

        var change = Assert.Single(merge.Against(before));

        var statement = Assert.Single(change.Statements);
        Assert.Equal((Purposes.SoftSpam.Email, ConsentFlag.Objection, true), (statement.Node, statement.Flag, statement.IsActive));
        var after = before.After(merge);
        Assert.Equal(FlagValue.Active, after[Purposes.SoftSpam.Email].Objection);
        Assert.Equal(
            after.Written(),
            before.Written().Replace("""{"email":{"status":true,"limitation":false,"objection":false}}""", """{"email":{"status":true,"limitation":false,"objection":true}}""", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"disclaimer":{"date":"2018-05-25T00:00:00Z","version":"v1"},"profiling":{"online":{"status":true,"limitation":false,"objection":false}}}""")]
    [InlineData("""{"disclaimer":{"version":"v1"},"profiling":{"online":{"status":true}}}""")]
    [InlineData("""{"disclaimer":{"date":"2018-05-25T00:00:00Z"}}""")]
    [InlineData("""{"profiling":{"online":{"status":false,"objection":true}}}""")]
    public void The_same_document_again_changes_nothing_whatever_its_date(string json)
    {
        var once = Consents(json).Applied();

        Assert.Equal(1, once.Revision.Number);
        Assert.Empty(Consents(json).Against(once));
        Assert.Empty(Consents(json, export: Later(1)).Against(once));
        Assert.Empty(Consents(json, export: Later(1000)).Against(once));
    }

    [Fact]
    public void A_consent_is_dated_by_the_disclaimer_and_a_no_by_the_document()
    {
        var contact = Consents("""{"disclaimer":{"date":"2018-05-25T00:00:00Z"},"profiling":{"online":{"status":true},"classic":{"status":false}}}""").Applied();

        Assert.Equal(Instant("2018-05-25T00:00:00.000000Z"), contact.Find(Purposes.Profiling.Online, ConsentFlag.Status)!.Value.InForce.OccurredAt);
        Assert.Equal(AsOf, contact.Find(Purposes.Profiling.Classic, ConsentFlag.Status)!.Value.InForce.OccurredAt);
        Assert.Equal("unversioned", contact.Acceptances[0].Version);
    }

    [Fact]
    public void A_disclaimer_with_only_a_version_is_accepted_at_the_documents_date_once()
    {
        var once = Consents("""{"disclaimer":{"version":"v1"}}""").Applied();
        var twice = once.After(Consents("""{"disclaimer":{"version":"v1"},"profiling":{"online":{"objection":true}}}""", export: Later(1)));

        Assert.Equal([new NoticeAcceptance("v1", AsOf)], once.Acceptances);
        Assert.Equal(once.Acceptances, twice.Acceptances);
        Assert.Equal("""{"disclaimer":{"date":"2024-06-01T00:00:00.000Z","version":"v1"},"profiling":{"online":{"objection":true}}}""", twice.Written());
    }

    [Fact]
    public void A_stale_nightly_no_does_not_take_back_a_yes_given_since()
    {
        const string Json = """{"profiling":{"online":{"status":false}}}""";
        var contact = Consents(Json).Applied();
        var give = ConsentChange.For(Ada).WithId(ChangeId.From("give"))
            .Give(Purposes.Profiling.Online, AsOf.Plus(TimeSpan.FromDays(2)), Evidence.WebForm("https://shop.example/profile"));
        contact = contact.Apply(give, new(), new(AsOf.Plus(TimeSpan.FromDays(2)), Actor.ApiClient("shop"), ChangePort.OneContact, Guid.Empty)).After[Ada];

        Assert.Empty(Consents(Json, export: Later(3)).Against(contact));
        Assert.Equal("""{"profiling":{"online":{"status":true,"disclaimer":{"date":"2024-06-03T00:00:00.000Z"}}}}""", contact.Written());
    }

    private static ContactHubExport Later(int days) => new("contacthub", AsOf.Plus(TimeSpan.FromDays(days)), $"night-{days}.jsonl");
}
