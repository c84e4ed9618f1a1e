using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates requests with facts of every kind, and notice catalogues.</summary>
public static class RequestGen
{
    private static readonly string[] s_lists = ["A", "B", "C", "RPO", "TPS", "CTPS", "Bloctel", "Robinson"];

    /// <summary>A request about a contact, mostly for a purpose of the taxonomy.</summary>
    public static Gen<ProcessingRequest> Any(ContactId contact, PurposeTaxonomy taxonomy) =>
        from operation in Gen.Choose(0, 12)
        from purpose in TaxonomyGen.Path(taxonomy)
        from fits in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from facts in Facts()
        from asOf in Gen.Choose(20, 40)
        from flags in Gen.Choose(0, 11)
        select Request(operation, contact, purpose, fits ? taxonomy.Find(purpose)?.Operation ?? Operation.ToContact : Operation.None)
            .With(facts).At(TimeGen.Minute(asOf)).Flagged(flags);

    /// <summary>Facts: absent, unfavourable, favourable.</summary>
    public static Gen<RequestFacts> Facts() =>
        from sale in Sale()
        from contract in Contract()
        from lists in Gen.SubListOf(s_lists)
        from listed in Gen.ArrayOf(Listed(), s_lists.Length)
        from address in Gen.Elements(Enum.GetValues<AddressSource>())
        from person in Person()
        from n in Gen.Choose(0, 10_000)
        select person with
        {
            Sale = sale,
            Contract = contract,
            Lists = [.. lists.Select((name, i) => listed[i] with { List = name })],
            AddressSource = address,
            Interest = (n % 4) switch { 0 => new("LIA-7", TimeGen.Minute(0)), 1 => new(n % 3 == 0 ? " " : "LIA-8", TimeGen.Minute(35)), _ => null },
            Directory = (DirectoryEntry)(n % 5 % 4),
            Subscriber = (n % 7) switch { 0 => SubscriberKind.Person, 1 => SubscriberKind.SoleTrader, 2 or 3 => SubscriberKind.LegalPerson, _ => null },
            Sector = (n % 11) switch { 0 => Consent.Sector.Electricity, 1 => Consent.Sector.Charity, _ => null },
            ConcernsTheirTrade = (n % 3) switch { 0 => true, 1 => false, _ => null },
            HasBusinessRelation = (n % 13) switch { < 5 => true, < 7 => false, _ => null },
            LegalObligation = (n % 19) switch { < 6 => "art. 2220 Codice civile", 6 => " ", _ => null },
            CompellingGrounds = n % 17 < 5 ? "grounds" : null,
        };

    private static Gen<SaleFacts?> Sale() =>
        from n in Gen.Choose(0, 127)
        from kind in Gen.Elements<SaleKind?>(null, SaleKind.Paid, SaleKind.Paid, SaleKind.Indirect, SaleKind.Negotiation, SaleKind.Donation)
        select n < 40 ? null : new SaleFacts
        {
            Reference = n % 7 == 0 ? null : "order 7",
            At = n % 5 == 0 ? null : n % 6 == 0 ? TimeGen.Minute(1000) : n % 23 == 0 ? TimeGen.Minute(-60 * 24 * 35) : TimeGen.Minute(1),
            Kind = kind,
            AddressGiven = n % 11 == 0 ? null : true,
            Informed = n % 13 == 0 ? false : true,
            OwnProducts = n % 8 == 0 ? null : n % 9 == 0 ? false : true,
            SimilarProducts = n % 10 == 0 ? null : true,
        };

    private static Gen<ContractFacts?> Contract() =>
        from n in Gen.Choose(0, 9)
        from started in TimeGen.Near()
        from ended in TimeGen.Near()
        select n switch
        {
            0 => new(true),
            1 or 2 => new(true, null, started, true),
            3 => new(false, TimeGen.Minute(-60 * 24 * 10), TimeGen.Minute(-60 * 24 * 20)),
            4 => new(false, TimeGen.Minute(-60 * 24 * 40)),
            5 => new(false, ended, started, false),
            _ => (ContractFacts?)null,
        };

    private static Gen<ListFacts> Listed() =>
        from n in Gen.Choose(0, 15)
        from enrolled in TimeGen.Near()
        from renewed in TimeGen.Near()
        select new ListFacts(
            "?",
            n < 2 ? null : n < 4 ? TimeGen.Minute(10_000) : n < 6 ? TimeGen.Minute(-60 * 24 * 20) : TimeGen.Minute(0),
            n % 3 == 0 ? n % 2 == 0 ? enrolled : TimeGen.Minute(-60 * 24) : null,
            n % 6 == 0 ? renewed : null);

    private static Gen<RequestFacts> Person() =>
        from age in Gen.Elements<int?>(null, null, 13, 14, 15, 16, 40)
        from born in Gen.Elements<DateOnly?>(null, null, new DateOnly(2012, 1, 1), new DateOnly(2012, 2, 29), new DateOnly(2010, 1, 1), new DateOnly(1980, 2, 29))
        from hasDied in Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)))
        from active in Gen.Elements<Timestamp?>(null, null, TimeGen.Minute(10), TimeGen.Minute(25), TimeGen.Minute(1000))
        select new RequestFacts { Age = age, BornOn = born, HasDied = hasDied, LastActivityAt = active };

    /// <summary>A jurisdiction: a preset with settings either way, or one that no country has.</summary>
    public static Gen<Jurisdiction> Law() => JurisdictionGen.Any();

    /// <summary>A catalogue of the versions that <see cref="ChangeGen.Acceptance"/> accepts; <c>draft</c> is never published.</summary>
    public static Gen<NoticeCatalog> Notices() =>
        from times in TimeGen.Near().ListOf(3)
        from flags in Gen.Choose(0, 63)
        select new NoticeCatalog(times.Select((at, i) => new Notice($"v{i + 1}", at)
        {
            IsMaterial = (flags & (1 << i)) == 0 && i > 0 && flags % 3 == 0,
            MaterialFor = i > 0 && flags % 5 == 1 ? [i == 1 ? Purposes.Marketing.Automatic.Email : Purposes.Marketing.Traditional.Group] : [],
            SaysAutomatedCoversTraditional = flags % 4 != 0,
            Texts = i == 2 && flags % 5 == 0 ? [new("it", Sha256Digest.OfText("terza")), new("en", Sha256Digest.OfText("third")), new(null, default)] : [],
        }));

    private static ProcessingRequest Request(int kind, ContactId contact, PurposePath purpose, Operation fitting) => kind switch
    {
        0 => ProcessingRequest.ToStore(contact, purpose),
        1 => ProcessingRequest.ForLegalClaim(contact, "case 7"),
        2 => ProcessingRequest.ToProtectRights(contact, " "),
        10 => ProcessingRequest.InPublicInterest(contact, "public health"),
        11 or 12 => ProcessingRequest.ToAsk(contact, purpose),
        _ => fitting switch
        {
            Operation.Profiling => ProcessingRequest.ToProfile(contact, purpose),
            Operation.TransferToThirdParty => ProcessingRequest.ToTransfer(contact, purpose),
            Operation.ToContact => ProcessingRequest.ToContact(contact, purpose),
            _ => kind % 2 == 0 ? ProcessingRequest.ToContact(contact, purpose) : ProcessingRequest.ToProfile(contact, purpose),
        },
    };

    private static ProcessingRequest Flagged(this ProcessingRequest request, int flags)
    {
        request = flags % 4 == 0 ? request.ServingNoDirectMarketing() : request;
        return flags % 6 == 0 ? request.AimedAtMinors() : request;
    }
}
