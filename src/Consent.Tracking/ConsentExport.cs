using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>One contact's own data, to hand to the person (GDPR art. 15, 20).</summary>
/// <param name="Consents">What is on record.</param>
/// <param name="Entries">Every entry about this contact, in order, the export's own last.</param>
/// <param name="ExportedAt">When it was made.</param>
public sealed record ConsentExport(ContactConsents Consents, ImmutableArray<AuditEntry> Entries, Timestamp ExportedAt)
{
    /// <summary>How many entries: no personal data.</summary>
    public override string ToString() => $"{Entries.Length} entries, exported at {ExportedAt}";
}
