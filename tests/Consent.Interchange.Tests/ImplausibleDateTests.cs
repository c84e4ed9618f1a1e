using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

/// <summary>Dates that no consent can have, as programs make them of other epochs and units: no yes rests on one, and no no is lost to one.</summary>
public sealed class ImplausibleDateTests
{
    private static readonly string[] s_dates =
        ["1601-01-01T00:00:00Z", "1601-01-01", "1899-12-30T00:00:00Z", "1899-12-30", "1900-01-01T00:00:00Z", "1970-01-01T00:25:27.206400Z", "1970-01-18T16:13:26.400Z", "1970-01-02", "1994-12-31T23:59:59Z"];

    public static TheoryData<string> Dates => [.. s_dates];

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_yes_of_such_a_date_is_refused_and_the_no_beside_it_counts(string date)
    {
        var contact = Consents(
            $$$$"""{"disclaimer":{"date":"{{{{date}}}}","version":"v1"},"profiling":{"online":{"status":true},"classic":{"status":false}},"softSpam":{"email":{"objection":true}}}""").Applied();

        Assert.Equal(FlagValue.Unset, contact[Purposes.Profiling.Online].Status);
        Assert.Equal(AsOf, contact.Find(Purposes.Profiling.Classic, ConsentFlag.Status)!.Value.InForce.OccurredAt);
        Assert.Equal(FlagValue.Active, contact[Purposes.SoftSpam.Email].Objection);
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void One_consents_own_date_costs_the_others_nothing(string date)
    {
        var contact = Consents(
            $$$$"""{"disclaimer":{"date":"2018-05-25","version":"v1"},"profiling":{"online":{"status":true,"disclaimer":{"date":"{{{{date}}}}"}},"classic":{"status":true}}}""").Applied();

        Assert.Equal((FlagValue.Unset, FlagValue.Active), (contact[Purposes.Profiling.Online].Status, contact[Purposes.Profiling.Classic].Status));
    }

    [Theory]
    [InlineData("1601-01-01T00:00:00.000000Z")]
    [InlineData("1970-01-18T16:13:26.400000Z")]
    [InlineData("2999-01-01T00:00:00.000000Z")]
    public void A_no_of_a_document_of_such_a_date_is_said_now(string asOf)
    {
        var document = Consents("""{"profiling":{"online":{"status":true},"classic":{"status":false}}}""", export: new("contacthub", Instant(asOf)));
        var contact = ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance);
        foreach (var change in document.Against(contact))
        {
            contact = contact.Apply(change, new(), new(AsOf, Actor.ApiClient("import"), ChangePort.Bulk, Guid.NewGuid())).After[Ada];
        }

        Assert.Equal(FlagValue.Unset, contact[Purposes.Profiling.Online].Status);
        Assert.Equal(AsOf, contact.Find(Purposes.Profiling.Classic, ConsentFlag.Status)!.Value.InForce.OccurredAt);
    }
}
