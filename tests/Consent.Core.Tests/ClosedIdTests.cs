using Consent.Testing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>A closed id: one statement for ever, until an act of the person opens it.</summary>
public class ClosedIdTests
{
    private const int Closed = 5;

    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;
    private static readonly PurposePath s_fax = PurposePath.Parse("marketing.traditional.fax");
    private static readonly ConsentRules s_rules = new(TaxonomyGen.Extended);
    private static readonly Actor s_operator = Actor.Operator("op-7");

    /// <summary>Acts that do not open a closed id, each for one reason.</summary>
    private static readonly Dictionary<string, (ConsentChange Change, Recording Recording)> s_refused = new()
    {
        ["a program"] = (Give(), By(ApplyGen.Api)),
        ["a program that says it is the person"] = (Give().From(ChangeSource.SelfService), By(ApplyGen.Api)),
        ["an operator without a reason"] = (Give(), By(s_operator)),
        ["the privacy manager"] = (Give().Because("asked"), By(Actor.PrivacyManager("pm").Also(ActorRole.ApiClient))),
        ["the person with another id"] = (Give(), By(Actor.ForSelf(Bea).Also(ActorRole.ApiClient))),
        ["in bulk"] = (Give(), By(Actor.ForSelf(Ada).Also(ActorRole.ApiClient), ChangePort.Bulk)),
        ["by import"] = (Give().From(ChangeSource.Import), By(ApplyGen.Api, ChangePort.Bulk)),
        ["without evidence"] = (New().Give(s_email, Minute(8), Evidence.Asserted("f:1")), ByAda()),
        ["dated before"] = (Give(at: 4), ByAda()),
        ["dated at the date kept"] = (Give(at: Closed), ByAda()),
        ["year 9999"] = (New().Give(s_email, Timestamp.MaxValue, Form), ByAda()),
        ["dated ahead and lowered to the date kept"] = (Give(at: 8), ByAda(now: Closed)),
        ["an unknown purpose"] = (Give(PurposePath.Parse("marketing.automatic.fax")), ByAda()),
        ["a retraction on an unknown node"] = (New().RetractObjection(PurposePath.Parse("marketing.fax"), Minute(8), Form), ByAda()),
        ["a retired purpose"] = (Give(s_fax), ByAda()),
        ["a group"] = (Give(Purposes.Marketing.Group), ByAda()),
        ["a revision conflict"] = (Give().Expecting(new(Guid.AllBitsSet, 3)), ByAda()),
        ["a controller's lift"] = (New().LiftRestriction(Purposes.All, Minute(8), new Evidence { ActedBy = ActingParty.Controller, Method = "letter", Ground = "18(3)", PersonToldFirst = true }).Because("over"), By(s_operator)),
        ["a notice alone"] = (New().AcceptNotice("v1", Minute(8)), ByAda()),
    };

    /// <summary>Acts that open it.</summary>
    private static readonly Dictionary<string, (ConsentChange Change, Recording Recording)> s_opening = new()
    {
        ["the person, signed in"] = (Give(), ByAda()),
        ["the person, whatever the source is said to be"] = (Give().From(ChangeSource.Api), ByAda()),
        ["an operator with a reason"] = (Give().Because("asked at the counter"), By(s_operator)),
        ["their guardian"] = (New().Give(s_email, Minute(8), new Evidence { ActedBy = ActingParty.Guardian, Method = "form", Reference = "https://shop.example" }), ByAda()),
        ["a retraction"] = (New().RetractObjection(s_email, Minute(8), Form), ByAda()),
        ["a lift by the person"] = (New().LiftRestriction(Purposes.All, Minute(8), Form), ByAda()),
        ["dated ahead and lowered to later than the date kept"] = (Give(at: 12), ByAda(now: 9)),
    };

    /// <summary>Links made since that are not to confirm with.</summary>
    private static readonly Dictionary<string, PersonalLink> s_otherLinks = new()
    {
        ["to unsubscribe"] = PersonalLink.Unsubscribe(Minute(7), s_email),
        ["to see preferences"] = PersonalLink.Preferences(Minute(7)),
        ["to give by preferences"] = PersonalLink.Preferences(Minute(7), mayGive: true),
    };

    private static readonly ClosedKind[] s_kinds = [ClosedKind.Erased, ClosedKind.NeverContact];

    public static MatrixTheoryData<ClosedKind, int> LinksToConfirmWith => new(s_kinds, [4, Closed, Closed + 1, 7, 8]);

