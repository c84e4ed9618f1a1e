using Consent.Testing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>The rule table, executed: each code of each row is reached by a situation of its own.</summary>
public class DecisionTableTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;
    private static readonly PurposePath s_paper = Purposes.Marketing.Traditional.Paper;
    private static readonly Jurisdiction s_italy = Jurisdiction.Italy.TurnOn("extension-from-one");

    private static readonly Dictionary<(DecisionRow, DecisionCode), Func<ConsentDecision>> s_situations = new()
    {
        [(DecisionRow.Storage, DecisionCode.StorageUnderRestriction)] = () => new Given().Restricted(1, Purposes.All).Decide(ProcessingRequest.ToStore(Ada, s_email)),
        [(DecisionRow.Storage, DecisionCode.Consent)] = () => new Given().Gave(1, s_email).Decide(ProcessingRequest.ToStore(Ada, s_email)),
        [(DecisionRow.Storage, DecisionCode.NotConsentBased)] = () => new Given().Objected(1, s_email).Decide(ProcessingRequest.ToStore(Ada, s_email)),
        [(DecisionRow.Claims, DecisionCode.ClaimsException)] = () => new Given().Restricted(1, Purposes.All).Decide(ProcessingRequest.ToProtectRights(Ada, "claim of a third party")),
        [(DecisionRow.Erasure, DecisionCode.ErasureInProgress)] = () => new Given().Gave(1, s_email).Contact.Erasing().Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.Erasure, DecisionCode.RecordAltered)] = () => ContactConsents.Altered(Ada, new ConsentRules().Taxonomy).Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.Service, DecisionCode.Contract)] = () => new Given(taxonomy: TaxonomyGen.Serving).Objected(1, Purposes.All)
            .MayContact(PurposePath.Parse("service.orders.email"), f => f with { Contract = new(true) }),
        [(DecisionRow.Service, DecisionCode.LegalObligation)] = () => new Given(taxonomy: TaxonomyGen.Serving)
            .MayContact(PurposePath.Parse("service.recall"), f => f with { LegalObligation = "GDPR 34" }),
        [(DecisionRow.Suppression, DecisionCode.Suppressed)] = () => Closings.Of(Ada, Minute(1))
            .Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.KnownPurpose, DecisionCode.RetiredPurpose)] = () => new Given(taxonomy: TaxonomyGen.Extended).MayContact(PurposePath.Parse("marketing.traditional.fax")),
        [(DecisionRow.KnownPurpose, DecisionCode.UnknownPurpose)] = () => new Given().MayContact(Purposes.Marketing.Group),
        [(DecisionRow.OperationFits, DecisionCode.OperationDoesNotFit)] = () => new Given().Gave(1, s_email).Decide(ProcessingRequest.ToProfile(Ada, s_email)),
        [(DecisionRow.Restriction, DecisionCode.Restricted)] = () => new Given().Gave(1, s_email).Restricted(2, Purposes.Marketing.Automatic.Group).MayContact(s_email),
        [(DecisionRow.Objection, DecisionCode.Objected)] = () => new Given().Gave(1, s_email).Objected(2, Purposes.All).MayContact(s_email),
        [(DecisionRow.UnknownEntry, DecisionCode.UnknownEntryKind)] = () => PersonConsents.Fold([Ada], ContactlabTaxonomy.Instance, [FromTheFuture()])
            .Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.ExtendedObjection, DecisionCode.ObjectionExtends)] = () => new Given(s_italy).Gave(1, s_paper).Objected(2, Purposes.Marketing.Automatic.Group).MayContact(s_paper),
        [(DecisionRow.Lists, DecisionCode.Listed)] = () => new Given(s_italy).Gave(1, s_phone).MayContact(s_phone, Rpo(90, 5)),
        [(DecisionRow.Lists, DecisionCode.ListNotChecked)] = () => new Given(s_italy).Gave(1, s_phone).MayContact(s_phone, Rpo(101)),
        [(DecisionRow.Lists, DecisionCode.ListStale)] = () => new Given(s_italy).Gave(1, s_phone).MayContact(s_phone, Rpo(-60 * 24 * 16)),
        [(DecisionRow.Override, DecisionCode.OverrideToBeShown)] = () => new Given().Objected(1, Purposes.All).Decide(ProcessingRequest.InPublicInterest(Ada, "public health")),
        [(DecisionRow.Deceased, DecisionCode.Deceased)] = () => new Given().Gave(1, s_email).MayContact(s_email, f => f with { HasDied = true }),
        [(DecisionRow.Minors, DecisionCode.MinorWithoutGuardian)] = () => new Given().Gave(1, s_email).Decide(ProcessingRequest.ToContact(Ada, s_email).AimedAtMinors().With(f => f with { Age = 15 })),
        [(DecisionRow.Demonstrable, DecisionCode.NoticeMissing)] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form)).MayContact(s_email),
        [(DecisionRow.Demonstrable, DecisionCode.NoticeUnknown)] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form, "v7")).MayContact(s_email),
        [(DecisionRow.Demonstrable, DecisionCode.NotDemonstrable)] = () => new Given().At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), new Evidence { ActedBy = ActingParty.Person, Method = "call" })).MayContact(s_email),
        [(DecisionRow.Confirmation, DecisionCode.PendingConfirmation)] = () => new Given(Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new()))).Gave(1, s_email).MayContact(s_email),
        [(DecisionRow.NoticeCurrent, DecisionCode.NoticeMateriallyChanged)] = () => new Given(null, null, new Notice("v1", Minute(0)), new Notice("v2", Minute(50)) { IsMaterial = true }).Gave(1, s_email).MayContact(s_email),
        [(DecisionRow.Validity, DecisionCode.ConsentExpired)] = () => new Given(s_italy.TurnOn("garante-guideline")).Gave(1, s_email).MayContact(s_email, minute: 60 * 24 * 366 * 2),
        [(DecisionRow.Validity, DecisionCode.ConsentNotYet)] = () => new Given()
            .At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form, from: Minute(60 * 24 * 400))).MayContact(s_email),
        [(DecisionRow.Standing, DecisionCode.ConsentWithdrawn)] = () => new Given().Gave(1, s_email).Withdrew(2, Purposes.Marketing.Group).MayContact(s_email),
        [(DecisionRow.Standing, DecisionCode.ConsentRefused)] = () => new Given().Withdrew(2, s_email).MayContact(s_email),
        [(DecisionRow.Standing, DecisionCode.Erased)] = () => Closings.Of(Ada, Minute(1), ClosedKind.Erased).Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.Standing, DecisionCode.ConsentNeverAsked)] = () => new Given().MayContact(s_email),
        [(DecisionRow.Standing, DecisionCode.ConsentPredatesObjection)] = () => new Given().Gave(1, s_email).Objected(2, s_email).At(3, Change().RetractObjection(s_email, Minute(3), Form)).MayContact(s_email),
        [(DecisionRow.Consent, DecisionCode.Consent)] = () => new Given().Gave(1, s_email).MayContact(s_email),
        [(DecisionRow.ServiceOnly, DecisionCode.BasisNotStated)] = () => new Given(taxonomy: TaxonomyGen.Serving).MayContact(PurposePath.Parse("service.orders.email"), Sold),
        [(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson)] = () => new Given().Withdrew(1, s_email).MayContact(s_email, Sold),
        [(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamChannel)] = () => new Given(s_italy).MayContact(s_sms, Sold),
        [(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamOwnOnly)] = () => new Given().MayContact(s_email, f => f with { Sale = Sold(f).Sale! with { OwnProducts = false } }),
        [(DecisionRow.SoftSpamConditions, DecisionCode.SoftSpamCondition)] = () => new Given().MayContact(s_email, f => f with { Sale = Sold(f).Sale! with { Informed = null } }),
        [(DecisionRow.SoftSpam, DecisionCode.SoftSpam)] = () => new Given().MayContact(s_email, Sold),
        [(DecisionRow.SubscriberKind, DecisionCode.SubscriberKind)] = () => new Given(Jurisdiction.UnitedKingdom.TurnOn("company-mail")).MayContact(s_email, f => f with { Subscriber = SubscriberKind.LegalPerson }),
        [(DecisionRow.Interest, DecisionCode.LegitimateInterest)] = () => new Given(Jurisdiction.Germany.TurnOn("post-by-interest")).MayContact(s_paper, f => f with { Interest = new("LIA-7", Minute(1)) }),
        [(DecisionRow.NationalLaw, DecisionCode.NationalLawDecides)] = () => new Given().MayContact(s_email, f => f with { Subscriber = SubscriberKind.LegalPerson }),
        [(DecisionRow.ExtendedConsent, DecisionCode.ConsentExtends)] = () => new Given(s_italy).Gave(1, s_email).MayContact(s_phone, Checked),
        [(DecisionRow.ExtendedConsent, DecisionCode.ConsentDoesNotExtend)] = () => new Given(s_italy).Gave(1, s_phone).MayContact(s_sms, Checked),
        [(DecisionRow.OptOut, DecisionCode.OptOut)] = () => new Given(s_italy).MayContact(s_paper, f => Checked(f) with { AddressSource = AddressSource.PublicDirectory }),
        [(DecisionRow.Asking, DecisionCode.AlreadyGiven)] = () => new Given().Gave(1, s_email).Decide(ProcessingRequest.ToAsk(Ada, s_email)),
        [(DecisionRow.Asking, DecisionCode.Erased)] = () => Closings.Of(Ada, Minute(1), ClosedKind.Erased).Decide(ProcessingRequest.ToAsk(Ada, s_email), new ConsentRules(), Minute(2)),
        [(DecisionRow.Asking, DecisionCode.AskedLately)] = () => new Given(Jurisdiction.EuropeanUnion.With(law => law.Asking(afterNoMonths: 6))).Withdrew(1, s_email).Decide(ProcessingRequest.ToAsk(Ada, s_email)),
        [(DecisionRow.Asking, DecisionCode.MayAsk)] = () => new Given().Decide(ProcessingRequest.ToAsk(Ada, s_email)),
        [(DecisionRow.NothingLeft, DecisionCode.NoBasis)] = () => new Given().Decide(ProcessingRequest.ForLegalClaim(Ada, " ")),
        [(DecisionRow.AfterRestore, DecisionCode.AfterRestore)] = () => new Given().Gave(1, s_email).Decide(ProcessingRequest.ToContact(Ada, s_email), isRestorePending: true),
    };

    public static TheoryData<DecisionRow, DecisionCode> Cells =>
        new(DecisionTable.Rules.SelectMany(r => r.Outcomes.Select(o => (r.Row, o.Code))));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_code_of_every_row_is_reached(DecisionRow row, DecisionCode code)
    {
        var decision = s_situations[(row, code)]();
        var word = DecisionTable.Rules[(int)row].Outcomes.Single(o => o.Code == code).Word;
        if (word == "Fail")
        {
            Assert.Contains(code, decision.Failed);
            Assert.False(decision.IsPermitted, decision.Reason);
        }
        else
        {
            Assert.Equal((word, code), (decision.Outcome.ToString(), decision.Code));
        }

        Assert.NotEqual("", decision.Article);
        Assert.StartsWith(decision.Outcome.ToString(), decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_stands_in_the_table_in_the_order_asked_and_every_code_in_a_row()
    {
        Assert.Equal(Enum.GetValues<DecisionRow>(), DecisionTable.Rules.Select(r => r.Row));
        Assert.Equal(Enum.GetValues<DecisionCode>().Order(), DecisionTable.Rules.SelectMany(r => r.Outcomes).Select(o => o.Code).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_trace_names_every_row_asked_and_comes_to_the_same_decision(DecisionRow row, DecisionCode code)
    {
        _ = s_situations[(row, code)]();
        var given = new Given(Jurisdiction.Italy).Gave(1, s_email).Withdrew(2, s_phone);
        var request = ProcessingRequest.ToContact(Ada, s_phone).With(Checked(RequestFacts.None));
        var trace = given.Person.Explain(request, given.Rules, Minute(100));
        Assert.Equal(given.Decide(request), trace.Decision);
        Assert.Equal(trace.Decision.Code, trace.Steps[^1].Code);
        Assert.Equal(trace.Decision.Failed, trace.Steps.Where(s => s.Verdict == "Fail").Aggregate(DecisionCodeSet.Empty, (set, s) => set.With(s.Code!.Value)));
    }

    [Fact]
    public void Profiling_that_serves_no_marketing_is_not_reached_by_an_objection_to_marketing()
    {
        var given = new Given().Gave(1, Purposes.Profiling.Classic).Objected(2, Purposes.Marketing.Group);
        var request = ProcessingRequest.ToProfile(Ada, Purposes.Profiling.Classic);
        Assert.Equal(DecisionCode.Objected, given.Decide(request).Code);
        Assert.Equal(DecisionCode.ConsentPredatesObjection, Assert.Single(given.At(3, Change().RetractObjection(Purposes.Marketing.Group, Minute(3), Form)).Decide(request).Failed));
        Assert.True(given.Decide(request.ServingNoDirectMarketing()).IsPermitted);
    }

    [Fact]
    public void A_parents_consent_is_never_a_named_recipients()
    {
        var given = new Given(taxonomy: TaxonomyGen.Extended).Gave(1, Purposes.ThirdPartyTransfer.Marketing);
        Assert.True(given.Decide(ProcessingRequest.ToTransfer(Ada, Purposes.ThirdPartyTransfer.Marketing)).IsPermitted);
        Assert.Equal(DecisionCode.ConsentNeverAsked, Assert.Single(given.Decide(ProcessingRequest.ToTransfer(Ada, PurposePath.Parse("thirdPartyTransfer.marketing.acme"))).Failed));
    }

    [Fact]
    public void Legacy_data_that_only_lacks_its_notice_can_be_sent_to_review()
    {
        var given = new Given(Jurisdiction.EuropeanUnion.With(law => law.ReviewLegacyConsent())).Asserted(1, s_email);
        Assert.Equal((DecisionOutcome.Review, DecisionCode.NoticeMissing), (given.MayContact(s_email).Outcome, given.MayContact(s_email).Code));
    }

    [Fact]
    public void A_permit_by_soft_spam_obliges_to_an_opt_out() =>
        Assert.Equal(Obligations.IncludeOptOut, new Given().MayContact(s_email, Sold).Obligations);

    [Fact]
    public void The_default_request_and_the_default_decision_permit_nothing()
    {
        Assert.False(default(ConsentDecision).IsPermitted);
        Assert.False(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance).Decide(ProcessingRequest.ToContact(Ada, s_email), new ConsentRules(), default).IsPermitted);
    }

    private static AuditEntry FromTheFuture()
    {
        var entry = HistoryGen.Entry(Ada, "x", [(Statement.Protective(s_email, ConsentFlag.Objection), Minute(1))], null, 1);
        return entry with { Facts = entry.Facts with { Type = new("invented2030") } };
    }
}
