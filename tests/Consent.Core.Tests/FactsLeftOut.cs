namespace Consent.Core.Tests;

/// <summary>The same facts with one thing left out, for each thing that there is.</summary>
internal static class FactsLeftOut
{
    /// <summary>What is left out of a property, by its name. None: it only closes, and may be left out by whoever does not know better.</summary>
    private static readonly Dictionary<string, Func<RequestFacts, IEnumerable<RequestFacts>>> s_without = new()
    {
        [nameof(RequestFacts.Sale)] = f => f.Sale is { } sale ? Sales(sale).Select(s => f with { Sale = s }) : [],
        [nameof(RequestFacts.Lists)] = f => f.Lists.SelectMany((list, i) => new[] { f with { Lists = f.Lists.RemoveAt(i) }, f with { Lists = f.Lists.SetItem(i, list with { CheckedAt = null }) } }),
        [nameof(RequestFacts.Contract)] = f => f.Contract is { } contract ? Contracts(contract).Select(c => f with { Contract = c }) : [],
        [nameof(RequestFacts.Interest)] = f => [f with { Interest = null }],
        [nameof(RequestFacts.AddressSource)] = f => [f with { AddressSource = AddressSource.Unknown }],
        [nameof(RequestFacts.Directory)] = f => [f with { Directory = DirectoryEntry.Unknown }],
        [nameof(RequestFacts.Subscriber)] = f => [f with { Subscriber = null }],
        [nameof(RequestFacts.Sector)] = f => [],
        [nameof(RequestFacts.ConcernsTheirTrade)] = f => [f with { ConcernsTheirTrade = null }],
        [nameof(RequestFacts.HasBusinessRelation)] = f => [f with { HasBusinessRelation = null }],
        [nameof(RequestFacts.Age)] = f => f.Age < 18 ? [] : [f with { Age = null }],
        [nameof(RequestFacts.BornOn)] = f => f.BornOn > new DateOnly(2007, 1, 1) ? [] : [f with { BornOn = null }],
        [nameof(RequestFacts.HasDied)] = f => [],
        [nameof(RequestFacts.LastActivityAt)] = f => [f with { LastActivityAt = null }],
        [nameof(RequestFacts.LegalObligation)] = f => [f with { LegalObligation = null }],
        [nameof(RequestFacts.CompellingGrounds)] = f => [f with { CompellingGrounds = null }],
    };

    public static IEnumerable<string> Properties => s_without.Keys;

    public static IEnumerable<(string Property, RequestFacts Facts)> Of(RequestFacts facts) => s_without.SelectMany(w => w.Value(facts).Select(less => (w.Key, less))).Append(("all", Closed(facts)));

    /// <summary>The same with one thing more that only closes.</summary>
    public static IEnumerable<RequestFacts> Closing(RequestFacts facts, Timestamp at) =>
    [
        facts with { HasDied = true },
        facts with { Age = 3 },
        facts with { BornOn = new DateOnly(2024, 1, 1) },
        facts with { Lists = [.. facts.Lists.Select(l => l with { EnrolledAt = l.EnrolledAt ?? at })] },
        facts with { Lists = [.. facts.Lists.Select(l => l with { RenewedAt = l.RenewedAt ?? at })] },
        facts with { Sale = facts.Sale is { } sale ? sale with { OwnProducts = false } : new() { OwnProducts = false } },
        facts with { ConcernsTheirTrade = false },
        facts with { HasBusinessRelation = false },
    ];

    /// <summary>Nothing but what only closes.</summary>
    private static RequestFacts Closed(RequestFacts facts) => new() { Age = facts.Age, BornOn = facts.BornOn, HasDied = facts.HasDied, Sector = facts.Sector };

    private static IEnumerable<SaleFacts?> Sales(SaleFacts sale) =>
    [
        null, sale with { Reference = null }, sale with { Reference = " " }, sale with { At = null }, sale with { AddressGiven = null }, sale with { Informed = null }, sale with { OwnProducts = null },
        sale with { SimilarProducts = null }, sale with { Kind = null },
    ];

    private static IEnumerable<ContractFacts?> Contracts(ContractFacts contract) =>
        [null, contract with { IsActive = false }, contract with { EndedAt = null }, contract with { StartedAt = null }, contract with { IsRelated = null }];
}
