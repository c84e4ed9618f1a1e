using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Field;

/// <summary>Double opt-in: what waits for the person's confirmation is never in force, and takes nothing away that is.</summary>
public class ConfirmationTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Jurisdiction s_law = Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new() { Since = Minute(10) }));
    private static readonly Evidence s_confirmed = Form with { IsConfirmed = true };

    [Fact]
    public void A_strangers_form_after_a_withdrawal_opens_nothing_on_any_basis()
    {
        var given = new Given(s_law).At(11, Signup(11, s_confirmed)).At(12, Change().Withdraw(s_email)).At(13, Signup(13, Form));
        Assert.Equal(StatementResult.Pending, given.Last.Statements[0].Result);
        Assert.Equal(FlagValue.Inactive, given.Contact.Effective(s_email).Status);
        var decision = given.MayContact(s_email, Sold);
        Assert.Equal(DecisionOutcome.NoBasis, decision.Outcome);
        Assert.Contains(DecisionCode.PendingConfirmation, decision.Failed);
        Assert.Contains(DecisionCode.ConsentWithdrawn, decision.Failed);
    }

    [Fact]
    public void A_strangers_form_leaves_a_confirmed_consent_as_it_was() =>
        Assert.Equal(DecisionCode.Consent, new Given(s_law).At(11, Signup(11, s_confirmed)).At(13, Signup(13, Form)).MayContact(s_email).Code);

    [Theory]
    [InlineData(ConsentFlag.Restriction)]
    [InlineData(ConsentFlag.Objection)]
    public void A_strangers_form_undoes_no_objection_and_no_restriction(ConsentFlag flag)
    {
        var given = new Given(s_law).Gave(1, s_email).At(2, Change().Say(Statement.Protective(s_email, flag)))
            .At(13, Change().Say(Statement.Permissive(s_email, flag, Minute(13), Form)));
        Assert.Equal(StatementResult.Pending, given.Last.Statements[0].Result);
        Assert.Equal(DecisionOutcome.Deny, given.MayContact(s_email).Outcome);
    }

    [Fact]
    public void What_was_said_before_or_by_another_method_goes_on()
    {
        Assert.True(new Given(s_law).Gave(9, s_email).MayContact(s_email).IsPermitted);
        Assert.True(new Given(s_law).At(11, Signup(11, Evidence.SignedPaper("archive 1"))).MayContact(s_email).IsPermitted);
        Assert.True(new Given(s_law).At(11, Signup(11, Evidence.RecordedCall("call 1"))).MayContact(s_email).IsPermitted);
        Assert.True(new Given(s_law).At(11, Signup(11, Evidence.Asserted("file:1")).From(ChangeSource.Import), ChangePort.Bulk).MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_web_form_imported_unconfirmed_is_not_demonstrable()
    {
        var web = Form with { Source = "file:1" };
        Assert.Contains(DecisionCode.NotDemonstrable, new Given(s_law).At(11, Signup(11, web).From(ChangeSource.Import), ChangePort.Bulk).MayContact(s_email).Failed);
        Assert.True(new Given(s_law).At(11, Signup(9, web).From(ChangeSource.Import), ChangePort.Bulk).MayContact(s_email).IsPermitted);
        var legacy = new Given(s_law.With(law => law.ReviewLegacyConsent())).At(11, Signup(11, web).From(ChangeSource.Import), ChangePort.Bulk).MayContact(s_email);
        Assert.Equal((DecisionOutcome.Review, DecisionCode.NotDemonstrable), (legacy.Outcome, legacy.Code));
    }

    [Fact]
    public void The_confirmation_says_it_all_again()
    {
        var given = new Given(s_law).At(11, Signup(11, Form)).At(12, Signup(12, s_confirmed));
        Assert.Equal(DecisionCode.Consent, given.MayContact(s_email).Code);
        Assert.Equal(2, given.Contact.Revision.Number);
    }

    [Fact]
    public void The_acceptance_waits_too_where_nothing_else_counts_at_once()
    {
        Assert.Empty(new Given(s_law).At(11, Signup(11, Form)).Contact.Acceptances);
        Assert.Single(new Given(s_law).At(11, Signup(11, Form).Give(Purposes.Marketing.Automatic.Sms, Minute(11), Evidence.SignedPaper("a"))).Contact.Acceptances);
        var refusedToo = new Given(s_law).At(11, Change().AcceptNotice("v1", Minute(11)).Give(PurposePath.Parse("no.such"), Minute(11), Form).Withdraw(s_email));
        Assert.Empty(refusedToo.Contact.Acceptances);
    }

    [Fact]
    public void It_ends_seven_days_later_and_then_tells_nothing()
    {
        const int Week = 7 * 24 * 60;
        var given = new Given(s_law).At(11, Signup(11, Form));
        Assert.Contains(DecisionCode.PendingConfirmation, given.MayContact(s_email, minute: 11 + Week - 1).Failed);
        Assert.DoesNotContain(DecisionCode.PendingConfirmation, given.MayContact(s_email, minute: 11 + Week).Failed);
        Assert.Equal(Minute(11 + Week), given.Contact.AwaitingConfirmation[0].Span!.Ends);
    }

    [Fact]
    public void A_page_that_was_seen_before_the_form_came_is_not_outdated_by_it()
    {
        var given = new Given(s_law).Gave(1, s_email);
        var seen = given.Contact.Revision;
        given.At(13, Signup(13, Form)).At(14, Change().Expecting(seen).Give(Purposes.Marketing.Automatic.Sms, Minute(9), Form));
        Assert.Equal(StatementResult.InForce, given.Last.Statements[0].Result);
        Assert.Equal(ChangeCode.RevisionConflict, given.At(15, Change().Expecting(seen).Give(Purposes.Profiling.Classic, Minute(9), Form)).Last.Code);
    }

    private static ConsentChange Signup(int minute, Evidence evidence) => Change().AcceptNotice("v1", Minute(minute)).Give(s_email, Minute(minute), evidence);
}
