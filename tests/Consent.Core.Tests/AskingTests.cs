using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Row A: may the person be asked for their consent.</summary>
public class AskingTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Jurisdiction s_terms = Jurisdiction.EuropeanUnion.With(law => law.Asking(afterNoMonths: 6, afterPutOffMonths: 1, renewableMonths: 2).Validity(12));

    [Fact]
    public void Somebody_who_never_answered_may_be_asked_and_it_obliges_to_nothing()
    {
        var decision = Ask(new Given());

        Assert.Equal((DecisionOutcome.Permit, DecisionCode.MayAsk, Obligations.None), (decision.Outcome, decision.Code, decision.Obligations));
        Assert.Equal("GDPR 7", decision.Article);
    }

    [Fact]
    public void Whoever_consented_is_not_asked_but_in_the_last_months_of_the_consent()
    {
        var given = new Given(s_terms).Gave(1, s_email);
        var renewable = (Timestamp)Minute(1).PlusMonths(12).ToDateTimeOffset().AddMonths(-2);

        Assert.Equal((DecisionCode.AlreadyGiven, renewable), (Ask(given).Code, Ask(given).HoldsUntil));
        Assert.Equal(DecisionCode.AlreadyGiven, Ask(given, renewable.Plus(TimeSpan.FromMicroseconds(-1))).Code);
        Assert.Equal(DecisionCode.MayAsk, Ask(given, renewable).Code);
        Assert.Equal(DecisionCode.MayAsk, Ask(given, Minute(1).PlusMonths(13)).Code);
    }

    [Fact]
    public void A_consent_that_cannot_be_shown_may_be_asked_for() =>
        Assert.Equal(DecisionCode.MayAsk, Ask(new Given().At(1, Change().Give(s_email, Minute(1), Form))).Code);

    [Fact]
    public void After_a_no_nobody_is_asked_for_as_long_as_the_law_says()
    {
        var given = new Given(s_terms).Withdrew(1, Purposes.Marketing.Group);
        var end = Minute(1).PlusMonths(6);

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.AskedLately, end), (Ask(given).Outcome, Ask(given).Code, Ask(given).HoldsUntil));
        Assert.Equal(DecisionCode.AskedLately, Ask(given, end.Plus(TimeSpan.FromMicroseconds(-1))).Code);
        Assert.Equal(DecisionCode.MayAsk, Ask(given, end).Code);
        Assert.Equal(DecisionCode.MayAsk, Ask(new Given().Withdrew(1, Purposes.Marketing.Group)).Code);
    }

    [Fact]
    public void An_answer_put_off_waits_for_its_own_term()
    {
        var given = new Given(s_terms).At(1, Change().Asked(s_email, Minute(1), Form));

        Assert.Equal(DecisionCode.AskedLately, Ask(given, Minute(1).PlusMonths(1).Plus(TimeSpan.FromMicroseconds(-1))).Code);
        Assert.Equal(DecisionCode.MayAsk, Ask(given, Minute(1).PlusMonths(1)).Code);
    }

    [Fact]
    public void Whoever_objects_or_was_erased_is_not_asked()
    {
        Assert.Equal(DecisionCode.Objected, Ask(new Given().Objected(1, Purposes.All)).Code);
        Assert.Equal(DecisionCode.Restricted, Ask(new Given().Restricted(1, Purposes.Marketing.Group)).Code);
        Assert.Equal(DecisionCode.UnknownPurpose, new Given().Decide(ProcessingRequest.ToAsk(Ada, Purposes.Marketing.Group)).Code);
    }

    /// <summary>Profiling is another operation: to ask for it is the same operation.</summary>
    [Fact]
    public void Any_purpose_may_be_asked_for() =>
        Assert.All(ContactlabTaxonomy.Instance.Nodes.Where(n => !n.IsGroup), node => Assert.Equal(DecisionCode.MayAsk, new Given().Decide(ProcessingRequest.ToAsk(Ada, node.Path)).Code));

    private static ConsentDecision Ask(Given given, Timestamp? at = null) => given.Decide(at is { } asOf ? ProcessingRequest.ToAsk(Ada, s_email).At(asOf) : ProcessingRequest.ToAsk(Ada, s_email));
}
