using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Means of contact that stick to rules about something else, edges of a taxonomy, addresses of another kind.</summary>
public class FoundByAttackOnLawTwo
{
    private static readonly ContactPoint s_point = ContactPoint.Email("ada@shop.example");

    [Fact]
    public void A_letter_does_not_go_to_a_mailbox()
    {
        var given = new Given().Gave(1, Purposes.Marketing.Traditional.Paper);
        var decision = given.Decide(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Traditional.Paper).At(s_point), ContactConsents.Empty(s_point.Id, given.Rules.Taxonomy));

        Assert.Equal(DecisionCode.OperationDoesNotFit, decision.Code);
    }

    [Fact]
    public void An_objection_that_reaches_a_group_reaches_what_that_group_covers_by_an_edge()
    {
        var taxonomy = ContactlabTaxonomy.Extend("x").Group("club", Operation.ToContact).Purpose("club.letter", Channel.Paper).Covers("marketing.traditional", "club.letter").Build();
        var letter = PurposePath.Parse("club.letter");
        Given Club() => new Given(Jurisdiction.Italy, taxonomy).Gave(1, letter);
        RequestFacts FromThem(RequestFacts f) => f with { AddressSource = AddressSource.Person };

        Assert.Equal(DecisionCode.Consent, Club().MayContact(letter, FromThem).Code);
        Assert.Equal(DecisionCode.Objected, Club().Objected(5, Purposes.Marketing.Traditional.Group).MayContact(letter, FromThem).Code);
        Assert.Equal(DecisionCode.ObjectionExtends, Club().Objected(5, Purposes.Marketing.Automatic.Group).MayContact(letter, FromThem).Code);
    }

    [Fact]
    public void A_rule_for_profiling_that_is_said_after_the_means_of_others_is_about_profiling_or_is_refused()
    {
        Jurisdiction made;
        try
        {
            made = Jurisdiction.Define("Made", "MM").Channels(Channel.Email).OptIn().Rule(ContactRule.Free, r => r.Operations(Operation.Profiling)).Build();
        }
        catch (InvalidJurisdictionException)
        {
            return;
        }

        Assert.Equal(DecisionCode.SubscriberKind, new Given(made).Decide(ProcessingRequest.ToProfile(Ada, Purposes.Profiling.Classic)).Code);
    }

    [Fact]
    public void An_opt_in_for_transfers_that_is_said_after_the_means_of_others_stands_in_the_way()
    {
        Jurisdiction made;
        try
        {
            made = Jurisdiction.Define("Made", "MM").Rule(ContactRule.Free, r => r.Operations(Operation.ToContact, Operation.TransferToThirdParty))
                .Channels(Channel.Email).OptIn().Rule(ContactRule.OptIn, r => r.Operations(Operation.TransferToThirdParty)).Build();
        }
        catch (InvalidJurisdictionException)
        {
            return;
        }

        Assert.False(new Given(made).Decide(ProcessingRequest.ToTransfer(Ada, Purposes.ThirdPartyTransfer.Marketing)).IsPermitted);
    }

    [Fact]
    public void A_notice_that_changes_marketing_touches_no_profiling_that_serves_none()
    {
        var classic = Purposes.Profiling.Classic;
        var given = new Given(null, null, new Notice("v1", Minute(-1000)), new Notice("v2", Minute(50)) { MaterialFor = [Purposes.Marketing.Group] }).Gave(1, classic).Objected(2, Purposes.Marketing.Group);

        // The objection does not reach it: for such a request that edge does not exist (docs/readings.md).
        Assert.NotEqual(DecisionCode.Objected, given.Decide(ProcessingRequest.ToProfile(Ada, classic).ServingNoDirectMarketing()).Code);
        Assert.Equal(DecisionCode.Consent, given.Decide(ProcessingRequest.ToProfile(Ada, classic).ServingNoDirectMarketing()).Code);
    }

    [Fact]
    public void A_customer_exception_that_is_said_after_the_means_is_about_these()
    {
        var made = Jurisdiction.Define("Made", "MM").Channels(Channel.Email).OptIn().CustomerException(e => e.Sale(SaleKind.Paid)).Build();

        Assert.True(new Given(made).MayContact(Purposes.Marketing.Automatic.Email, Sold).IsPermitted);
        Assert.False(new Given(made).MayContact(Purposes.Marketing.Automatic.Phone, Sold).IsPermitted);
    }

    [Fact]
    public void The_name_of_a_list_is_known_in_any_case_and_stated_once()
    {
        var given = new Given(Jurisdiction.Italy).Gave(1, Purposes.Marketing.Traditional.Phone);

        Assert.Equal(DecisionCode.Listed, given.MayContact(Purposes.Marketing.Traditional.Phone, f => f.WithList(new("rpo", Minute(90), EnrolledAt: Minute(20)))).Code);
        Assert.Throws<ArgumentException>(() => Checked(RequestFacts.None).WithList(new("rpo", Minute(90), EnrolledAt: Minute(20))));
    }
}
