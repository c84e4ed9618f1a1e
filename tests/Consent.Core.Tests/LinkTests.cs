using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Two ids that are one person: since when, and what of one counts for the other.</summary>
public class LinkTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Actor s_clerk = Actor.Operator("clerk");
    private static readonly Actor s_client = Actor.ApiClient("crm");
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");

    /// <summary>Who links, with what reason, through which port; and whether what was permitted before counts from the date named.</summary>
    public static TheoryData<string, string?, ChangePort, bool> Datings => new()
    {
        { "operator", "duplicates of one customer", ChangePort.OneContact, true },
        { "manager", "duplicates of one customer", ChangePort.OneContact, true },
        { "operator", "duplicates of one customer", ChangePort.Bulk, false },
        { "manager", "duplicates of one customer", ChangePort.Bulk, false },
        { "client", "duplicates of one customer", ChangePort.OneContact, false },
        { "client", null, ChangePort.OneContact, false },
        { "client", null, ChangePort.Bulk, false },
    };

    [Theory]
    [MemberData(nameof(Datings))]
    public void A_link_dated_back_lets_an_earlier_yes_count_only_with_a_reason_of_somebody_who_may(string who, string? reason, ChangePort port, bool counts)
    {
        var by = Named(who);
        var given = new Given().Withdrew(5, s_email).Gave(10, s_email, Bea).Linked(20, dated: 1, by: by, because: reason, port: port);

        Assert.Equal(counts, given.MayContact(s_email).IsPermitted);
        Assert.Equal(counts, given.MayContact(s_email, contact: Bea).IsPermitted);
        Assert.All(given.Entries.Where(e => e.Type == AuditEntryType.Linked), entry =>
            Assert.Equal((Minute(1), Minute(counts ? 1 : 20)), (entry.Facts.LinkOccurredAt, entry.Facts.LinkPermissiveFrom)));
    }

    [Theory]
    [MemberData(nameof(Datings))]
    public void A_link_dated_back_lets_an_earlier_no_count_whoever_dates_it(string who, string? reason, ChangePort port, bool _)
    {
        var given = new Given().Gave(2, s_email, Bea).Withdrew(5, s_email).Linked(20, dated: 1, by: Named(who), because: reason, port: port);

        Assert.True(given.MayContact(s_email, contact: Bea).Failed.Contains(DecisionCode.ConsentWithdrawn));
        Assert.False(given.Gave(21, s_email).Linked(30, isLinked: false).MayContact(s_email, contact: Bea).IsPermitted);
    }

    [Fact]
    public void Duplicates_merged_with_a_reason_are_one_person_and_the_later_yes_answers_the_earlier_no()
    {
        var given = new Given().Withdrew(5, s_email).Gave(10, s_email, Bea).Linked(20, dated: 5, by: s_clerk, because: "duplicates");

        Assert.True(given.MayContact(s_email).IsPermitted);
        Assert.True(given.MayContact(s_email, contact: Bea).IsPermitted);
    }

    [Fact]
    public void When_merged_duplicates_are_taken_apart_no_strangers_yes_is_left()
    {
        var given = new Given().Withdrew(5, s_email).Gave(10, s_email, Bea).Linked(20, dated: 5, by: s_clerk, because: "duplicates").Linked(30, isLinked: false);

        Assert.False(given.MayContact(s_email).IsPermitted);
        Assert.DoesNotContain(given.Person[Ada].Flags, f => f.InForce.Origin.Contact == Bea);
        Assert.Empty(given.Person[Ada].Acceptances);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(9, false)]
    public void A_no_counts_for_the_other_from_the_very_instant_of_the_link(int no, bool counts)
    {
        var given = new Given().Gave(1, s_email, Bea).Objected(no, s_email).Linked(10);

        Assert.Equal(counts, given.Person[Bea][s_email].Objection == FlagValue.Active);
        Assert.Equal(counts, given.Linked(20, isLinked: false).Person[Bea][s_email].Objection == FlagValue.Active);
    }

    [Fact]
    public void A_yes_on_record_from_a_clock_ahead_was_said_before_the_link() =>
        Assert.Equal(FlagValue.Inactive, new Given().Withdrew(1, s_email, Bea).Gave(11, s_email).Linked(10).Person[Bea][s_email].Status);

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(9, false)]
    public void A_yes_counts_for_the_other_strictly_after_the_link_only(int yes, bool counts)
    {
        var given = new Given().Linked(10).Gave(yes, s_email);

        Assert.Equal(counts, given.Person[Bea][s_email].Status == FlagValue.Active);
        Assert.Equal(counts, !given.Person[Bea].Acceptances.IsEmpty);
        Assert.Equal(FlagValue.Unset, given.Linked(20, isLinked: false).Person[Bea][s_email].Status);
    }

    [Theory]
    [InlineData("client", null)]
    [InlineData("operator", "wrong customer")]
    [InlineData("manager", "wrong customer")]
    public void An_undoing_dated_back_takes_no_no_away(string who, string? reason)
    {
        var given = new Given().Gave(1, s_email, Bea).Linked(3).Withdrew(10, s_email).Linked(20, isLinked: false, dated: 5, by: Named(who), because: reason);

        Assert.Equal([Bea], given.Person.LinkedWith(Bea));
        Assert.False(given.MayContact(s_email, contact: Bea).IsPermitted);
        Assert.Equal(FlagValue.Active, given.Objected(25, s_email).Gave(30, s_email, Bea).Person[Bea][s_email].Status);
    }

    [Fact]
    public void A_no_said_over_a_chain_of_links_outlives_their_undoing()
    {
        var given = new Given().Linked(2, isLinked: false, one: Bea, other: Cleo).Gave(2, s_email, Cleo).Linked(3, one: Bea, other: Ada).Linked(4, one: Ada, other: Cleo)
            .Withdrew(10, s_email, Bea).Linked(20, isLinked: false, one: Bea, other: Ada).Linked(21, isLinked: false, one: Ada, other: Cleo);

        Assert.Equal([Cleo], given.Person.LinkedWith(Cleo));
        Assert.False(given.MayContact(s_email, contact: Cleo).IsPermitted);
    }

    [Fact]
    public void A_date_ahead_of_our_clock_is_now()
    {
        var given = new Given().Linked(10, dated: 500, by: s_clerk, because: "duplicates");

        Assert.All(given.Entries, entry => Assert.Equal((Minute(10), Minute(10)), (entry.Facts.LinkOccurredAt, entry.Facts.LinkPermissiveFrom)));
    }

    [Fact]
    public void The_fold_of_the_past_cuts_a_link_by_the_date_from_which_it_held()
    {
        var given = new Given().Objected(5, s_email).Linked(20, dated: 5, by: s_client);
        var asItWas = PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries, Minute(6));
        var before = PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries, Minute(4));

        Assert.Equal(FlagValue.Active, asItWas[Bea][s_email].Objection);
        Assert.Equal([Bea], before.LinkedWith(Bea));
    }

    private static Actor Named(string who) => who switch
    {
        "operator" => s_clerk,
        "manager" => s_manager,
        _ => s_client,
    };
}
