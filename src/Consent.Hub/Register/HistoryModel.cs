using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Register;

/// <summary>One contact's entries, drawn over time, and the answer to a question about the past.</summary>
internal sealed record HistoryModel(ContactId Contact, string Key, ImmutableArray<AuditEntry> Entries, Timeline Timeline)
{
    public PastQuestion? Question { get; init; }

    /// <summary>What was so then; <see langword="default"/>: nothing was asked.</summary>
    public ImmutableArray<PastFlag> Past { get; init; }
}

/// <summary>What was true on a day, or what we knew on it: at its end.</summary>
internal sealed record PastQuestion(DateOnly Day, bool AsKnown)
{
    public Timestamp? At => Day.Year is >= 1900 and <= 9998 ? (Timestamp)new DateTimeOffset(Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-10) : null;

    public static PastQuestion? Of(IQueryCollection query) =>
        DateOnly.TryParseExact(query["on"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new(day, query["as"].ToString() is "known") : null;
}

/// <summary>A setting as it was.</summary>
internal sealed record PastFlag(PurposePath Node, ConsentFlag Flag, FlagValue Value, Timestamp Since);
