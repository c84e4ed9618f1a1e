using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates requests with facts of every kind, jurisdictions with switches either way, and notice catalogues.</summary>
public static class RequestGen
{
    /// <summary>A request about a contact, mostly for a purpose of the taxonomy.</summary>
    public static Gen<ProcessingRequest> Any(ContactId contact, PurposeTaxonomy taxonomy) =>
        from operation in Gen.Choose(0, 9)
        from purpose in TaxonomyGen.Path(taxonomy)
        from fits in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from facts in Facts()
        from asOf in Gen.Choose(20, 40)
        from flags in Gen.Choose(0, 11)
        select Request(operation, contact, purpose, fits ? taxonomy.Find(purpose)?.Operation ?? Operation.ToContact : Operation.None)
            .With(facts).At(TimeGen.Minute(asOf)).Flagged(flags);

    /// <summary>Facts: absent, unfavourable, favourable.</summary>
    public static Gen<RequestFacts> Facts() =>
        from sale in Gen.Choose(0, 127)
        from register in Gen.Choose(0, 15)
        from contract in Gen.Choose(0, 4)
        from address in Gen.Elements(Enum.GetValues<AddressSource>())
        from age in Gen.Elements<int?>(null, 13, 14, 15, 16, 40)
        from guardian in Gen.Elements(true, false, false)
        from enrolledAt in TimeGen.Near()
        select new RequestFacts
        {
            Sale = sale < 40 ? null : new SaleFacts
            {
                Reference = sale % 7 == 0 ? null : "order 7",
                At = sale % 5 == 0 ? null : sale % 6 == 0 ? TimeGen.Minute(1000) : TimeGen.Minute(1),
                AddressGiven = sale % 11 == 0 ? null : true,
                Informed = sale % 13 == 0 ? false : true,
                OwnProducts = sale % 8 == 0 ? null : sale % 9 == 0 ? false : true,
                SimilarProducts = sale % 10 == 0 ? null : true,
            },
            Register = register < 3 ? null : new(
                register < 5 ? null : register < 7 ? TimeGen.Minute(10_000) : register < 9 ? TimeGen.Minute(-60 * 24 * 20) : TimeGen.Minute(0),
                register % 3 == 0 ? enrolledAt : null,
                register % 4 == 0 ? enrolledAt : null),
            Contract = contract switch
            {
                0 => new(true),
                1 => new(false, TimeGen.Minute(-60 * 24 * 10)),
                2 => new(false, TimeGen.Minute(-60 * 24 * 40)),
                _ => null,
            },
            AddressSource = address,
            Age = age,
            GuardianConsented = guardian,
        };

    /// <summary>A jurisdiction: the European Union or Italy, with switches either way.</summary>
    public static Gen<Jurisdiction> Law() =>
        from isItaly in Gen.Elements(true, false)
        from s in Gen.Choose(0, 255)
        select (isItaly ? Jurisdiction.Italy : Jurisdiction.EuropeanUnion) with
        {
            ReviewLegacyConsent = s % 5 == 0,
            DoubleOptIn = s % 7 == 0 ? new() { Since = TimeGen.Minute(s % 2) } : null,
            ObjectionOutdatesConsent = s % 3 != 0,
            RefusalBlocksSoftSpam = s % 4 != 0,
            SoftSpamOnPaper = s % 2 == 0,
            ExtensionNeedsAllAutomatic = s % 6 == 0,
        };

    /// <summary>A catalogue of the versions that <see cref="ChangeGen.Acceptance"/> accepts; <c>draft</c> is never published.</summary>
    public static Gen<NoticeCatalog> Notices() =>
        from times in TimeGen.Near().ListOf(3)
        from flags in Gen.Choose(0, 63)
        select new NoticeCatalog(times.Select((at, i) => new Notice($"v{i + 1}", at)
        {
            IsMaterial = (flags & (1 << i)) == 0 && i > 0 && flags % 3 == 0,
            SaysAutomatedCoversTraditional = flags % 4 != 0,
            Texts = i == 2 && flags % 5 == 0 ? [new("it", Sha256Digest.OfText("terza")), new("en", Sha256Digest.OfText("third")), new(null, default)] : [],
        }));

    private static ProcessingRequest Request(int kind, ContactId contact, PurposePath purpose, Operation fitting) => kind switch
    {
        0 => ProcessingRequest.ToStore(contact, purpose),
        1 => ProcessingRequest.ForLegalClaim(contact, "case 7"),
        2 => ProcessingRequest.ToProtectRights(contact, " "),
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
