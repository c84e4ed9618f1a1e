using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>A contact who acts by a link that was sent to them may do what it is for.</summary>
public class PersonalLinkTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;
    private static readonly Evidence s_confirmed = Form with { IsConfirmed = true };

    /// <summary>A link of each kind, a statement, and whether the one may make the other.</summary>
    public static TheoryData<string, string, bool> Cells => new(
        from link in (string[])["unsubscribe", "opt-in", "preferences", "preferences that give"]
        from said in (string[])["withdraw email", "object email", "restrict email", "withdraw sms", "object all", "give email", "confirm email", "confirm sms", "confirm email before", "retract email confirmed"]
        select (link, said, (link, said) switch
        {
            ("unsubscribe", "withdraw email" or "object email") => true,
            ("opt-in", "confirm email" or "retract email confirmed" or "withdraw email" or "object email") => true,
            ("preferences", _) => said.StartsWith("withdraw", StringComparison.Ordinal) || said.StartsWith("object", StringComparison.Ordinal) || said.StartsWith("restrict", StringComparison.Ordinal),
            ("preferences that give", _) => true,
            _ => false,
        }));

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_statement_that_the_link_is_not_for_is_refused_and_another_beside_it_is_not(string link, string said, bool isAllowed)
    {
        var by = Actor.ContactByLink(Ada, Link(link));
        var beside = link == "opt-in" ? Statement.Permissive(s_email, ConsentFlag.Objection, Minute(40), s_confirmed) : Statement.Protective(s_email, ConsentFlag.Objection, Minute(40));
        var given = new Given().At(50, Change().Say(Said(said)).Say(beside), actor: by);

        Assert.Equal(!isAllowed, given.Last.Statements[0].Notes.Any(n => n.Code == ChangeCode.NotPermitted));
        Assert.DoesNotContain(given.Last.Statements[1].Notes, n => n.Code == ChangeCode.NotPermitted);
        Assert.Equal(isAllowed ? 2 : 1, given.Entries[^1].Facts.Statements.Length);
    }

    [Fact]
    public void A_link_that_names_a_group_says_no_to_what_is_below_it()
    {
        var link = PersonalLink.Unsubscribe(Minute(30), Purposes.Marketing.Automatic.Group);

        Assert.False(new Given().Gave(1, s_email).At(50, Change().Withdraw(s_email), actor: Actor.ContactByLink(Ada, link)).MayContact(s_email).IsPermitted);
        Assert.Throws<ConsentAccessDeniedException>(() => new Given().At(50, Change().Withdraw(Purposes.Marketing.Group), actor: Actor.ContactByLink(Ada, link)));
    }

    [Theory]
    [InlineData(7 * 24 * 60 - 1, true)]
    [InlineData(7 * 24 * 60, false)]
    public void A_link_to_confirm_lasts_as_long_as_a_yes_waits(int after, bool confirms)
    {
        var link = PersonalLink.DoubleOptIn(Minute(0), s_email);
        var given = new Given().At(after, Change().AcceptNotice("v1", Minute(after)).Give(s_email, Minute(after), s_confirmed).Object(s_email, Minute(after - 1)).RetractObjection(s_email, Minute(after), s_confirmed), actor: Actor.ContactByLink(Ada, link));

        Assert.Equal(confirms, given.MayContact(s_email).IsPermitted);
        Assert.Equal(!confirms, given.Last.Has(ChangeCode.NotPermitted));
    }

    [Fact]
    public void The_entry_says_by_which_link_of_when()
    {
        var given = new Given().At(50, Change().Object(s_email), actor: Actor.ContactByLink(Ada, Link("unsubscribe")));

        Assert.Equal(new EntryActor("ada", [ActorRole.ContactByLink], null, PersonalLinkKind.Unsubscribe, Minute(30)), given.Entries[^1].Actor);
    }

    [Fact]
    public void No_link_lets_a_contact_act_through_another_role()
    {
        var officer = Actor.ContactByLink(Ada, Link("unsubscribe")).Also(ActorRole.DataProtectionOfficer);

        Assert.Equal(AccessVerdict.Allowed, AccessPolicy.Default.Check(officer, Permission.Protect, Bea));
        Assert.Equal(AccessVerdict.Denied, AccessPolicy.Default.Check(officer, Permission.Permit, Ada));
        Assert.Throws<ArgumentException>(() => officer.Also(ActorRole.ContactByLink));
        Assert.Throws<ArgumentException>(() => PersonalLink.Unsubscribe(Minute(1)));
    }

    private static PersonalLink Link(string link) => link switch
    {
        "unsubscribe" => PersonalLink.Unsubscribe(Minute(30), s_email),
        "opt-in" => PersonalLink.DoubleOptIn(Minute(30), s_email),
        _ => PersonalLink.Preferences(Minute(30), mayGive: link == "preferences that give"),
    };

    private static Statement Said(string said) => said switch
    {
        "withdraw email" => Statement.Protective(s_email, ConsentFlag.Status, Minute(45)),
        "object email" => Statement.Protective(s_email, ConsentFlag.Objection, Minute(45)),
        "restrict email" => Statement.Protective(s_email, ConsentFlag.Restriction, Minute(45)),
        "withdraw sms" => Statement.Protective(s_sms, ConsentFlag.Status, Minute(45)),
        "object all" => Statement.Protective(PurposePath.All, ConsentFlag.Objection, Minute(45)),
        "give email" => Statement.Permissive(s_email, ConsentFlag.Status, Minute(45), Form),
        "confirm email" => Statement.Permissive(s_email, ConsentFlag.Status, Minute(45), s_confirmed),
        "confirm sms" => Statement.Permissive(s_sms, ConsentFlag.Status, Minute(45), s_confirmed),
        "confirm email before" => Statement.Permissive(s_email, ConsentFlag.Status, Minute(29), s_confirmed),
        _ => Statement.Permissive(s_email, ConsentFlag.Objection, Minute(45), s_confirmed),
    };
}
