using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Notices;

/// <summary>A notice may change what some purposes mean, and leave the others as they were (row 12).</summary>
public class MaterialForTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;

    [Fact]
    public void Only_consents_to_the_purposes_named_are_to_be_given_anew()
    {
        var given = At(new Notice("v2", Minute(50)) { MaterialFor = [s_sms] }).Gave(1, s_email).Gave(2, s_sms);

        Assert.Equal(DecisionCode.Consent, given.MayContact(s_email).Code);
        Assert.Equal(DecisionCode.NoticeMateriallyChanged, given.MayContact(s_sms).Code);
    }

    [Fact]
    public void A_group_names_all_below_it_and_a_path_that_nobody_knows_what_stands_below_it()
    {
        Assert.Equal(DecisionCode.NoticeMateriallyChanged, At(new Notice("v2", Minute(50)) { MaterialFor = [Purposes.Marketing.Group] }).Gave(1, s_email).MayContact(s_email).Code);
        Assert.Equal(DecisionCode.Consent, At(new Notice("v2", Minute(50)) { MaterialFor = [Purposes.Profiling.Group] }).Gave(1, s_email).MayContact(s_email).Code);
    }

    [Fact]
    public void What_extends_to_a_purpose_is_asked_for_anew_where_that_purpose_changed()
    {
        var law = Jurisdiction.Italy.TurnOn("extension-from-one");
        Given Italian(params PurposePath[] changed) => new Given(law, null, new Notice("v1", Minute(-1000)) { SaysAutomatedCoversTraditional = true }, new Notice("v2", Minute(50)) { MaterialFor = [.. changed] }).Gave(1, s_email);

        Assert.Equal(DecisionCode.ConsentExtends, Italian(s_sms).MayContact(Purposes.Marketing.Traditional.Paper, Checked).Code);
        Assert.NotEqual(DecisionOutcome.Permit, Italian(Purposes.Marketing.Traditional.Paper).MayContact(Purposes.Marketing.Traditional.Paper, Checked).Outcome);
    }

    [Fact]
    public void To_name_a_purpose_makes_it_material_and_the_order_does_not_matter()
    {
        var notice = new Notice("v2", Minute(50)) { MaterialFor = [s_sms, s_email, s_sms] };

        Assert.True(notice.IsMaterial);
        Assert.Equal(notice, new Notice("v2", Minute(50)) { MaterialFor = [s_email, s_sms] });
        Assert.NotEqual(notice, new Notice("v2", Minute(50)) { IsMaterial = true });
        Assert.Throws<ArgumentException>(() => new Notice("v2", Minute(50)) { MaterialFor = [.. Enumerable.Range(0, 65).Select(n => PurposePath.Parse($"news.n{n}"))] });
    }

    private static Given At(Notice later) => new(null, null, new Notice("v1", Minute(-1000)), later);
}
