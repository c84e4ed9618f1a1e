namespace Consent.Core.Tests;

/// <summary>Laws that are not refused, and do not come back from JSON as they were; or mean another thing than they say.</summary>
public class FoundByAttackOnLawJson
{
    [Fact]
    public void A_confirmation_that_waits_very_long_comes_back()
    {
        var made = Jurisdiction.Define("Made", "MM").DoubleOptIn(new() { EndsAfter = TimeSpan.FromDays(30_000) }).Build();

        Assert.Equal(made, Jurisdiction.FromJson(made.ToJson()));
    }

    [Fact]
    public void A_text_that_is_not_well_formed_is_refused_or_comes_back()
    {
        Jurisdiction made;
        try
        {
            made = Jurisdiction.Define("Made", "MM").Cites(DecisionCode.Consent, "Art. \ud800").Build();
        }
        catch (InvalidJurisdictionException)
        {
            return;
        }

        Assert.Equal(made.CitationOf(DecisionCode.Consent), Jurisdiction.FromJson(made.ToJson()).CitationOf(DecisionCode.Consent));
    }

    [Fact]
    public void Two_lists_whose_names_are_not_well_formed_are_two_laws()
    {
        Jurisdiction one, other;
        try
        {
            one = Jurisdiction.Define("Made", "MM").List("R\ud800", l => l.AnyConsentPasses()).Build();
            other = Jurisdiction.Define("Made", "MM").List("R\ud801", l => l.AnyConsentPasses()).Build();
        }
        catch (InvalidJurisdictionException)
        {
            return;
        }

        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_mark_that_there_is_not_is_refused_or_comes_back()
    {
        Jurisdiction made;
        try
        {
            made = Jurisdiction.Define("Made", "MM").Cites(DecisionCode.Consent, "a law", (RuleMark)99).Build();
        }
        catch (InvalidJurisdictionException)
        {
            return;
        }

        Assert.Equal(made.CitationOf(DecisionCode.Consent), Jurisdiction.FromJson(made.ToJson()).CitationOf(DecisionCode.Consent));
    }

    [Fact]
    public void A_code_that_there_is_not_is_refused() =>
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.Define("Made", "MM").Cites((DecisionCode)999, "a law").Build());

    [Fact]
    public void An_extension_from_nowhere_is_refused()
    {
        var error = Record.Exception(() => Jurisdiction.Define("Made", "MM").ObjectionExtends(null!, Purposes.Marketing.Group).Build());

        Assert.True(error is InvalidJurisdictionException or ArgumentNullException, error?.GetType().Name);
    }

    [Theory]
    [InlineData(36)]
    [InlineData(32)]
    public void A_means_that_there_is_not_is_refused(int channel) =>
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.Define("Made", "MM").Channels((Channel)channel).OptOut().Build());

    [Fact]
    public void A_kind_that_there_is_not_is_refused() =>
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.Define("Made", "MM").Rule(ContactRule.Free, r => r.Kinds((SubscriberKind)34)).Build());

    [Theory]
    [InlineData("""{"part":"list","name":"R","checkHoldsDays":{"default":1,"none":3650}}""")]
    [InlineData("""{"part":"customerException","sales":[]}""")]
    [InlineData("""{"part":"rule","rule":"optOut","channels":[]}""")]
    [InlineData("""{"part":"rule","rule":"optOut","sectors":[]}""")]
    [InlineData("""{"part":"validity","months":12,"operations":[]}""")]
    [InlineData("""{"part":"rule","rule":"optIn","channels":["none"]}""")]
    [InlineData("""{"part":"validity","months":12,"operations":["none"]}""")]
    [InlineData("""{"part":"rule","rule":"optIn","mark":"V"}""")]
    public void A_part_that_says_nothing_or_two_things_is_refused(string part) =>
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson($$"""{"name":"X","code":"XX","parts":[{{part}}]}"""));
}
