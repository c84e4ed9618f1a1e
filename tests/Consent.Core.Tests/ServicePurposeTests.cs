using Consent.Testing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Purposes that rest on a contract or a duty by law (rows 4b and 15'): what permits them, what a permit bears, and what is cited.</summary>
public class ServicePurposeTests
{
    private const string Wish = "By the person's wish";
    private static readonly PurposePath s_mail = PurposePath.Parse("service.orders.email");
    private static readonly PurposePath s_text = PurposePath.Parse("service.orders.sms");
    private static readonly PurposePath s_orders = PurposePath.Parse("service.orders");
    private static readonly PurposePath s_recall = PurposePath.Parse("service.recall");

    public static TheoryData<string, string> Presets => new(Jurisdiction.Presets.SelectMany(p => new[] { s_mail, s_text, s_recall }.Select(purpose => (p.Name, purpose.ToString()))));

    [Theory]
    [MemberData(nameof(Presets))]
    public void Whatever_the_law_grants_to_marketing_is_no_basis_for_them(string preset, string purpose)
    {
        var path = PurposePath.Parse(purpose);
        foreach (var kind in new SubscriberKind?[] { null, SubscriberKind.Person, SubscriberKind.SoleTrader, SubscriberKind.LegalPerson })
        {
            var decision = Serving(AllOn(preset)).MayContact(path, f => OfMarketing(f) with { Subscriber = kind });
            Assert.Equal((DecisionOutcome.NoBasis, DecisionCode.BasisNotStated, SoftSpamGap.None), (decision.Outcome, decision.Code, decision.Gap));
            Assert.True(Serving(AllOn(preset)).MayContact(path, f => Stated(OfMarketing(f)) with { Subscriber = kind }).IsPermitted);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_permit_bears_no_duty_of_marketing(string preset, string purpose)
    {
        const Obligations OfMarketing = Obligations.IncludeOptOut | Obligations.NameSource | Obligations.CallingHours | Obligations.NameRegister;
        var law = AllOn(preset).With(l => l.Obliges(OfMarketing | Obligations.NameSender | Obligations.ShowNumber, p => p.Operations(Operation.ToContact)));
        Assert.Equal(Obligations.NameSender | Obligations.ShowNumber, Serving(law).MayContact(PurposePath.Parse(purpose), Stated).Obligations);
    }

    [Fact]
    public void A_consent_to_them_bears_what_every_consent_does()
    {
        var law = Jurisdiction.EuropeanUnion.With(l => l.Obliges(Obligations.IncludeOptOut, p => p.Operations(Operation.ToContact)));
        Assert.Equal(Obligations.IncludeOptOut, Serving(law).Gave(1, s_mail).MayContact(s_mail).Obligations);
    }

    [Fact]
    public void A_consent_to_them_permits_them_and_is_asked_of_the_lists()
    {
        var given = Serving(Jurisdiction.Italy).Gave(1, s_recall);
        Assert.Equal(DecisionCode.Consent, given.MayContact(s_recall, Checked).Code);
        Assert.Equal(DecisionCode.ListNotChecked, given.MayContact(s_recall).Code);
        Assert.Equal(DecisionCode.BasisNotStated, Serving(Jurisdiction.Italy).MayContact(s_recall).Code);
    }

    [Fact]
    public void That_the_basis_is_not_stated_is_told_unless_the_persons_own_no_is_the_reason()
    {
        Assert.Equal(DecisionCode.BasisNotStated, Serving().Withdrew(1, Purposes.All).MayContact(s_mail).Code);
        Assert.Equal(DecisionCode.BasisNotStated, Serving().Withdrew(1, s_text).MayContact(s_mail).Code);
        foreach (var own in new[] { s_mail, s_orders })
        {
            var decision = Serving().Withdrew(1, own).MayContact(s_mail);
            Assert.Equal(DecisionCode.ConsentRefused, decision.Code);
            Assert.DoesNotContain(DecisionCode.BasisNotStated, decision.Failed);
        }
    }

    [Theory]
    [InlineData("Italy")]
    [InlineData("Switzerland")]
    public void A_no_to_them_is_heeded_by_the_persons_wish_and_not_by_an_article_that_does_not_reach_them(string preset)
    {
        var law = Jurisdiction.Find(preset)!;
        foreach (var own in new[] { s_mail, s_orders })
        {
            Assert.StartsWith(Wish, Serving(law).Objected(1, own).MayContact(s_mail, Stated).Article, StringComparison.Ordinal);
            Assert.StartsWith(Wish, Serving(law).Withdrew(1, own).MayContact(s_mail, Stated).Article, StringComparison.Ordinal);
            Assert.StartsWith(Wish, Serving(law).Gave(1, s_mail).Withdrew(2, own).MayContact(s_mail).Article, StringComparison.Ordinal);
        }

        Assert.Equal(law.CitationOf(DecisionCode.Objected).Source, Serving(law).Objected(1, Purposes.All).MayContact(s_mail).Article);
        Assert.Equal(law.CitationOf(DecisionCode.Objected).Source, Serving(law).Objected(1, Purposes.Marketing.Automatic.Email).MayContact(Purposes.Marketing.Automatic.Email).Article);
        Assert.Equal(law.CitationOf(DecisionCode.ConsentWithdrawn).Source, Serving(law).Gave(1, Purposes.Marketing.Automatic.Email).Withdrew(2, Purposes.Marketing.Automatic.Email).MayContact(Purposes.Marketing.Automatic.Email).Article);
    }

    [Fact]
    public void Compelling_grounds_outweigh_a_no_to_them_and_no_restriction()
    {
        foreach (var given in new[] { Serving().Objected(1, s_recall), Serving().Withdrew(1, s_recall), Serving().Objected(1, s_recall).Withdrew(1, s_recall) })
        {
            Assert.False(Compelling(given, Stated).IsPermitted);
            Assert.Equal(DecisionCode.LegalObligation, Compelling(given, f => Stated(f) with { CompellingGrounds = "the brakes fail" }).Code);
            Assert.False(Compelling(given, f => f with { CompellingGrounds = "the brakes fail" }).IsPermitted);
            Assert.Equal(DecisionCode.Restricted, Compelling(given.Restricted(3, Purposes.All), f => Stated(f) with { CompellingGrounds = "the brakes fail" }).Code);
        }

        static ConsentDecision Compelling(Given given, Func<RequestFacts, RequestFacts> facts) => given.Decide(ProcessingRequest.ToContact(Ada, s_recall).ServingNoDirectMarketing().With(facts));
    }

    private static Given Serving(Jurisdiction? law = null) => new(law, TaxonomyGen.Serving);

    private static Jurisdiction AllOn(string preset)
    {
        var law = Jurisdiction.Find(preset)!;
        return law.Parts.Select(p => p.Setting).OfType<string>().Distinct(StringComparer.Ordinal).Aggregate(law, (on, setting) => on.TurnOn(setting));
    }

    private static RequestFacts Stated(RequestFacts facts) => facts with { Contract = new(true), LegalObligation = "GPSR 35" };

    /// <summary>All that could help marketing.</summary>
    private static RequestFacts OfMarketing(RequestFacts facts) => Checked(Sold(facts)) with
    {
        AddressSource = AddressSource.PublicDirectory, Interest = new("LIA-7", Minute(1)), ConcernsTheirTrade = true, HasBusinessRelation = true,
    };
}
