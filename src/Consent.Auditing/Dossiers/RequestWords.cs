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
        Add(parts, request.Jurisdictions.Count > 0 ? $"under {string.Join(" and ", request.Jurisdictions)}" : null);
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
        Operation.ToAsk => $"ask the person for their consent to {request.Purpose}",
        Operation.LegalClaim => "use the data for legal claims",
        Operation.ProtectRights => "use the data to protect another person's rights",
        Operation.PublicInterest => "use the data in an important public interest",
        _ => "nothing stated",
    };

    private static void AddFacts(List<string> parts, RequestFacts facts)
    {
        AddSale(parts, facts.Sale);
        foreach (var list in facts.Lists)
        {
            Add(parts, list.CheckedAt is { } at ? $"list {list.List} checked at {at}" : $"list {list.List} not checked");
            Add(parts, list.EnrolledAt is { } enrolled ? $"enrolled in {list.List} at {enrolled}" : null);
            Add(parts, list.RenewedAt is { } renewed ? $"enrolment in {list.List} renewed at {renewed}" : null);
        }

        if (facts.Contract is { } contract)
        {
            Add(parts, contract.IsActive ? "under an active contract" : "under no active contract");
            Add(parts, contract.StartedAt is { } started ? $"the contract began at {started}" : null);
            Add(parts, contract.EndedAt is { } ended ? $"the last contract ended at {ended}" : null);
            AddAnswer(parts, "the offer is related to the contract", contract.IsRelated);
        }

        Add(parts, facts.Interest is { } interest ? $"interest assessed in {interest.AssessmentId} at {interest.AssessedAt}" : null);
        Add(parts, facts.LegalObligation is { } duty ? $"legal obligation: {duty}" : null);
        Add(parts, facts.CompellingGrounds is { } grounds ? $"compelling grounds: {grounds}" : null);
        Add(parts, facts.Subscriber is { } kind ? $"subscriber: {CodeOf(kind)}" : null);
        Add(parts, facts.Sector is { } sector ? $"sector {sector}" : null);
        AddAnswer(parts, "the offer concerns their trade", facts.ConcernsTheirTrade);
        AddAnswer(parts, "a business relation", facts.HasBusinessRelation);
        Add(parts, facts.Directory == DirectoryEntry.Unknown ? null : $"directory: {facts.Directory.ToString().ToLowerInvariant()}");
        Add(parts, facts.LastActivityAt is { } active ? $"last active at {active}" : null);
        Add(parts, facts.HasDied ? "the person has died" : null);
        Add(parts, facts.AddressSource switch
        {
            AddressSource.Person => "address given by the person",
            AddressSource.PublicDirectory => "address from a public directory",
            _ => null,
        });
        Add(parts, facts.Age is { } age ? string.Create(CultureInfo.InvariantCulture, $"age {age}") : null);
        Add(parts, facts.BornOn is { } born ? string.Create(CultureInfo.InvariantCulture, $"born on {born:yyyy-MM-dd}") : null);
    }

    private static void AddSale(List<string> parts, SaleFacts? sale)
    {
        if (sale is null)
        {
            return;
        }

        Add(parts, sale.Reference is { } reference ? $"sale {reference}" : "a sale without reference");
        Add(parts, sale.At is { } at ? $"sold at {at}" : null);
        Add(parts, sale.Kind is { } kind ? $"kind of sale: {kind.ToString().ToLowerInvariant()}" : null);
        AddAnswer(parts, "address given in that sale", sale.AddressGiven);
        AddAnswer(parts, "told then of this use", sale.Informed);
        AddAnswer(parts, "own products", sale.OwnProducts);
        AddAnswer(parts, "similar products", sale.SimilarProducts);
    }

    private static void AddAnswer(List<string> parts, string question, bool? answer) => Add(parts, answer is { } said ? $"{question}: {(said ? "yes" : "no")}" : null);

    private static string CodeOf(SubscriberKind kind) => kind switch
    {
        SubscriberKind.SoleTrader => "sole trader",
        SubscriberKind.LegalPerson => "legal person",
        _ => "person",
    };

    private static void Add(List<string> parts, string? part)
    {
        if (part is not null)
        {
            parts.Add(part);
        }
    }
}
