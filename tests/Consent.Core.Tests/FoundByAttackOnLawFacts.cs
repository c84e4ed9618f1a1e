using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Facts that are left out, contradict the offer or are dated ahead, and open nevertheless; laws named twice.</summary>
public class FoundByAttackOnLawFacts
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;
    private static readonly PurposePath s_paper = Purposes.Marketing.Traditional.Paper;

    [Fact]
    public void A_law_named_by_name_and_code_is_one_law()
    {
        var given = new Given();
        var request = ProcessingRequest.ToContact(Ada, s_email).With(f => f with { Subscriber = SubscriberKind.LegalPerson });

        Assert.Equal(DecisionCode.NationalLawDecides, given.Decide(request.Under("EU")).Code);
        Assert.Equal(DecisionCode.NationalLawDecides, given.Decide(request.Under("EU", "EuropeanUnion")).Code);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(34)]
    public void A_kind_of_subscriber_that_there_is_not_opens_nothing_and_breaks_nothing(int kind)
    {
        var given = new Given(Jurisdiction.Switzerland.TurnOn("post-until-a-no"));

        Assert.False(given.MayContact(s_paper, f => f with { Subscriber = (SubscriberKind)kind }).IsPermitted);
    }

    [Fact]
    public void A_kind_of_sale_that_there_is_not_opens_nothing() =>
        Assert.False(new Given().MayContact(s_email, f => Sold(f) with { Sale = Sold(f).Sale! with { Kind = (SaleKind)32 } }).IsPermitted);

    [Theory]
    [InlineData(null)]
    [InlineData(SaleKind.Negotiation)]
    [InlineData(SaleKind.Donation)]
    public void Whoever_negotiated_or_gave_alms_is_no_customer_of_the_last_year(SaleKind? kind)
    {
        var given = new Given(Jurisdiction.Spain.TurnOn("calls-to-customers"));
        var decision = given.MayContact(s_phone, f => f with
        {
            Sale = new() { At = Minute(1), Kind = kind, OwnProducts = true, SimilarProducts = true },
            Interest = new("LIA-7", Minute(1)),
            Lists = [new("Robinson", Minute(90))],
        });

        Assert.False(decision.IsPermitted, $"{decision.Code}");
    }

    [Fact]
    public void A_contract_that_begins_tomorrow_is_not_in_force_today()
    {
        var given = new Given(Jurisdiction.France);
        Timestamp asOf = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        var decision = given.Decide(ProcessingRequest.ToContact(Ada, s_phone).At(asOf)
            .With(f => f with { Contract = new(IsActive: true, StartedAt: asOf.Plus(TimeSpan.FromDays(30)), IsRelated: true) }));

        Assert.False(decision.IsPermitted, $"{decision.Code} until {decision.HoldsUntil}");
    }

    [Fact]
    public void A_contract_that_is_not_active_and_has_not_ended_saves_no_consent()
    {
        var given = new Given(Jurisdiction.Italy).Gave(10, s_phone);
        var decision = given.MayContact(s_phone, f => Rpo(90, enrolledAt: 20)(f) with { Contract = new(IsActive: false, EndedAt: Minute(100).Plus(TimeSpan.FromDays(400)), StartedAt: Minute(1)) });

        Assert.Equal(DecisionCode.Listed, decision.Code);
    }

    [Fact]
    public void Whoever_renewed_an_enrolment_is_in_the_list()
    {
        var given = new Given(Jurisdiction.UnitedKingdom);
        var decision = given.MayContact(s_phone, f => f with { Subscriber = SubscriberKind.Person, Lists = [new("TPS", Minute(90), EnrolledAt: null, RenewedAt: Minute(-100_000))] });

        Assert.False(decision.IsPermitted, $"{decision.Code}");
    }

    [Fact]
    public void Asking_is_never_opened_by_the_hosts_own_grounds()
    {
        var given = new Given().Objected(1, Purposes.Profiling.Classic);
        var decision = given.Decide(ProcessingRequest.ToAsk(Ada, Purposes.Profiling.Classic).ServingNoDirectMarketing().With(f => f with { CompellingGrounds = "we need it" }));

        Assert.False(decision.IsPermitted, $"{decision.Code}");
    }

    [Fact]
    public void Whoever_withdrew_the_channel_lately_is_not_asked_for_its_use()
    {
        var given = new Given(Jurisdiction.EuropeanUnion.With(law => law.Asking(afterNoMonths: 6))).Gave(1, s_email).Withdrew(5, s_email);
        var decision = given.Decide(ProcessingRequest.ToAsk(Ada, Purposes.SoftSpam.Email));

        Assert.False(decision.IsPermitted, $"{decision.Code}");
    }

    [Fact]
    public void Whoever_objected_to_a_group_that_reaches_this_one_is_not_asked()
    {
        var given = new Given(Jurisdiction.Italy).Objected(1, Purposes.Marketing.Automatic.Group);

        Assert.Equal(DecisionCode.ObjectionExtends, given.MayContact(s_phone, Checked).Code);
        Assert.False(given.Decide(ProcessingRequest.ToAsk(Ada, s_phone)).IsPermitted);
    }

    [Fact]
    public void A_guardians_consent_that_extends_obliges_to_tell_of_majority_as_it_does_itself()
    {
        var given = new Given(Jurisdiction.Italy.TurnOn("extension-from-one"))
            .At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form with { ActedBy = ActingParty.Guardian }));
        var decision = given.MayContact(s_paper, f => f with { AddressSource = AddressSource.Person, Age = 20 });

        Assert.True(given.MayContact(s_email, f => f with { Age = 20 }).Obligations.HasFlag(Obligations.TellOfMajority));
        Assert.Equal((DecisionCode.ConsentExtends, true), (decision.Code, decision.Obligations.HasFlag(Obligations.TellOfMajority)));
    }
}
