using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Histories that broke an earlier draft of the rules, kept as examples.</summary>
public class BrokenDrafts
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;

    [Fact]
    public void An_asserted_yes_never_undoes_a_withdrawal_in_either_order()
    {
        Assert.Equal(FlagValue.Inactive, new Given().Withdrew(7, s_email).Asserted(9, s_email).Contact[s_email].Status);
        Assert.Equal(FlagValue.Inactive, new Given().Asserted(9, s_email).Withdrew(10, s_email).Contact[s_email].Status);
        var late = new Given().Asserted(9, s_email).At(10, Change().Withdraw(s_email, Minute(7)));
        Assert.Equal(FlagValue.Inactive, late.Contact[s_email].Status);
    }

    [Fact]
    public void A_late_retraction_does_not_undo_an_objection_that_was_restated_after_it()
    {
        var given = new Given().Objected(5, s_email).Objected(9, s_email).At(12, Change().RetractObjection(s_email, Minute(7), Form));
        Assert.Equal(FlagValue.Active, given.Contact[s_email].Objection);
        Assert.True(given.Last.Has(ChangeCode.Superseded));
    }

    [Fact]
    public void A_withdrawal_now_beats_a_give_that_was_stamped_three_minutes_fast()
    {
        var given = new Given().At(10, Change().Give(s_email, Minute(13), Form)).At(11, Change().Withdraw(s_email));
        Assert.Equal(FlagValue.Inactive, given.Contact[s_email].Status);
        Assert.Equal(DecisionCode.ConsentWithdrawn, given.MayContact(s_email).Failed.First(c => c == DecisionCode.ConsentWithdrawn));
    }

    [Fact]
    public void A_withdrawal_now_beats_a_give_of_another_node_whose_clock_ran_fast()
    {
        // Recorded by a replica whose clock was ahead: the give is dated later than our now.
        var given = new Given().At(13, Change().Give(s_email, Minute(13), Form)).At(11, Change().Withdraw(Purposes.Marketing.Group));
        Assert.Equal(FlagValue.Inactive, given.Contact.Effective(s_email).Status);
    }

    [Fact]
    public void A_redelivered_give_after_a_withdrawal_changes_nothing()
    {
        var give = Change().WithId(ChangeId.From("form-1")).Give(s_email, Minute(5), Form);
        var given = new Given().At(5, give).Withdrew(7, s_email);
        Assert.Equal(ChangeCode.RepeatedChange, given.At(8, give).Last.Code);
        given.At(9, Change().WithId(ChangeId.From("form-2")).Give(s_email, Minute(5), Form));
        Assert.Equal(FlagValue.Inactive, given.Contact[s_email].Status);
        Assert.True(given.Last.Has(ChangeCode.Superseded));
    }

    [Fact]
    public void What_was_on_record_already_does_not_move_the_places_of_what_was_not()
    {
        var one = Change().WithId(ChangeId.From("c1")).Object(s_phone, Minute(1)).Give(s_email, Minute(2), Form).Give(s_phone, Minute(3), Form);
        var other = Change().WithId(ChangeId.From("c2")).Give(s_email, Minute(2), Form);

        Assert.True(new Given().At(10, one).At(11, other).Contact.SaysTheSameAs(new Given().At(10, other).At(11, one).Contact));
    }

    [Fact]
    public void An_acceptance_on_record_already_is_still_the_one_that_its_change_gives_under()
    {
        var accepted = Change().WithId(ChangeId.From("c1")).AcceptNotice("v1", Minute(1));
        var later = Change().WithId(ChangeId.From("c2")).AcceptNotice("v2", Minute(2));
        var gave = Change().WithId(ChangeId.From("c3")).AcceptNotice("v1", Minute(1)).Give(s_email, Minute(3), Form);

        var late = new Given().At(10, accepted).At(11, later).At(12, gave);

        Assert.True(late.Contact.SaysTheSameAs(new Given().At(10, gave).At(11, later).At(12, accepted).Contact));
        Assert.True(late.Last.Has(ChangeCode.Unchanged));
        Assert.Equal("v1", late.Contact.Find(s_email, ConsentFlag.Status)?.InForce.Origin.NoticeVersion);
    }

    [Fact]
    public void Taking_back_an_objection_for_one_purpose_opens_that_purpose_only()
    {
        var given = new Given().Gave(1, s_phone).Objected(5, Purposes.Marketing.Group)
            .At(10, Change().AcceptNotice("v1", Minute(10)).RetractObjection(s_email, Minute(10), Form).Give(s_email, Minute(10), Form));
        Assert.Equal(DecisionOutcome.Permit, given.MayContact(s_email).Outcome);
        var phone = given.MayContact(s_phone);
        Assert.Equal((DecisionOutcome.Deny, DecisionCode.Objected, Purposes.Marketing.Group), (phone.Outcome, phone.Code, phone.Node));
    }

    [Fact]
    public void Of_linked_contacts_the_no_from_before_the_link_still_counts_for_its_own_id()
    {
        var given = new Given().Withdrew(5, s_email).Gave(10, s_email, Bea).Linked(12);
        Assert.NotEqual(DecisionOutcome.Permit, given.MayContact(s_email).Outcome);
        Assert.NotEqual(DecisionOutcome.Permit, given.MayContact(s_email, contact: Bea).Outcome);
        Assert.True(given.Gave(15, s_email).MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void Undoing_a_wrong_link_takes_no_no_away_and_leaves_each_yes_with_its_own_id()
    {
        var given = new Given().Gave(1, s_email).Gave(1, s_email, Bea).Linked(3).Withdrew(5, s_email).Linked(8, isLinked: false);
        Assert.False(given.MayContact(s_email, contact: Bea).IsPermitted);
        var other = new Given().Linked(3).Gave(5, s_email).Linked(8, isLinked: false);
        Assert.True(other.MayContact(s_email).IsPermitted);
        Assert.False(other.MayContact(s_email, contact: Bea).IsPermitted);
    }

    [Fact]
    public void A_refused_call_is_not_opened_by_a_clean_email_consent_in_Italy()
    {
        var given = new Given(Jurisdiction.Italy.TurnOn("extension-from-one")).Gave(1, s_email).Withdrew(2, s_phone);
        Assert.NotEqual(DecisionOutcome.Permit, given.MayContact(s_phone, Checked).Outcome);
        Assert.True(new Given(Jurisdiction.Italy.TurnOn("extension-from-one")).Gave(1, s_email).MayContact(s_phone, Checked).IsPermitted);
    }

    [Fact]
    public void Soft_spam_under_an_objection_to_marketing_is_denied()
    {
        var decision = new Given().Objected(5, Purposes.Marketing.Group).MayContact(Purposes.SoftSpam.Email, Sold);
        Assert.Equal((DecisionOutcome.Deny, DecisionCode.Objected), (decision.Outcome, decision.Code));
    }

    [Fact]
    public void A_call_in_Italy_without_a_look_into_the_register_waits_for_one()
    {
        var decision = new Given(Jurisdiction.Italy).Gave(1, s_phone).MayContact(s_phone);
        Assert.Equal((DecisionOutcome.Review, DecisionCode.ListNotChecked), (decision.Outcome, decision.Code));
    }

    [Fact]
    public void A_legal_claim_takes_no_purpose_but_a_ground()
    {
        Assert.Null(ProcessingRequest.ForLegalClaim(Ada, "case 7").Purpose);
        var decision = new Given().Objected(1, Purposes.All).Decide(ProcessingRequest.ForLegalClaim(Ada, "case 7"));
        Assert.Equal((DecisionOutcome.Permit, DecisionCode.ClaimsException, "case 7"), (decision.Outcome, decision.Code, decision.Ground));
        Assert.False(new Given().Decide(ProcessingRequest.ForLegalClaim(Ada, " ")).IsPermitted);
    }
}
