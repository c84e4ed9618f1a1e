using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Customers;

/// <summary>What became of a change, as the address of the page after it tells: codes and nothing else.</summary>
internal sealed record Outcome(ChangeOutcome Change, ImmutableArray<ChangeCode> Codes)
{
    private const string Became = "became";
    private const string Told = "told";

    public static string Query(ChangeResult result) =>
        $"?{Became}={result.Outcome}{string.Concat(result.Codes.Where(c => c != ChangeCode.Unchanged).Select(c => $"&{Told}={ChangeTable.NameOf(c)}"))}";

    public static Outcome? Read(IQueryCollection query)
    {
        if (!Enum.TryParse<ChangeOutcome>(query[Became], out var became) || !Enum.IsDefined(became))
        {
            return null;
        }

        var names = query[Told].OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new(became, [.. Enum.GetValues<ChangeCode>().Where(c => names.Contains(ChangeTable.NameOf(c)))]);
    }
}
