using Consent.Testing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>A record that was wrong: what it says leaves the fold, and nothing else does.</summary>
public class RectificationTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");

    /// <summary>Each flag said either way: each can have been the wrong person's word.</summary>
    public static TheoryData<ConsentFlag, bool> Words => new(Enum.GetValues<ConsentFlag>().SelectMany(f => new[] { (f, true), (f, false) }));

    [Theory]
    [MemberData(nameof(Words))]
    public void Whatever_was_recorded_of_the_wrong_person_is_as_never_said(ConsentFlag flag, bool isActive)
    {
        var given = new Given().Gave(1, s_email);
        var before = given.Person;
        given.At(5, Said("wrong", flag, isActive, 5));
        Assert.NotEqual(before[Ada].Find(s_email, flag), given.Contact.Find(s_email, flag));

        Rectified(given, 10, "wrong");

        Assert.Equal(before[Ada].Flags, given.Contact.Flags);
        Assert.Equal(before[Ada].Acceptances, given.Contact.Acceptances);
    }

    [Fact]
    public void The_clicks_of_a_mail_gateway_leave_and_the_persons_own_no_stays()
    {
        var given = new Given().Gave(1, s_email).At(5, Change().WithId(ChangeId.From("click")).Object(s_email, Minute(5)).Withdraw(s_email, Minute(5)));
        Assert.False(given.MayContact(s_email).IsPermitted);
        Assert.True(Rectified(given, 10, "click").MayContact(s_email).IsPermitted);
        Assert.False(Rectified(given.Withdrew(12, s_email), 15, "click").MayContact(s_email).IsPermitted);
    }

    [Fact]
    public void A_decision_cites_the_rectification_where_the_record_may_have_spoken_of_its_purpose()
    {
        var given = Rectified(new Given().Gave(1, s_email).At(5, Change().WithId(ChangeId.From("click")).Object(Purposes.Marketing.Automatic.Group, Minute(5))), 10, "click");

        Assert.Equal(ChangeId.From("because-of-click"), given.MayContact(s_email).RectifiedBy);
        Assert.Equal(ChangeId.From("because-of-click"), given.MayContact(Purposes.Marketing.Automatic.Sms).RectifiedBy);
        Assert.True(given.MayContact(Purposes.Marketing.Traditional.Phone).RectifiedBy.IsDefault);
        Assert.True(new Given().Gave(1, s_email).MayContact(s_email).RectifiedBy.IsDefault);
    }

    [Fact]
    public void What_we_knew_before_the_rectification_is_what_was_answered_then()
    {
        var given = Rectified(new Given().Gave(1, s_email).At(5, Change().WithId(ChangeId.From("click")).Object(s_email, Minute(5))), 10, "click");
        var known = PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries.Where(e => e.RecordedAt <= Minute(9)));
        var asItWas = PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries, Minute(6));

        Assert.Equal(FlagValue.Active, known[Ada][s_email].Objection);
        Assert.Equal(FlagValue.Unset, asItWas[Ada][s_email].Objection);
    }

    [Fact]
    public void What_comes_again_under_the_same_id_counts_as_a_no_and_never_as_a_yes()
    {
        var wrong = Change().WithId(ChangeId.From("form")).AcceptNotice("v1", Minute(5)).Give(s_email, Minute(5), Form);
        var given = Rectified(new Given().At(5, wrong), 10, "form");
        foreach (var id in (string[])["form", "form+2", "form+0123456789abcdef", "form+0123456789abcdef+3"])
        {
            given.At(20, Change().WithId(ChangeId.From(id)).AcceptNotice("v1", Minute(20)).Give(s_email, Minute(20), Form).Object(s_email, Minute(20)));

            Assert.Equal([new ChangeNote(ChangeCode.ChangeIdReused)], given.Last.Statements[0].Notes);
            Assert.Equal((FlagValue.Unset, FlagValue.Active), (given.Contact[s_email].Status, given.Contact[s_email].Objection));
            Assert.Empty(given.Contact.Acceptances);
            Assert.True(given.Contact.SaysTheSameAs(PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries)[Ada]));
        }

        Assert.Equal(FlagValue.Active, given.At(30, Change().WithId(ChangeId.From("form-2")).Give(s_email, Minute(30), Form)).Contact[s_email].Status);
    }

    [Fact]
    public void A_link_that_was_wrong_never_was()
    {
        var given = new Given().Gave(1, s_email, Bea).Linked(3).Gave(4, s_email).Withdrew(5, s_email).Linked(8, isLinked: false);
        Assert.False(given.MayContact(s_email, contact: Bea).IsPermitted);

        var link = given.Entries.First(e => e.Type == AuditEntryType.Linked).Evidence!.Change!.Value.Value;
        Rectified(given, 10, link);

        Assert.True(given.MayContact(s_email, contact: Bea).IsPermitted);
        Assert.All(given.Person.Contacts, c => Assert.DoesNotContain(c.Flags, f => f.InForce.Origin.Contact != c.Id));
        Assert.Equal(2, given.Entries.Count(e => e.Type == AuditEntryType.Rectified));
        Assert.True(given.Person[Bea].Links.First(l => l.IsLinked).IsRectified);
    }

    [Fact]
    public void An_undoing_that_was_wrong_never_was()
    {
        var given = new Given().Linked(3).Linked(5, isLinked: false);
        var undoing = given.Entries.First(e => e.Type == AuditEntryType.Unlinked).Evidence!.Change!.Value.Value;

        Assert.Equal([Ada, Bea], Rectified(given, 10, undoing).Person.LinkedWith(Ada));
    }

    [Fact]
    public void A_change_in_parts_is_named_with_all_of_them_and_no_others()
    {
        var rectification = Rectification.OfChange(Ada, ChangeId.From("long"), "wrong person", "case 7");

        Assert.All((string[])["long", "long+2", "long+10"], id => Assert.True(rectification.Names(Entry(id))));
        Assert.All((string[])["long+", "long+x", "long+0123456789abcdef", "long+6933727539120610", "longer", "long+02", "lon"], id => Assert.False(rectification.Names(Entry(id))));
        Assert.True(Rectification.OfEntry(Ada, 7, "wrong person", "case 7").Names(Entry("any") with { Index = 7 }));
        Assert.False(Rectification.OfEntry(Ada, 7, "wrong person", "case 7").Names(Entry("any") with { Index = 8 }));
        Assert.False(Rectification.OfEntry(Bea, 7, "wrong person", "case 7").Names(Entry("any") with { Index = 7 }));
    }

    [Fact]
    public void An_act_of_its_own_whose_id_looks_like_a_parts_stays()
    {
        var given = new Given().At(1, Change().WithId(ChangeId.From("form")).Give(s_email, Minute(1), Form)).At(2, Change().WithId(ChangeId.From("form+2")).Object(s_email, Minute(2)));

        Assert.Equal("form", Assert.Single(Rectification.OfChange(Ada, ChangeId.From("form"), "wrong person", "case 7").Among(given.Entries)).Evidence!.Change!.Value.Value);
    }

    [Fact]
    public void A_dated_no_that_comes_again_under_the_id_of_a_record_taken_out_counts()
    {
        var no = Change().WithId(ChangeId.From("no")).Withdraw(s_email, Minute(5));
        var given = Rectified(new Given().Gave(1, s_email).At(5, no), 10, "no");
        Assert.True(given.MayContact(s_email).IsPermitted);

        Assert.False(given.At(20, no).MayContact(s_email).IsPermitted);
        Assert.Equal(ChangeOutcome.Repeated, given.At(30, no).Last.Outcome);
    }

    [Fact]
    public void Only_the_privacy_manager_rectifies_and_only_what_was_said()
    {
        var given = new Given().Gave(1, s_email);
        var wrong = given.Entries[0];
        foreach (var actor in (Actor[])[Actor.Operator("o"), Actor.ApiClient("a"), Actor.System("s"), Actor.DataProtectionOfficer("d"), Actor.ForSelf(Ada)])
        {
            Assert.Throws<ConsentAccessDeniedException>(() => Named(wrong).Entries(wrong, given.Person, ChangeId.From("r"), given.Rules, ApplyGen.At(Minute(5), actor: actor)));
        }

        var rectified = Assert.Single(Named(wrong).Entries(wrong, given.Person, ChangeId.From("r"), given.Rules, ApplyGen.At(Minute(5), actor: s_manager)));
        Assert.Equal((AuditEntryType.Rectified, 0L, "case 7"), (rectified.Type, rectified.Facts.Rectifies, rectified.Evidence!.Reason));
        Assert.False(Named(wrong).Names(rectified));
        Assert.Throws<ArgumentException>(() => Named(wrong).Entries(rectified, given.Person, ChangeId.From("r"), given.Rules, ApplyGen.At(Minute(5), actor: s_manager)));
    }

    [Fact]
    public void Copies_that_disagree_on_what_was_rectified_are_not_joined()
    {
        var given = new Given().At(5, Change().WithId(ChangeId.From("click")).Object(s_email, Minute(5)));
        var before = given.Contact;

        Assert.Throws<ArgumentException>(() => before.Join(Rectified(given, 10, "click").Contact));
    }

    private static AuditEntry Entry(string change) => HistoryGen.Entry(Ada, change, [], null, 1);

    private static Rectification Named(AuditEntry wrong) => Rectification.OfChange(Ada, wrong.Evidence!.Change!.Value, "wrong person", "case 7");

    private static ConsentChange Said(string id, ConsentFlag flag, bool isActive, int minute)
    {
        var isProtective = isActive == (flag != ConsentFlag.Status);
        var said = Change().WithId(ChangeId.From(id)).AcceptNotice("v1", Minute(minute));
        return said.Say(isProtective ? Statement.Protective(s_email, flag, Minute(minute)) : Statement.Permissive(s_email, flag, Minute(minute), Form));
    }

    private static Given Rectified(Given given, int minute, string change)
    {
        var rectification = Rectification.OfChange(Ada, ChangeId.From(change), "wrong person", "case 7");
        var wrong = given.Entries.First(rectification.Names);
        return given.Record(rectification.Entries(wrong, given.Person, ChangeId.From($"because-of-{change}"), given.Rules, ApplyGen.At(Minute(minute), actor: s_manager)));
    }
}
