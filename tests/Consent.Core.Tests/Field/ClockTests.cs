using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Field;

/// <summary>Hosts whose clocks disagree by minutes: no no is lost to a date that has not come yet.</summary>
public class ClockTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void A_no_of_this_moment_is_not_outdated_by_a_yes_that_a_clock_ahead_stamped(int before)
    {
        var given = new Given().Gave(20, s_email).At(10, Change().Withdraw(s_email, Minute(10 + before)));

        Assert.False(given.MayContact(s_email).IsPermitted);
        Assert.Equal((StatementResult.InForce, Minute(20)), (given.Last.Statements[0].Result, given.Last.Statements[0].OccurredAt));
        Assert.Equal(Minute(10 + before), given.Entries[^1].Evidence!.Statements[0].Claimed!.Value.Earliest);
    }

    [Fact]
    public void A_no_of_long_ago_is_dated_as_it_says() =>
        Assert.True(new Given().Gave(20, s_email).At(10, Change().Withdraw(s_email, Minute(2))).MayContact(s_email).IsPermitted);

    [Fact]
    public void A_dated_no_that_was_lifted_over_a_clock_ahead_is_without_effect_when_it_comes_again()
    {
        var no = Change().WithId(ChangeId.From("no")).Withdraw(s_email, Minute(10));
        var given = new Given().Gave(20, s_email).At(10, no).Gave(30, s_email).At(40, no);

        Assert.Equal(ChangeOutcome.Repeated, given.Last.Outcome);
        Assert.True(given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_no_said_after_a_link_that_a_clock_ahead_stamped_counts_for_both_also_when_the_link_is_undone()
    {
        var given = new Given().Gave(1, s_email, Bea).Linked(20).At(10, Change().Withdraw(s_email));
        Assert.False(given.MayContact(s_email, contact: Bea).IsPermitted);

        Assert.False(given.Linked(50, isLinked: false).MayContact(s_email, contact: Bea).IsPermitted);
    }

    [Fact]
    public void A_no_lifted_over_a_clock_ahead_outlives_a_link_that_is_undone_before_that_date()
    {
        var given = new Given().Linked(1).Gave(20, s_email, Bea).At(10, Change().Withdraw(s_email));
        Assert.False(given.MayContact(s_email, contact: Bea).IsPermitted);

        Assert.False(given.Linked(12, isLinked: false).MayContact(s_email, contact: Bea).IsPermitted);
    }

    [Fact]
    public void A_yes_dated_ahead_loses_to_a_no_that_a_clock_further_ahead_stamped_whatever_was_said_before()
    {
        var given = new Given().At(12, Change().Withdraw(s_email)).At(8, Change().Withdraw(s_email, Minute(8)))
            .At(10, Change().Give(s_email, Minute(13), Evidence.WebForm("https://shop.example/")));

        Assert.Equal(Minute(10), given.Last.Statements[0].OccurredAt);
        Assert.False(given.MayContact(s_email).IsPermitted);
    }
}
