namespace Consent.Reference;

/// <summary>One request under one jurisdiction, with all that its answer rests on, and the Fail codes kept so far.</summary>
internal sealed class Case
{
    private static readonly string[] AllKinds = ["person", "soleTrader", "legalPerson"];

    public Case(RefHistory history, RefTaxonomy taxonomy, RefJurisdiction law, bool isOnlyLaw, IReadOnlyList<RefNotice> notices, RefRequest request)
    {
        History = history.Righted();
        Taxonomy = taxonomy;
        Law = law;
        IsOnlyLaw = isOnlyLaw;
        Notices = notices;
        Request = request;
        Covering = new Covering(taxonomy, request.ServesNoDirectMarketing);
        Person = new Person(History, taxonomy, Covering, request.Contact, request.AsOf, request.Point?.Id);
    }

    public RefHistory History { get; }

    public RefTaxonomy Taxonomy { get; }

    public RefJurisdiction Law { get; }

    public bool IsOnlyLaw { get; }

    public IReadOnlyList<RefNotice> Notices { get; }

    public RefRequest Request { get; }

    public Covering Covering { get; }

    public Person Person { get; }

    public HashSet<string> Fails { get; } = new(StringComparer.Ordinal);

    /// <summary>Row 18: the condition that is missing.</summary>
    public string? Gap { get; set; }

    /// <summary>The kinds of subscriber that are possible: the one stated, else all.</summary>
    public IReadOnlyList<string> Kinds => Request.Subscriber is { } stated ? [stated] : AllKinds;

    /// <summary>The host's and the request's, which only adds one; of a host that states none: another than any that a part names.</summary>
    public IReadOnlyList<string> Sectors
    {
        get
        {
            var host = Request.HostSectors.Count == 0 ? ["other"] : Request.HostSectors;
            return Request.Sector is { } added ? [.. host, added] : host;
        }
    }

    /// <summary>The parts in force that narrow: they count if they are about any possible kind and any sector.</summary>
    public IEnumerable<RefLawPart> Narrowing(string part, RefNode node) => Narrowing(part).Where(it => it.IsAbout(node));

    /// <summary>The same, of any purpose.</summary>
    public IEnumerable<RefLawPart> Narrowing(string part) => InForce(part).Where(it => Kinds.Any(it.IsAboutKind) && Sectors.Any(it.IsAboutSector));

    /// <summary>The parts in force that permit: they count only if they are about every possible kind and every sector.</summary>
    public IEnumerable<RefLawPart> Permitting(string part, RefNode node) =>
        InForce(part).Where(it => it.IsAbout(node) && Kinds.All(it.IsAboutKind) && Sectors.All(it.IsAboutSector));

    public IEnumerable<RefLawPart> InForce(string part) => Law.Parts.Where(it => it.Kind == part && it.IsInForce(Request.AsOf));

    public RefDecision Permit(string code, string? node, IEnumerable<string>? obligations = null) => Of(RefOutcome.Permit, code, node, obligations);

    public RefDecision Deny(string code, string? node) => Of(RefOutcome.Deny, code, node);

    public RefDecision Review(string code, string? node) => Of(RefOutcome.Review, code, node);

    public RefDecision NoBasis(string code, string? node) => Of(RefOutcome.NoBasis, code, node);

    public RefNotice? Published(string? version) => Notices.FirstOrDefault(notice => notice.Version == version);

    private RefDecision Of(RefOutcome outcome, string code, string? node, IEnumerable<string>? obligations = null) =>
        new(outcome, code, node, Fails, (obligations ?? []).ToHashSet(StringComparer.Ordinal)) { Jurisdiction = Law.Name, Gap = Gap };
}
