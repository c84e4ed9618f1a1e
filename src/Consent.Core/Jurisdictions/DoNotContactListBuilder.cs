namespace Consent;

/// <summary>A do-not-contact list: whom it covers, what passes it, how long a check of it holds.</summary>
public sealed class DoNotContactListBuilder : LawPartBuilder<DoNotContactListBuilder>
{
    private ListTerms _terms;

    internal DoNotContactListBuilder(string name) => _terms = new() { Name = name };

    /// <summary>How many days a check holds.</summary>
    /// <param name="days">At least 1.</param>
    /// <param name="channels">For these means; none: for all without days of their own.</param>
    public DoNotContactListBuilder CheckHolds(int days, params Channel[] channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return Said(_terms with { CheckHoldsDays = _terms.CheckHoldsDays.SetItems((channels.Length == 0 ? [Channel.None] : channels).Select(c => KeyValuePair.Create(c, days))) });
    }

    /// <summary>How many days after its enrolment a number may still be called.</summary>
    public DoNotContactListBuilder Grace(int days) => Said(_terms with { GraceDays = days });

    /// <summary>A consent given after the latest enrolment passes.</summary>
    public DoNotContactListBuilder LaterConsentPasses() => Said(_terms with { Passes = ListPassing.LaterConsent });

    /// <summary>A consent passes, whatever the order.</summary>
    public DoNotContactListBuilder AnyConsentPasses() => Said(_terms with { Passes = ListPassing.AnyConsent });

    /// <summary>A renewal counts as an enrolment: it revokes the consents before it.</summary>
    public DoNotContactListBuilder RenewalCounts() => Said(_terms with { RenewalCounts = true });

    /// <summary>For these means only addresses from a public directory are asked about: all that are not stated to come from the person.</summary>
    public DoNotContactListBuilder DirectoryOnly(params Channel[] channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return Said(_terms with { DirectoryOnly = channels.Aggregate(0, (bits, c) => bits | LawScope.Bit(c)) });
    }

    /// <summary>Who is enrolled is not handed to third parties either.</summary>
    public DoNotContactListBuilder BlocksTransfers() => Said(_terms with { BlocksTransfers = true });

    /// <summary>A consent given within a contract passes while that is in force, or ended at most so many days ago.</summary>
    public DoNotContactListBuilder ContractPasses(int endedWithinDays) => Said(_terms with { ContractEndedDays = endedWithinDays });

    internal override LawPart Build() => new ListPart(Heading, _terms);

    private DoNotContactListBuilder Said(ListTerms terms)
    {
        _terms = terms;
        return this;
    }
}
