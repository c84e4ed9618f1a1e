using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>An answer says in one member whether all that was asked takes effect; recorded alone is not that.</summary>
public class InForceTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;

    [Fact]
    public void A_change_whose_only_consent_was_refused_is_recorded_and_not_in_force()
    {
        var result = new Given().At(1, Change().Give(s_email, Minute(1), Evidence.None).Withdraw(s_sms)).Last;

        Assert.Equal((ChangeOutcome.Recorded, false), (result.Outcome, result.IsFullyInForce));
        Assert.Equal("Recorded, 2 statement(s) (EVIDENCE_REQUIRED)", result.ToString());
    }

    [Fact]
    public void A_consent_and_a_no_that_take_effect_are_in_force()
    {
        Assert.True(new Given().Gave(1, s_email).Last.IsFullyInForce);
        Assert.True(new Given().Gave(1, s_email).Withdrew(2, Purposes.Marketing.Group).Last.IsFullyInForce);
    }

    [Fact]
    public void What_is_recorded_without_effect_is_not_in_force_and_says_why()
    {
        var objected = new Given().Objected(1, Purposes.Marketing.Group).Gave(2, s_email);
        Assert.False(objected.Last.IsFullyInForce);
        Assert.Equal("Recorded, 1 statement(s) (STILL_OBJECTED)", objected.Last.ToString());
        Assert.False(new Given().Withdrew(1, s_email).Asserted(2, s_email).Last.IsFullyInForce);
        Assert.False(new Given().Gave(5, s_email).At(6, Change().Withdraw(s_email, Minute(3))).Last.IsFullyInForce);
        Assert.False(new Given().Objected(1, PurposePath.Parse("marketing.email")).Last.IsFullyInForce);
    }

    [Fact]
    public void A_pause_that_is_over_and_a_no_to_a_purpose_not_known_are_recorded_without_effect()
    {
        var pause = new Given().At(9, Change().Pause(s_email, Minute(8), Form)).Last;
        Assert.Equal((StatementResult.WithoutEffect, true, false), (pause.Statements[0].Result, pause.Has(ChangeCode.NoWithoutEffect), pause.IsFullyInForce));

        var unknown = new Given().Objected(1, PurposePath.Parse("marketing.email")).Last;
        Assert.Equal((StatementResult.WithoutEffect, true, false), (unknown.Statements[0].Result, unknown.Has(ChangeCode.UnknownPurpose), unknown.IsFullyInForce));
    }

    [Fact]
    public void A_notice_without_a_version_is_not_accepted() =>
        Assert.Equal((ChangeCode.TextCut, false), new Given().At(1, Change().AcceptNotice(" ", Minute(1)).Withdraw(s_email)).Last is var last ? (last.AcceptanceCode!.Value, last.IsFullyInForce) : default);

    [Fact]
    public void A_no_to_a_path_with_blanks_around_it_is_a_no_to_that_path() =>
        Assert.False(new Given().Gave(1, s_email).At(2, Change().Object(" marketing.automatic.email\r\n")).MayContact(s_email).IsPermitted);

    [Fact]
    public void A_yes_said_again_under_an_objection_is_unchanged_and_not_in_force()
    {
        var give = Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form);
        var given = new Given().At(1, give.WithId(ChangeId.From("b")));
        Assert.True(given.At(2, give.WithId(ChangeId.From("a"))).Last.IsFullyInForce);

        given.Objected(3, Purposes.Marketing.Group).At(4, give.WithId(ChangeId.From("aa")));

        Assert.Equal((ChangeOutcome.Unchanged, false), (given.Last.Outcome, given.Last.IsFullyInForce));
        Assert.True(given.Last.Has(ChangeCode.StillObjected));
    }

    [Fact]
    public void A_repeated_change_is_in_force_if_all_of_it_was_when_it_was_recorded()
    {
        var whole = Change().WithId(ChangeId.From("x")).AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form);
        var partly = Change().WithId(ChangeId.From("x")).Give(s_email, Minute(1), Evidence.None).Withdraw(s_sms);

        Assert.True(new Given().At(1, whole).At(2, whole).Last.IsFullyInForce);
        Assert.False(new Given().At(1, partly).At(2, partly).Last.IsFullyInForce);
    }
}
