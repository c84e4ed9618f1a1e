using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Parts of a law that are taken without an error and then do not do what they say.</summary>
public class FoundByAttackOnLawParts
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;
    private static readonly PurposePath s_classic = Purposes.Profiling.Classic;

    [Fact]
    public void A_term_for_asking_that_is_said_to_be_about_asking_is_kept_or_refused()
    {
        if (Made(law => law.Asking(afterNoMonths: 6, configure: p => p.Operations(Operation.ToAsk))) is not { } made)
        {
            return;
        }

        Assert.Equal(DecisionCode.AskedLately, new Given(made).Withdrew(1, s_email).Decide(ProcessingRequest.ToAsk(Ada, s_email)).Code);
    }

    [Fact]
    public void A_term_for_asking_holds_for_profiling_too()
    {
        // Asking is an operation of its own, "whatever the purpose is for": a term that names none is about asking.
        var made = Made(law => law.Asking(afterNoMonths: 6))!;

        Assert.Equal(DecisionCode.AskedLately, new Given(made).Withdrew(1, s_classic).Decide(ProcessingRequest.ToAsk(Ada, s_classic)).Code);
    }

    [Fact]
    public void A_validity_for_keeping_is_kept_or_refused()
    {
        if (Made(law => law.Validity(12, p => p.Operations(Operation.Store))) is not { } made)
        {
            return;
        }

        var given = new Given(made).Gave(1, s_email);
        Assert.False(given.Decide(ProcessingRequest.ToStore(Ada, s_email).At(Minute(1).PlusMonths(13))).IsPermitted);
    }

    [Fact]
    public void A_part_for_a_sector_and_not_for_the_same_is_refused() =>
        Assert.Null(Made(law => law.OptInOnly(p => p.Sectors(Sector.Gas).NotSectors(Sector.Gas))));

    [Fact]
    public void A_term_for_asking_without_any_number_is_refused() => Assert.Null(Made(law => law.Asking()));

    [Fact]
    public void An_objection_that_reaches_one_purpose_reaches_it_or_is_refused()
    {
        if (Made(law => law.ObjectionExtends(Purposes.Marketing.Automatic.Group, s_phone)) is not { } made)
        {
            return;
        }

        var given = new Given(made).Gave(1, s_phone).Objected(5, Purposes.Marketing.Automatic.Group);
        Assert.Equal(DecisionOutcome.Deny, given.MayContact(s_phone).Outcome);
    }

    [Fact]
    public void An_objection_that_reaches_profiling_reaches_it_or_is_refused()
    {
        if (Made(law => law.ObjectionExtends(Purposes.Marketing.Automatic.Group, Purposes.Profiling.Group)) is not { } made)
        {
            return;
        }

        var given = new Given(made).Gave(1, s_classic).Objected(5, Purposes.Marketing.Automatic.Group);
        Assert.Equal(DecisionOutcome.Deny, given.Decide(ProcessingRequest.ToProfile(Ada, s_classic)).Outcome);
    }

    [Fact]
    public void What_an_opt_in_obliges_to_is_borne_by_the_consent()
    {
        if (Made(law => law.Rule(ContactRule.OptIn, r => r.Channels(Channel.Email).Obliges(Obligations.IncludeOptOut))) is not { } made)
        {
            return;
        }

        Assert.Equal("Opt-in; `INCLUDE_OPT_OUT`", made.Parts[0].Says);
        Assert.Equal(Obligations.IncludeOptOut, new Given(made).Gave(1, s_email).MayContact(s_email).Obligations);
    }

    [Fact]
    public void A_customer_exception_for_profiling_permits_or_is_refused() =>
        Assert.Null(Made(law => law.CustomerException(e => e.Operations(Operation.Profiling))));

    [Fact]
    public void A_consent_that_extends_to_profiling_does_so_or_is_refused() =>
        Assert.Null(Made(law => law.ConsentExtends(Purposes.Marketing.Automatic.Group, Purposes.Profiling.Group, configure: p => p.Operations(Operation.Profiling))));

    [Fact]
    public void A_check_that_holds_for_a_means_that_the_list_is_not_about_is_refused() =>
        Assert.Null(Made(law => law.List("R", l => l.Channels(Channel.Phone).CheckHolds(5, Channel.Email))));

    /// <summary>The law, or nothing where it is refused as it should be.</summary>
    private static Jurisdiction? Made(Action<JurisdictionBuilder> change)
    {
        var builder = Jurisdiction.Define("Made", "MM");
        change(builder);
        try
        {
            return builder.Build();
        }
        catch (InvalidJurisdictionException)
        {
            return null;
        }
    }
}
