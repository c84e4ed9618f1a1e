using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Field;

/// <summary>Days, dates that cannot be, dates from and until, pauses: each counts at the end that protects.</summary>
public class DateTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Timestamp s_now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo s_rome = TimeZoneInfo.CreateCustomTimeZone("Rome", TimeSpan.FromHours(2), "Rome", "Rome");

    public static TheoryData<long> ImplausibleMicroseconds => new()
    {
        -11_644_473_600_000_000, // 1601-01-01, where Windows counts from
        -2_209_161_600_000_000, // 1899-12-30, where spreadsheets count from
        0, // the epoch
        1_527_206_400, // seconds of 2018 taken for microseconds
        1_527_206_400_000, // milliseconds of 2018 taken for microseconds
    };

    [Theory]
    [MemberData(nameof(ImplausibleMicroseconds))]
    public void A_date_that_cannot_be_refuses_a_yes_and_makes_a_no_one_of_now(long microseconds)
    {
        var at = Timestamp.FromUnixMicroseconds(microseconds);
        var given = new Given().Gave(1, s_email).At(5, Change().Withdraw(s_email, at).Give(Purposes.Profiling.Classic, at, Form));
        Assert.True(given.Last.Statements.All(s => s.Has(ChangeCode.OccurredImplausible)));
        Assert.Equal((StatementResult.InForce, Minute(5)), (given.Last.Statements[0].Result, given.Last.Statements[0].OccurredAt));
        Assert.Equal(StatementResult.Refused, given.Last.Statements[1].Result);
        Assert.Equal(at, given.Entries[^1].Evidence!.Statements[0].Claimed!.Value.Earliest);
        Assert.False(given.MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_day_counts_at_the_end_that_protects()
    {
        var day = Occurrence.On(new DateOnly(2026, 5, 20));
        var give = Apply(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance), Change().Give(s_email, day, Form), "a");
        Assert.Equal(new DateTimeOffset(2026, 5, 19, 10, 0, 0, TimeSpan.Zero), give.Result.Statements[0].OccurredAt);
        var no = Apply(give.After[Ada], Change().Withdraw(s_email, day), "b");
        Assert.Equal(((Timestamp)new DateTimeOffset(2026, 5, 21, 12, 0, 0, TimeSpan.Zero)).Plus(TimeSpan.FromMicroseconds(-1)), no.Result.Statements[0].OccurredAt);
        Assert.Equal(day, no.Entry!.Evidence!.Statements[0].Claimed);
        Assert.Equal(FlagValue.Inactive, no.After[Ada].Effective(s_email).Status);
    }

    [Fact]
    public void A_day_in_a_zone_is_that_zones()
    {
        var day = Occurrence.On(new DateOnly(2026, 5, 20), s_rome);
        Assert.Equal(new DateTimeOffset(2026, 5, 19, 22, 0, 0, TimeSpan.Zero), day.Earliest);
        Assert.Equal(((Timestamp)new DateTimeOffset(2026, 5, 20, 22, 0, 0, TimeSpan.Zero)).Plus(TimeSpan.FromMicroseconds(-1)), day.Latest);
        Assert.Equal("2026-05-20+02:00/+02:00", day.ToString());
        Assert.Equal(day, Occurrence.Parse(day.ToString()));
    }

    [Fact]
    public void A_no_of_a_day_that_is_not_over_is_said_now()
    {
        var no = Apply(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance), Change().Withdraw(s_email, Occurrence.On(new DateOnly(2026, 6, 1))), "a");
        Assert.Equal(s_now, no.Result.Statements[0].OccurredAt);
        Assert.False(no.Result.Has(ChangeCode.OccurredInFuture));
    }

    [Fact]
    public void A_no_ahead_of_the_clock_is_said_now_and_told() =>
        Assert.True(new Given().Gave(1, s_email).At(2, Change().Withdraw(s_email, Minute(500))).Last.Statements[0].Has(ChangeCode.OccurredInFuture));

    [Fact]
    public void A_notice_accepted_in_the_same_change_counts_whatever_its_date() =>
        Assert.True(new Given().At(5, Change().AcceptNotice("v1", Minute(1).Plus(TimeSpan.FromMicroseconds(1))).Give(s_email, Minute(1), Form)).MayContact(s_email).IsPermitted);

    [Fact]
    public void A_consent_until_a_date_is_none_after_it()
    {
        var given = new Given().At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form, until: Minute(50)));
        var before = given.MayContact(s_email, minute: 49);
        Assert.Equal((DecisionCode.Consent, Minute(50)), (before.Code, before.HoldsUntil));
        var after = given.MayContact(s_email, minute: 50);
        Assert.Equal(DecisionOutcome.NoBasis, after.Outcome);
        Assert.Contains(DecisionCode.ConsentExpired, after.Failed);
        Assert.DoesNotContain(DecisionCode.ConsentNeverAsked, after.Failed);
    }

    [Fact]
    public void A_consent_from_a_date_is_none_before_it()
    {
        var given = new Given().At(1, Change().AcceptNotice("v1", Minute(1)).Give(s_email, Minute(1), Form, from: Minute(50)));
        var before = given.MayContact(s_email, minute: 49);
        Assert.Contains(DecisionCode.ConsentNotYet, before.Failed);
        Assert.Equal(Minute(50), before.HoldsUntil);
        Assert.True(given.MayContact(s_email, minute: 50).IsPermitted);
    }

    [Fact]
    public void A_pause_denies_until_it_is_over_and_leaves_no_trace()
    {
        var given = new Given().Gave(1, s_email).At(5, Change().Pause(Purposes.Marketing.Group, Minute(50), Form));
        var paused = given.MayContact(s_email, minute: 49);
        Assert.Equal((DecisionCode.Objected, Minute(50)), (paused.Code, paused.HoldsUntil));
        Assert.Equal(DecisionCode.Consent, given.MayContact(s_email, minute: 50).Code);
    }

    [Fact]
    public void A_pause_never_stands_in_for_a_no_without_an_end()
    {
        var given = new Given().Gave(1, s_email).Objected(4, s_email).At(5, Change().Pause(s_email, Minute(50), Form));
        Assert.Equal(DecisionCode.Objected, given.MayContact(s_email, minute: 60).Code);
    }

    [Fact]
    public void A_later_retraction_lifts_a_pause_and_an_earlier_one_does_not()
    {
        var given = new Given().Gave(1, s_email).At(5, Change().Pause(Purposes.Marketing.Group, Minute(50), Form));
        Assert.True(new Given().Gave(1, s_email).At(5, Change().Pause(s_email, Minute(50), Form)).At(6, Change().RetractObjection(s_email, Minute(6), Form)).MayContact(s_email, minute: 20).IsPermitted);
        Assert.True(given.At(6, Change().RetractObjection(s_email, Minute(6), Form)).MayContact(s_email, minute: 20).IsPermitted);
        var earlier = new Given().Gave(1, s_email).At(5, Change().Pause(s_email, Minute(50), Form)).At(6, Change().RetractObjection(s_email, Minute(4), Form));
        Assert.False(earlier.MayContact(s_email, minute: 20).IsPermitted);
    }

    [Theory]
    [InlineData(ChangePort.Bulk, ChangeSource.Api)]
    [InlineData(ChangePort.OneContact, ChangeSource.Import)]
    public void An_end_that_nobody_vouches_for_is_ignored_and_the_no_lasts(ChangePort port, ChangeSource source)
    {
        var given = new Given().Gave(1, s_email).At(5, Change().From(source).Pause(s_email, Minute(50), Form), port);
        Assert.False(given.MayContact(s_email, minute: 60).IsPermitted);
        Assert.Equal(Minute(50), given.Entries[^1].Evidence!.Statements[0].ClaimedUntil);
        Assert.False(new Given().Gave(1, s_email).At(5, Change().Pause(s_email, Minute(50), Evidence.None)).MayContact(s_email, minute: 60).IsPermitted);
    }

    [Fact]
    public void A_retraction_on_a_group_that_an_edge_does_not_reach_lifts_nothing()
    {
        var given = new Given().Gave(1, Purposes.SoftSpam.Email).Objected(2, Purposes.Marketing.Group).At(3, Change().RetractObjection(Purposes.SoftSpam.Group, Minute(3), Form));
        Assert.Equal(FlagValue.Active, given.Contact.Effective(Purposes.SoftSpam.Email).Objection);
    }

    [Fact]
    public void Who_comes_back_says_so_in_one_word()
    {
        var given = new Given().Gave(1, s_email).At(2, Change().Object(s_email).Restrict(s_email).Withdraw(s_email))
            .At(3, Change().AcceptNotice("v1", Minute(3)).GiveAnew(s_email, Minute(3), Form));
        Assert.True(given.MayContact(s_email).IsPermitted);
        Assert.Empty(given.Last.Statements.SelectMany(s => s.Notes));
    }

    [Fact]
    public void Being_asked_is_remembered_and_opens_nothing()
    {
        var given = new Given().At(5, Change().Asked(s_email, Minute(4))).At(6, Change().Asked(s_email, Minute(3)));
        Assert.Equal(ChangeOutcome.Unchanged, given.Last.Outcome);
        Assert.Equal(new AskedAt(s_email, Minute(4)), Assert.Single(given.Contact.Asked));
        Assert.Equal(Minute(7), Assert.Single(given.At(7, Change().Asked(s_email, Minute(500))).Contact.Asked).At);
        Assert.False(given.MayContact(s_email).IsPermitted);
        Assert.Equal(ChangeCode.UnknownPurpose, given.At(8, Change().Asked(PurposePath.Parse("no.such"), Minute(8))).Last.Askings[0].Code);
    }

    [Fact]
    public void Who_opted_in_and_later_out_in_a_file_is_superseded_and_in_no_quarantine()
    {
        var given = new Given().At(9, Change().From(ChangeSource.Import).Give(s_email, Minute(1), Evidence.Asserted("file:1")).Withdraw(s_email, Minute(5)), ChangePort.Bulk);
        Assert.True(given.Last.Statements[0].Has(ChangeCode.Superseded));
        Assert.False(given.Entries[^1].IsQuarantined);
        Assert.True(given.At(10, Change().From(ChangeSource.Import).Give(s_email, Minute(7), Evidence.Asserted("file:2")), ChangePort.Bulk).Last.Has(ChangeCode.WouldWeaken));
    }

    private static AppliedChange Apply(ContactConsents contact, ConsentChange change, string id) =>
        contact.Apply(change.WithId(ChangeId.From(id)), new ConsentRules(), ApplyGen.At(s_now));
}
