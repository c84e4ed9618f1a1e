using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates uses of decisions, as an entry tells of them.</summary>
public static class UseGen
{
    /// <summary>Any use, of requests of every kind.</summary>
    public static Gen<RecordedUse> Any() =>
        from reference in Reference()
        from requests in Request().ListOf().Resize(RecordedUse.MaxRequests)
        from size in Gen.Choose(0, 1000)
        from more in Gen.Choose(0, 3)
        from begun in TimeGen.Near()
        from minutes in Gen.Choose(0, 3)
        from asked in Gen.Frequency((1, Gen.Constant<long?>(null)), (3, Gen.Choose(0, 1000).Select(n => (long?)n)))
        from permitted in Gen.Choose(0, 1000)
        from isCutOff in Gen.Elements(true, false)
        from notices in Gen.Frequency((1, Gen.Constant<Sha256Digest?>(null)), (3, ChangeGen.Digest().Select(d => (Sha256Digest?)d)))
        select new RecordedUse
        {
            Reference = reference,
            Requests = [],
            LogSize = size,
            LogSizeAfter = size + more,
            DecidedFrom = begun,
            DecidedUntil = begun.Plus(TimeSpan.FromMinutes(minutes)),
            Asked = asked,
            Permitted = permitted,
            IsCutOff = isCutOff,
            Notices = notices,
        }.Of(requests.Take(RecordedUse.MaxRequests));

    /// <summary>A reference, with and without a message.</summary>
    public static Gen<UseReference> Reference() =>
        from campaign in TextGen.Stored(UseReference.MaxLength)
        from message in Gen.OneOf(Gen.Constant<string?>(null), TextGen.Stored(UseReference.MaxLength).Select(text => (string?)text))
        select new UseReference(campaign, message);

    /// <summary>A request with all that may stand in one: facts, a ground, an address, jurisdictions.</summary>
    public static Gen<ProcessingRequest> Request() =>
        from contact in ChangeGen.Contact()
        from request in RequestGen.Any(contact, TaxonomyGen.Extended)
        from facts in Gen.OneOf(Gen.Constant(RequestFacts.None), Gen.Constant(new RequestFacts { Sector = Sector.Gas, Interest = new("LIA-7", TimeGen.Minute(0)) }), RequestGen.Facts())
        from isAtAddress in Gen.Elements(true, false)
        from under in Gen.SubListOf("Italy", "FR", "Nowhere")
        let asked = request.With(facts).Under([.. under])
        select isAtAddress ? asked.At(ContactPoint.Email("ada@shop.example")) : asked;
}
