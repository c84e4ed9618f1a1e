using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Register;

/// <summary>A stretch of the audit log, the newest first, and what it was looked through for.</summary>
internal sealed record RegisterModel(RegisterFilter Filter, ImmutableArray<AuditEntry> Entries, long From, long To)
{
    /// <summary>Where the stretch before it ends; <see langword="null"/>: it begins with the first entry.</summary>
    public string? Earlier => From > 0 ? Filter.Query(From) : null;
}

/// <summary>Which entries are shown.</summary>
internal sealed record RegisterFilter(string Type, string Purpose, string Source, string Role, DateOnly? Since, DateOnly? Until, bool QuarantinedOnly)
{
    public static RegisterFilter Of(IQueryCollection query)
    {
        return new(Text("type"), Text("purpose"), Text("source"), Text("role"), Day("since"), Day("until"), query["quarantined"].ToString() is "on");

        string Text(string name) => query[name].ToString().Trim();

        DateOnly? Day(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;
    }

    public bool Keeps(AuditEntry entry) =>
        (Type.Length == 0 || string.Equals(entry.Type.Name, Type, StringComparison.Ordinal))
        && (Source.Length == 0 || string.Equals(entry.Facts.Source?.ToString(), Source, StringComparison.Ordinal))
        && (Role.Length == 0 || entry.Actor?.Roles.Any(r => string.Equals(r.ToString(), Role, StringComparison.Ordinal)) == true)
        && (Purpose.Length == 0 || (PurposePath.TryParse(Purpose, null, out var node) && entry.Facts.Statements.Any(s => s.Node.IsAtOrBelow(node))))
        && (Since is not { } since || DateOnly.FromDateTime(entry.RecordedAt.ToDateTimeOffset().DateTime) >= since)
        && (Until is not { } until || DateOnly.FromDateTime(entry.RecordedAt.ToDateTimeOffset().DateTime) <= until)
        && (!QuarantinedOnly || entry.IsQuarantined);

    public string Query(long before) =>
        $"?before={before}{Part("type", Type)}{Part("purpose", Purpose)}{Part("source", Source)}{Part("role", Role)}{Part("since", Iso(Since))}{Part("until", Iso(Until))}{Part("quarantined", QuarantinedOnly ? "on" : "")}";

    public static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Part(string name, string value) => value.Length == 0 ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