    public static MatrixTheoryData<ClosedKind, string> OtherLinks => new(s_kinds, s_otherLinks.Keys);

    public static MatrixTheoryData<ClosedKind, string> Refusals => new(s_kinds, s_refused.Keys);

    public static MatrixTheoryData<ClosedKind, string> Openings => new(s_kinds, s_opening.Keys);

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_does_not_open_a_closed_id_leaves_it_as_it_was(ClosedKind kind, string act)
    {
        var closed = Closings.Of(Ada, Minute(Closed), kind);

        var applied = closed.Apply(s_refused[act].Change, s_rules, s_refused[act].Recording);

        Assert.Equal((ChangeOutcome.Refused, ChangeCode.ErasedBefore), (applied.Result.Outcome, applied.Result.Code));
        Assert.All(applied.Result.Statements, s => Assert.Equal(ChangeCode.ErasedBefore, s.Notes[0].Code));
        Assert.Empty(applied.Changed);
        Assert.Null(applied.Entry);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_no_beside_what_was_refused_closes_the_id_to_all_contact(ClosedKind kind, string act)
    {
        var (change, recording) = s_refused[act];

        var applied = Closings.Of(Ada, Minute(Closed), kind).Apply(change.Withdraw(s_sms), s_rules, recording);

        var kept = applied.After[Ada].Closing!;
        Assert.Equal((ChangeCode.ErasedBefore, ClosedKind.NeverContact), (applied.Result.Code, kept.Kind));
        Assert.Equal(Timestamp.Max(recording.RecordedAt, Minute(Closed)), kept.Since);
        Assert.Equal(DecisionCode.Suppressed, applied.After.Decide(ProcessingRequest.ToContact(Ada, s_email), s_rules, Minute(90)).Code);
    }

    [Fact]
    public void That_only_the_confirmation_is_missing_is_told_whichever_jurisdiction_of_the_host_asks_for_it()
    {
        var rules = new ConsentRules(TaxonomyGen.Extended, otherJurisdictions: [Jurisdiction.Germany]);
        var closed = Closings.Of(Ada, Minute(Closed), ClosedKind.Erased);
        var waiting = closed.Apply(Change().WithId(ChangeId.From("w")).Object(s_sms, Minute(8)).Give(s_email, Minute(8), Form), rules, ByAda()).Result;
        Assert.Equal((ChangeCode.ErasedBefore, false, true), (waiting.Code, waiting.Statements[0].Has(ChangeCode.NotConfirmed), waiting.Statements[1].Has(ChangeCode.NotConfirmed)));

        // One said before the erasure lacks more than that.
        Assert.False(closed.Apply(Change().WithId(ChangeId.From("b")).Give(s_email, Minute(4), Form), rules, ByAda()).Result.Statements[0].Has(ChangeCode.NotConfirmed));
        Assert.Equal(
            StatementResult.InForce, closed.Apply(Change().WithId(ChangeId.From("c")).Give(s_email, Minute(8), Form with { IsConfirmed = true }), rules, ByAda()).Result.Statements[0].Result);
    }

    [Fact]
    public void What_moves_a_closed_id_is_told_in_an_entry_that_names_nobody()
    {
        var moved = Closings.Of(Ada, Minute(Closed), ClosedKind.Erased).Apply(New().Withdraw(s_sms), s_rules, ByAda());

        Assert.Equal((AuditEntryType.Closed, moved.After[Ada].Closing), (moved.Entry!.Type, moved.Entry.Facts.Closing));
        Assert.Equal((null, null, null), (moved.Entry.Subject, moved.Entry.Evidence, moved.Entry.Actor));
        Assert.False(moved.Entry.IsQuarantined);
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void An_act_of_the_person_opens_it_and_is_recorded_whole(ClosedKind kind, string act)
    {
        var (change, recording) = s_opening[act];
        var closed = Closings.Of(Ada, Minute(Closed), kind);

        var applied = closed.Apply(change.Withdraw(s_sms, Minute(9)), s_rules, recording);

        var opened = applied.After[Ada];
        Assert.Equal((ChangeOutcome.Recorded, ContactState.Open, closed.Closing), (applied.Result.Outcome, opened.State, opened.Closing));
        Assert.Equal(change.Statements.Length + 1, applied.Entry!.Facts.Statements.Length);
        Assert.Equal(FlagValue.Inactive, opened.Effective(s_sms).Status);
        Assert.Equal(FlagValue.Inactive, opened.Effective(Purposes.Profiling.Online).Status);
        Assert.Equal(kind == ClosedKind.NeverContact ? FlagValue.Active : FlagValue.Unset, opened.Effective(Purposes.Profiling.Online).Objection);
        Assert.True(opened.SaysTheSameAs(PersonConsents.Fold([Ada], s_rules.Taxonomy, [applied.Entry])[Ada]));
    }

    [Theory]
    [MemberData(nameof(LinksToConfirmWith))]
    public void A_link_to_confirm_with_opens_it_if_it_was_made_since(ClosedKind kind, int madeAt)
    {
        var confirmed = New().Give(s_email, Minute(8), Form with { IsConfirmed = true });

        var applied = Closings.Of(Ada, Minute(Closed), kind).Apply(confirmed, s_rules, ByLink(PersonalLink.DoubleOptIn(Minute(madeAt), s_email)));

        var opened = applied.After[Ada];
        var opens = madeAt > Closed;
        Assert.Equal(opens ? ContactState.Open : ContactState.Closed, opened.State);
        Assert.Equal(opens ? FlagValue.Active : FlagValue.Inactive, opened.Effective(s_email).Status);
        Assert.Equal(opens ? null : ChangeCode.ErasedBefore, applied.Result.Code);
        Assert.True(!opens || opened.SaysTheSameAs(PersonConsents.Fold([Ada], s_rules.Taxonomy, [applied.Entry!])[Ada]));
    }

    [Theory]
    [MemberData(nameof(OtherLinks))]
    public void No_other_link_opens_it(ClosedKind kind, string link)
    {
        var confirmed = New().Give(s_email, Minute(8), Form with { IsConfirmed = true }).RetractObjection(s_email, Minute(8), Form).Withdraw(s_email, Minute(4));

        var applied = Closings.Of(Ada, Minute(Closed), kind).Apply(confirmed, s_rules, ByLink(s_otherLinks[link]));

        Assert.Equal((ContactState.Closed, ChangeCode.ErasedBefore), (applied.After[Ada].State, applied.Result.Code));
        Assert.False(applied.After.Decide(ProcessingRequest.ToContact(Ada, s_email), s_rules, Minute(90)).IsPermitted);
    }

    [Fact]
    public void A_link_to_confirm_with_opens_nothing_by_what_is_not_confirmed()
    {
        var byProgram = ApplyGen.At(Minute(9), actor: Actor.ContactByLink(Ada, PersonalLink.DoubleOptIn(Minute(7), s_email)).Also(ActorRole.ApiClient));

        Assert.Equal(ChangeCode.ErasedBefore, Closings.Of(Ada, Minute(Closed)).Apply(Give(s_sms), s_rules, byProgram).Result.Code);
    }

    [Fact]
    public void A_link_of_another_contact_opens_nothing()
    {
        var confirmed = New().Give(s_email, Minute(8), Form with { IsConfirmed = true });
        var byAnother = ApplyGen.At(Minute(9), actor: Actor.ContactByLink(Bea, PersonalLink.DoubleOptIn(Minute(7), s_email)).Also(ActorRole.ApiClient));

        Assert.Equal(ChangeCode.ErasedBefore, Closings.Of(Ada, Minute(Closed)).Apply(confirmed, s_rules, byAnother).Result.Code);
    }

    [Fact]
    public void An_erased_id_that_was_opened_is_contacted_for_what_was_given_since_and_nothing_else()
    {
        var opened = Closings.Of(Ada, Minute(Closed), ClosedKind.Erased).Apply(Give().AcceptNotice("v1", Minute(8)), s_rules, ByAda()).After[Ada];

        Assert.Equal(DecisionCode.Consent, Decide(opened, s_email).Code);
        Assert.Contains(DecisionCode.Erased, Decide(opened, s_sms).Failed);
        Assert.Contains(DecisionCode.RefusedByPerson, Decide(opened, Purposes.Marketing.Traditional.Paper).Failed);
    }

    [Fact]
    public void An_id_that_must_not_be_contacted_and_was_opened_is_objected_to_until_that_is_taken_back()
    {
        var give = Give().AcceptNotice("v1", Minute(8));
        var closed = Closings.Of(Ada, Minute(Closed));

        var given = closed.Apply(give, s_rules, ByAda());
        Assert.Contains(given.Result.Statements[0].Notes, n => n.Code == ChangeCode.StillObjected);
        Assert.Equal(DecisionCode.Objected, Decide(given.After[Ada], s_email).Code);
        Assert.Equal(DecisionCode.Consent, Decide(closed.Apply(give.RetractObjection(s_email, Minute(8), Form), s_rules, ByAda()).After[Ada], s_email).Code);
    }

    [Fact]
    public void An_erased_id_permits_nothing_and_says_why()
    {
        var closed = Closings.Of(Ada, Minute(Closed), ClosedKind.Erased);

        var decision = closed.Decide(ProcessingRequest.ToContact(Ada, s_email).With(Sold), s_rules, Minute(90));

        Assert.Equal(DecisionOutcome.NoBasis, decision.Outcome);
        Assert.Contains(DecisionCode.Erased, decision.Failed);
        Assert.Contains(DecisionCode.RefusedByPerson, decision.Failed);
    }

    [Fact]
    public void A_later_no_moves_the_date_and_an_earlier_one_does_not()
    {
        var closed = Closings.Of(Ada, Minute(Closed));

        Assert.Empty(closed.Apply(New().Object(Purposes.All, Minute(3)), s_rules, By(ApplyGen.Api)).Changed);
        Assert.Equal(Minute(8), closed.Apply(New().Object(Purposes.All, Minute(8)), s_rules, By(ApplyGen.Api)).After[Ada].Closing!.Since);
        Assert.Equal((ClosedKind.NeverContact, Minute(Closed)), Kept(Closings.Of(Ada, Minute(Closed), ClosedKind.Erased).Apply(New().Restrict(s_email, Minute(3)), s_rules, By(ApplyGen.Api))));
    }

    [Fact]
    public void What_a_file_repeats_every_night_is_no_new_no()
    {
        var night = new SourceDocument("crm", Minute(8), NodeFlags.Empty);
        var no = New().From(ChangeSource.Import).Withdraw(s_email, Minute(8)).ReadFrom(night);

        Assert.Empty(Closings.Of(Ada, Minute(Closed)).Apply(no, s_rules, By(ApplyGen.Api, ChangePort.Bulk)).Changed);
        Assert.Equal((ClosedKind.NeverContact, Minute(8)), Kept(Closings.Of(Ada, Minute(Closed), ClosedKind.Erased).Apply(no, s_rules, By(ApplyGen.Api, ChangePort.Bulk))));
    }

    [Fact]
    public void What_a_closed_id_says_counts_at_every_instant()
    {
        var closed = Closings.Of(Ada, Minute(Closed));

        var past = PersonConsents.Fold([Ada], s_rules.Taxonomy, [], Minute(1), [closed]);

        Assert.Equal(DecisionCode.Suppressed, past.Decide(ProcessingRequest.ToContact(Ada, s_email).At(Minute(1)), s_rules, Minute(1)).Code);
        Assert.True(closed.SaysTheSameAs(past[Ada]));
    }

    [Fact]
    public void While_an_erasure_runs_nothing_is_permitted()
    {
        var given = new Given().Gave(1, s_email);

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.ErasureInProgress), (Decide(given.Contact.Erasing(), s_email).Outcome, Decide(given.Contact.Erasing(), s_email).Code));
        Assert.True(given.Contact.Erasing().Decide(ProcessingRequest.ToProtectRights(Ada, "a claim"), s_rules, Minute(9)).IsPermitted);
    }

    private static ConsentDecision Decide(ContactConsents contact, PurposePath purpose) => contact.Decide(ProcessingRequest.ToContact(Ada, purpose), s_rules, Minute(90));

    private static (ClosedKind, Timestamp) Kept(AppliedChange applied) => (applied.After[Ada].Closing!.Kind, applied.After[Ada].Closing!.Since);

    private static ConsentChange New() => Change().WithId(ChangeId.From("x"));

    private static ConsentChange Give(PurposePath? purpose = null, int at = 8) => New().Give(purpose ?? s_email, Minute(at), Form);

    private static Recording By(Actor actor, ChangePort port = ChangePort.OneContact) => ApplyGen.At(Minute(9), port, actor);

    private static Recording ByLink(PersonalLink link) => ApplyGen.At(Minute(9), actor: Actor.ContactByLink(Ada, link));

    private static Recording ByAda(int now = 9) => ApplyGen.At(Minute(now), actor: Actor.ForSelf(Ada));
}
