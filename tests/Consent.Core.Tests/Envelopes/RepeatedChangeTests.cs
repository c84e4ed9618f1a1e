using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Envelopes;

/// <summary>The same change sent again: what was refused is not remembered, and an undated no is a no of when it comes.</summary>
public class RepeatedChangeTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_classic = Purposes.Profiling.Classic;
    private static readonly ChangeId s_id = ChangeId.From("form-1");

    [Theory]
    [InlineData("marketing.automatic.email")]
    [InlineData("marketing")]
    [InlineData("all")]
    public void The_same_unsubscribe_link_clicked_after_a_new_subscription_counts(string node)
    {
        var link = Change().WithId(s_id).Withdraw(node).Object(node);
        var given = new Given().Gave(1, s_email).At(2, link);
        given.At(3, Change().AcceptNotice("v1", Minute(3)).Give(s_email, Minute(3), Form).RetractObjection(PurposePath.Parse(node), Minute(3), Form));
        Assert.True(given.MayContact(s_email).IsPermitted);

        given.At(4, link);
        Assert.Equal((ChangeOutcome.Recorded, ChangeCode.RepeatedChange), (given.Last.Outcome, given.Last.Code));
        Assert.Equal(1, given.Last.RecordedAs!.Index);
        Assert.Matches("^form-1\\+[0-9a-f]{16}$", given.Last.Change.Value);
        Assert.False(given.MayContact(s_email).IsPermitted);
        Assert.Equal(Minute(4), given.Contact.Find(PurposePath.Parse(node), ConsentFlag.Status)!.Value.InForce.OccurredAt);

        var size = given.Entries.Count;
        given.At(5, link);
        Assert.Equal((ChangeOutcome.Repeated, size), (given.Last.Outcome, given.Entries.Count));
    }

    [Fact]
    public void A_retry_of_words_dated_by_an_instant_is_without_effect()
    {
        var dated = Change().WithId(s_id).Withdraw(s_email, Minute(2));
        var given = new Given().Gave(1, s_email).At(2, dated).Gave(3, s_email).At(4, dated);
        Assert.Equal((ChangeOutcome.Repeated, 3), (given.Last.Outcome, given.Entries.Count));
        Assert.True(given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_no_dated_ahead_was_said_now_and_is_said_now_again()
    {
        var ahead = Change().WithId(s_id).Withdraw(s_email, Minute(500_000));
        var given = new Given().Gave(1, s_email).At(2, ahead).Gave(3, s_email).At(4, ahead);
        Assert.Equal(ChangeOutcome.Recorded, given.Last.Outcome);
        Assert.False(given.MayContact(s_email).IsPermitted);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(14, false)]
    public void A_no_dated_ahead_and_lifted_over_a_fast_clock_is_said_now_again_until_its_date_has_come(int clock, bool counts)
    {
        var ahead = Change().WithId(s_id).Withdraw(s_email, Minute(10));
        var given = new Given().Gave(12, s_email).At(5, ahead);
        Assert.Equal(Minute(12), given.Contact.Find(s_email, ConsentFlag.Status)!.Value.InForce.OccurredAt);

        given.Gave(13, s_email).At(clock, ahead);
        Assert.Equal(counts ? ChangeOutcome.Recorded : ChangeOutcome.Repeated, given.Last.Outcome);
        Assert.Equal(!counts, given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_yes_that_was_refused_is_tried_anew_and_then_on_record()
    {
        var change = Change().WithId(s_id).Object(s_classic, Minute(1)).Give(s_email, Minute(8), Form);
        var given = new Given().At(1, change);
        Assert.True(given.Last.Has(ChangeCode.OccurredInFuture));

        given.At(2, change);
        Assert.Equal((ChangeOutcome.Repeated, 1, true), (given.Last.Outcome, given.Entries.Count, given.Last.Has(ChangeCode.OccurredInFuture)));

        given.At(9, change);
        Assert.Equal((ChangeOutcome.Recorded, StatementResult.InForce), (given.Last.Outcome, Assert.Single(given.Last.Statements).Result));
        Assert.Equal(change.ContentDigest(), given.Entries[1].Evidence!.ContentDigest);

        given.Withdrew(10, s_email).At(11, change);
        Assert.Equal((ChangeOutcome.Repeated, 3), (given.Last.Outcome, given.Entries.Count));
        Assert.Equal(FlagValue.Inactive, given.Contact[s_email].Status);
    }

    [Fact]
    public void A_no_in_force_is_not_said_again_for_a_yes_beside_it_that_is_refused_again()
    {
        var change = Change().WithId(s_id).Object(s_email).RetractObjection(s_email, Minute(8), Form);
        var given = new Given().At(1, change).At(2, change);
        Assert.Equal((ChangeOutcome.Repeated, 1), (given.Last.Outcome, given.Entries.Count));

        given.At(9, change);
        Assert.Equal((ChangeOutcome.Recorded, FlagValue.Active), (given.Last.Outcome, given.Contact[s_email].Objection));
        Assert.Equal((ChangeOutcome.Repeated, 2), (given.At(10, change).Last.Outcome, given.Entries.Count));
    }

    [Fact]
    public void Of_two_statements_of_one_node_the_refused_one_is_tried_anew()
    {
        var change = Change().WithId(s_id).Give(s_email, Minute(20), Form).Give(s_email, Minute(1), Form);
        var given = new Given().At(2, change).At(20, change);
        Assert.Equal(Minute(20), Assert.Single(given.Last.Statements).OccurredAt);
        Assert.Equal(ChangeOutcome.Repeated, given.At(21, change).Last.Outcome);
    }

    [Fact]
    public void An_acceptance_that_was_refused_is_tried_anew()
    {
        var change = Change().WithId(s_id).AcceptNotice("v1", Minute(9)).Object(s_classic);
        var given = new Given().At(1, change).At(9, change);
        Assert.Equal("v1", Assert.Single(given.Contact.Acceptances).Version);
        Assert.Equal(ChangeOutcome.Repeated, given.At(10, change).Last.Outcome);
    }

    [Fact]
    public void A_no_under_a_used_id_counts_and_the_rest_is_refused()
    {
        var first = Change().WithId(s_id).Give(s_email, Minute(1), Form);
        var other = Change().WithId(s_id).AcceptNotice("v1", Minute(2)).Object(s_email).Give(s_classic, Minute(2), Form).Withdraw(Purposes.SoftSpam.Group);
        var given = new Given().At(1, first).At(2, other);

        Assert.Equal((ChangeOutcome.Recorded, ChangeCode.ChangeIdReused, ChangeCode.ChangeIdReused), (given.Last.Outcome, given.Last.Code!.Value, given.Last.AcceptanceCode!.Value));
        Assert.Equal($"form-1+{other.ContentDigest().ToString()[..16]}", given.Entries[1].Evidence!.Change!.Value.Value);
        Assert.Equal([StatementResult.InForce, StatementResult.Refused, StatementResult.InForce], given.Last.Statements.Select(s => s.Result));
        Assert.True(given.Last.Statements[1].Has(ChangeCode.ChangeIdReused));
        Assert.Equal((FlagValue.Active, FlagValue.Unset), (given.Contact[s_email].Objection, given.Contact[s_classic].Status));
        Assert.Empty(given.Contact.Acceptances);
    }

    [Fact]
    public void Sent_again_under_the_used_id_it_is_recognised_and_still_counts_as_of_when_it_comes()
    {
        var other = Change().WithId(s_id).Object(s_email);
        var given = new Given().At(1, Change().WithId(s_id).Give(s_email, Minute(1), Form)).At(2, other).At(3, other);
        Assert.Equal((ChangeOutcome.Repeated, ChangeCode.ChangeIdReused, 2), (given.Last.Outcome, given.Last.Code!.Value, given.Entries.Count));
        Assert.True(given.Last.Has(ChangeCode.RepeatedChange));

        given.At(4, Change().RetractObjection(s_email, Minute(4), Form)).At(5, other);
        Assert.Equal(FlagValue.Active, given.Contact[s_email].Objection);
    }

    [Fact]
    public void A_yes_alone_under_a_used_id_changes_nothing()
    {
        var given = new Given().At(1, Change().WithId(s_id).Object(s_email)).At(2, Change().WithId(s_id).Give(s_classic, Minute(2), Form));
        Assert.Equal((ChangeOutcome.Refused, 1), (given.Last.Outcome, given.Entries.Count));
    }

    [Fact]
    public void The_id_of_a_link_is_used_too()
    {
        var given = new Given().Linked(1).At(2, Change().WithId(ChangeId.From("l001")).Object(s_email));
        Assert.Equal(ChangeCode.ChangeIdReused, given.Last.Code);
        Assert.Equal(FlagValue.Active, given.Contact[s_email].Objection);
    }

    [Fact]
    public void An_id_that_its_suffix_makes_too_long_is_replaced_and_still_recognised()
    {
        var change = Change().WithId(ChangeId.From(new string('x', 200))).Withdraw(s_email);
        var given = new Given().At(1, change).Gave(2, s_email).At(3, change);
        Assert.StartsWith("sha256:", given.Last.Change.Value, StringComparison.Ordinal);
        Assert.Equal(FlagValue.Inactive, given.Contact[s_email].Status);
        Assert.Equal((ChangeOutcome.Repeated, 3), (given.At(4, change).Last.Outcome, given.Entries.Count));
    }

    [Fact]
    public void Somebody_elses_id_that_looks_like_a_part_is_not_taken_for_one()
    {
        var change = Change().WithId(s_id).Object(s_classic, Minute(1)).Give(s_email, Minute(8), Form);
        var given = new Given().At(1, change).At(2, Change().WithId(ChangeId.From("form-1+2")).Give(s_email, Minute(2), Form)).At(9, change);
        Assert.Equal(Minute(8), given.Contact.Find(s_email, ConsentFlag.Status)!.Value.InForce.OccurredAt);
    }
}
