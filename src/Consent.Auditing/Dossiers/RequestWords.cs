using System.Globalization;

namespace Consent.Auditing;

/// <summary>Says in words what a request asks and which facts it states.</summary>
internal static class RequestWords
{
    public static string Of(ProcessingRequest request)
    {
        var parts = new List<string> { Question(request) };
        Add(parts, request.Ground is { } ground ? $"on the ground: {ground}" : null);
        Add(parts, request.AsOf is { } at ? $"as of {at}" : null);
        Add(parts, request.ServesNoDirectMarketing ? "serving no direct marketing" : null);
        Add(parts, request.IsAimedAtMinors ? "for a service aimed at minors" : null);
        AddFacts(parts, request.Facts);
        return string.Join("; ", parts);
    }

    private static string Question(ProcessingRequest request) => request.Operation switch
    {
        Operation.ToContact => $"contact the person for {request.Purpose}",
        Operation.Profiling => $"profile the person for {request.Purpose}",
        Operation.TransferToThirdParty => $"hand the person's data to a third party for {request.Purpose}",
        Operation.Store => $"keep the person's data for {request.Purpose}",
        Operation.LegalClaim => "use the data for legal claims",
        Operation.ProtectRights => "use the data to protect another person's rights",
        Operation.PublicInterest => "use the data in an important public interest",
        _ => "nothing stated",
    };

    private static void AddFacts(List<string> parts, RequestFacts facts)
    {
        AddSale(parts, facts.Sale);
        if (facts.Register is { } register)
        {
            Add(parts, register.CheckedAt is { } at ? $"register of oppositions checked at {at}" : "register of oppositions not checked");
            Add(parts, register.PhoneEnrolledAt is { } phone ? $"number enrolled in it at {phone}" : null);
            Add(parts, register.PostalEnrolledAt is { } postal ? $"postal address enrolled in it at {postal}" : null);
        }

        if (facts.Contract is { } contract)
        {
            Add(parts, contract.IsActive ? "under an active contract" : "under no active contract");
            Add(parts, contract.EndedAt is { } ended ? $"the last contract ended at {ended}" : null);
        }

        Add(parts, facts.AddressSource switch
        {
            AddressSource.Person => "address given by the person",
            AddressSource.PublicDirectory => "address from a public directory",
            _ => null,
        });
        Add(parts, facts.Age is { } age ? string.Create(CultureInfo.InvariantCulture, $"age {age}") : null);
        Add(parts, facts.GuardianConsented ? "the holder of parental responsibility consented" : null);
    }

    private static void AddSale(List<string> parts, SaleFacts? sale)
    {
        if (sale is null)
        {
            return;
        }

        Add(parts, sale.Reference is { } reference ? $"sale {reference}" : "a sale without reference");
        Add(parts, sale.At is { } at ? $"sold at {at}" : null);
        AddAnswer("address given in that sale", sale.AddressGiven);
        AddAnswer("told then of this use", sale.Informed);
        AddAnswer("own products", sale.OwnProducts);
        AddAnswer("similar products", sale.SimilarProducts);
        Add(parts, sale.IndirectRemuneration ? "paid for indirectly" : null);

        void AddAnswer(string question, bool? answer) => Add(parts, answer is { } said ? $"{question}: {(said ? "yes" : "no")}" : null);
    }

    private static void Add(List<string> parts, string? part)
    {
        if (part is not null)
        {
            parts.Add(part);
        }
    }
}
