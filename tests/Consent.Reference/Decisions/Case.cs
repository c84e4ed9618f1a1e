namespace Consent.Reference;

/// <summary>One request with all that its answer rests on, and the Fail codes kept so far.</summary>
internal sealed class Case
{
    public Case(
        RefHistory history,
        RefTaxonomy taxonomy,
        RefJurisdiction jurisdiction,
        IReadOnlyList<RefNotice> notices,
        RefRequest request)
    {
        History = history.Righted();
        Taxonomy = taxonomy;
        Jurisdiction = jurisdiction;
        Notices = notices;
        Request = request;
        Covering = new Covering(taxonomy, request.ServesNoDirectMarketing);
        Person = new Person(History, taxonomy, Covering, request.Contact, request.AsOf, request.Point?.Id);
    }

    public RefHistory History { get; }

    public RefTaxonomy Taxonomy { get; }

    public RefJurisdiction Jurisdiction { get; }

    public IReadOnlyList<RefNotice> Notices { get; }

    public RefRequest Request { get; }

    public Covering Covering { get; }

    public Person Person { get; }

    public HashSet<string> Fails { get; } = new(StringComparer.Ordinal);

    public bool IsItaly => Jurisdiction.Name == RefJurisdictionName.Italy;

    public RefDecision Permit(string code, string? node, bool includeOptOut = false) =>
        new(RefOutcome.Permit, code, node, Fails, includeOptOut);

    public RefDecision Deny(string code, string? node) => new(RefOutcome.Deny, code, node, Fails, false);

    public RefDecision Review(string code, string? node) => new(RefOutcome.Review, code, node, Fails, false);

    public RefDecision NoBasis(string code, string? node) => new(RefOutcome.NoBasis, code, node, Fails, false);

    public RefNotice? Published(string? version) => Notices.FirstOrDefault(notice => notice.Version == version);

    /// <summary>Rows 7, 20, 22: the register was asked, not after the as-of instant, and not too long ago.</summary>
    public bool IsRegisterCheckFresh =>
        Request.RegisterCheckedAt is { } at
        && at <= Request.AsOf
        && Clock.IsWithinDays(at, Request.AsOf, Jurisdiction.RegisterCheckDays);

    /// <summary>Rows 20 and 21, paper: given by the person, or from a public directory with a fresh check and no enrolment.</summary>
    public bool IsPaperAddressKnown => Request.AddressSource switch
    {
        RefAddressSource.Person => true,
        RefAddressSource.PublicDirectory => IsRegisterCheckFresh && Request.PostalEnrolledAt is null,
        _ => false,
    };
}
