namespace Consent.Tracking;

/// <summary>A use of decisions as the audit log has it. Immutable.</summary>
/// <param name="Index">The place of its entry in the log, from 0: by it <see cref="ActingAudit.ExplainUseAsync(long, ContactId, RequestFacts?, CancellationToken)"/> finds it.</param>
/// <param name="RecordedAt">When it was written down: when the call ended.</param>
/// <param name="Actor">Who used them; <see langword="null"/> where that is a contact too.</param>
/// <param name="Use">What for, and what they rested on.</param>
/// <param name="RulesVersion">The rules that decided (<see cref="ConsentRules.Version"/>).</param>
/// <param name="TaxonomyVersion">The taxonomy that they decided under (<see cref="PurposeTaxonomy.Stamp"/>).</param>
public sealed record LoggedUse(long Index, Timestamp RecordedAt, EntryActor? Actor, RecordedUse Use, string RulesVersion, string TaxonomyVersion)
{
    /// <summary>The index and the counts: no personal data.</summary>
    public override string ToString() => $"#{Index} {Use}";

    internal static LoggedUse Of(AuditEntry entry) => new(entry.Index, entry.RecordedAt, entry.Actor, LogEvents.UseOf(entry), entry.Facts.RulesVersion, entry.Facts.TaxonomyVersion);
}
