using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Field;

/// <summary>A request that names an address: its noes count with the person's, its yeses do not, and a confirmation is for it alone.</summary>
public class AddressTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly ContactPoint s_old = ContactPoint.Email("ada@shop.example");
    private static readonly ContactPoint s_new = ContactPoint.Email("ada@home.example");
    private static readonly ProcessingRequest s_request = ProcessingRequest.ToContact(Ada, s_email).At(s_new);
    private static readonly Jurisdiction s_doubleOptIn = Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new()));

    public static TheoryData<PurposePath, ConsentFlag> Noes
    {
        get
        {
            var noes = new TheoryData<PurposePath, ConsentFlag>();
            PurposePath[] nodes = [s_email, Purposes.Marketing.Automatic.Group, Purposes.Marketing.Group, Purposes.All];
            foreach (var node in nodes)
            {
                foreach (var flag in Enum.GetValues<ConsentFlag>())
                {
                    noes.Add(node, flag);
                }
            }

            return noes;
        }
    }

    [Theory]
    [MemberData(nameof(Noes))]
    public void A_no_of_the_mailbox_counts_whoever_said_it_and_under_whatever_id(PurposePath node, ConsentFlag flag)
    {
        var given = new Given().Gave(1, s_email);
        var refused = given.Decide(s_request, Record(given, ConsentChange.For(s_new.Id).Say(Statement.Protective(node, flag, Minute(2)))));
        Assert.False(refused.IsPermitted);
        Assert.Equal(flag switch { ConsentFlag.Restriction => DecisionCode.Restricted, ConsentFlag.Objection => DecisionCode.Objected, _ => refused.Code }, refused.Code);
        Assert.Equal(flag == ConsentFlag.Status, refused.Failed.Contains(DecisionCode.ConsentRefused));
        Assert.True(given.Decide(s_request.At(s_old), Record(given, s_old)).IsPermitted);
        Assert.True(given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_no_of_the_mailbox_stands_in_the_way_of_every_basis()
    {
        var given = new Given();
        var sold = s_request.With(Sold);
        Assert.True(given.Decide(sold, Record(given, s_new)).IsPermitted);
        Assert.False(given.Decide(sold, Record(given, ConsentChange.For(s_new.Id).Withdraw(s_email, Minute(2)))).IsPermitted);
    }

    [Fact]
    public void What_was_given_for_the_mailbox_permits_nothing_to_the_person()
    {
        var given = new Given();
        var decision = given.Decide(s_request, Record(given, Change(s_new.Id).AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form)));
        Assert.Equal(DecisionOutcome.NoBasis, decision.Outcome);
        Assert.Contains(DecisionCode.ConsentNeverAsked, decision.Failed);
    }

    [Fact]
    public void A_notice_accepted_at_the_mailbox_is_not_the_one_that_the_person_read()
    {
        var given = new Given().At(1, Change().Give(s_email, Minute(1), Form));
        Assert.Contains(DecisionCode.NoticeMissing, given.Decide(s_request, Record(given, Change(s_new.Id).AcceptNotice("v1", Minute(1)))).Failed);
    }

    [Fact]
    public void Who_came_back_to_the_mailbox_is_no_longer_in_the_way()
    {
        var given = new Given().Gave(1, s_email);
        var back = Record(
            given, Change(s_new.Id).Withdraw(s_email, Minute(2)), Change(s_new.Id).AcceptNotice("v1", Minute(3)).Give(s_email, Minute(3), Form));
        Assert.True(given.Decide(s_request, back).IsPermitted);
    }

    [Fact]
    public void The_latest_objection_ever_said_at_the_mailbox_outdates_an_older_consent()
    {
        var given = new Given().Gave(2, s_email);
        var retracted = Record(given, Change(s_new.Id).Object(s_email, Minute(3)), Change(s_new.Id).RetractObjection(s_email, Minute(4), Form));
        Assert.Contains(DecisionCode.ConsentPredatesObjection, given.Decide(s_request, retracted).Failed);
        Assert.True(given.Gave(5, s_email).Decide(s_request, retracted).IsPermitted);
    }

    [Fact]
    public void A_mailbox_that_was_erased_and_must_not_be_contacted_is_not()
    {
        var given = new Given().Gave(1, s_email);
        Assert.False(given.Decide(s_request, Consent.Testing.Closings.Of(s_new.Id, Minute(2)).Under(given.Rules.Taxonomy)).IsPermitted);
    }

    [Fact]
    public void An_entry_at_the_mailbox_that_nobody_can_read_is_looked_at_by_somebody()
    {
        var given = new Given().Gave(1, s_email);
        var strange = new AuditEntry
        {
            Facts = new() { Type = new AuditEntryType("invented2030"), RecordedAt = Minute(2), TaxonomyVersion = "t", RulesVersion = "r" },
            Subject = new(s_new.Id, new(Guid.Empty, 1)),
        };
        var decision = given.Decide(s_request, PersonConsents.Fold([s_new.Id], given.Rules.Taxonomy, [strange])[s_new.Id]);
        Assert.Equal((DecisionOutcome.Review, DecisionCode.UnknownEntryKind), (decision.Outcome, decision.Code));
    }

    [Fact]
    public void A_confirmation_counts_for_the_address_that_it_came_from_alone()
    {
        var given = new Given(s_doubleOptIn).At(1, Signup(Form.ConfirmedFrom(s_old)));
        Assert.True(given.MayContact(s_email).IsPermitted);
        Assert.True(given.Decide(s_request.At(s_old), Record(given, s_old)).IsPermitted);
        var moved = given.Decide(s_request, Record(given, s_new));
        Assert.Equal(DecisionOutcome.NoBasis, moved.Outcome);
        Assert.Contains(DecisionCode.NotDemonstrable, moved.Failed);

        Assert.True(given.At(2, Signup(Form.ConfirmedFrom(s_new), 2)).Decide(s_request, Record(given, s_new)).IsPermitted);
    }

    [Fact]
    public void A_confirmation_that_names_no_address_counts_at_none_that_is_named()
    {
        var given = new Given(s_doubleOptIn).At(1, Signup(Form with { IsConfirmed = true }));
        Assert.True(given.MayContact(s_email).IsPermitted);
        Assert.Contains(DecisionCode.NotDemonstrable, given.Decide(s_request, Record(given, s_new)).Failed);
    }

    [Fact]
    public void Where_no_confirmation_is_asked_for_the_address_may_change()
    {
        var given = new Given().At(1, Signup(Form.ConfirmedFrom(s_old)));
        Assert.True(given.Decide(s_request, Record(given, s_new)).IsPermitted);
    }

    [Fact]
    public void A_contact_that_is_the_address_is_asked_about_as_ever()
    {
        var request = ProcessingRequest.ToContact(s_new.Id, s_email).At(s_new);
        var given = new Given(s_doubleOptIn);
        var record = Record(given, Signup(Form with { IsConfirmed = true }, contact: s_new.Id));
        Assert.True(record.Decide(request, given.Rules, Minute(100)).IsPermitted);
        Assert.False(Record(given, s_new).Decide(request, given.Rules, Minute(100)).IsPermitted);
    }

    [Fact]
    public void An_address_whose_record_is_missing_is_an_error_and_never_an_answer()
    {
        var given = new Given().Gave(1, s_email);
        Assert.Throws<ArgumentException>("point", () => given.Contact.Decide(s_request, given.Rules, Minute(100)));
        Assert.Throws<ArgumentException>("point", () => given.Person.Decide(s_request, given.Rules, Minute(100)));
        Assert.Throws<ArgumentException>("point", () => given.Person.Explain(s_request, given.Rules, Minute(100), point: Record(given, s_old)));
    }

    [Fact]
    public void A_decision_at_an_address_allocates_nothing()
    {
        var given = new Given(s_doubleOptIn).At(1, Signup(Form.ConfirmedFrom(s_new)));
        var (contact, point, rules) = (given.Contact, Record(given, s_new), given.Rules);
        Assert.True(contact.Decide(s_request, rules, Minute(100), point: point).IsPermitted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            contact.Decide(s_request, rules, Minute(100), point: point);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ConsentChange Signup(Evidence evidence, int minute = 1, ContactId? contact = null) =>
        Change(contact).AcceptNotice("v1", Minute(minute)).Give(s_email, Minute(minute), evidence);

    private static ContactConsents Record(Given given, ContactPoint point) => ContactConsents.Empty(point.Id, given.Rules.Taxonomy);

    /// <summary>What is on record of the contact that changes speak of, each recorded in its own minute.</summary>
    private static ContactConsents Record(Given given, params ConsentChange[] changes)
    {
        var record = ContactConsents.Empty(changes[0].Contact, given.Rules.Taxonomy);
        for (var i = 0; i < changes.Length; i++)
        {
            record = record.Apply(changes[i].WithId(ChangeId.From($"p{i}")), given.Rules, ApplyGen.At(Minute(10 + i))).After[record.Id];
        }

        return record;
    }

    [Theory]
    [InlineData("marketing.automatic.sms")]
    [InlineData("marketing.automatic.phone")]
    [InlineData("marketing.traditional.phone")]
    public void A_mailbox_is_not_where_a_call_or_a_text_message_goes(string purpose)
    {
        var path = PurposePath.Parse(purpose);
        var given = new Given().Gave(1, path);
        var phone = ContactPoint.Phone("+390612345678");
        var decision = given.Decide(ProcessingRequest.ToContact(Ada, path).At(s_new), Record(given, s_new));

        Assert.Equal((DecisionOutcome.NoBasis, DecisionCode.OperationDoesNotFit), (decision.Outcome, decision.Code));
        Assert.True(given.Decide(ProcessingRequest.ToContact(Ada, path).At(phone), Record(given, phone)).IsPermitted);
    }
}
