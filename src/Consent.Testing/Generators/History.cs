using System.Collections.Immutable;

namespace Consent.Testing;

/// <summary>A generated history: a taxonomy, the ids of one person, and audit entries about them in the order written.</summary>
/// <param name="Taxonomy">The taxonomy.</param>
/// <param name="Contacts">The ids; all that a link names are among them.</param>
/// <param name="Entries">The entries.</param>
public sealed record History(PurposeTaxonomy Taxonomy, ImmutableArray<ContactId> Contacts, ImmutableArray<AuditEntry> Entries)
{
    /// <summary>The person's records: the entries folded.</summary>
    public PersonConsents Fold(Timestamp? occurredBy = null) => PersonConsents.Fold(Contacts, Taxonomy, Entries, occurredBy);

    /// <summary>The same history with other entries.</summary>
    public History With(IEnumerable<AuditEntry> entries) => this with { Entries = [.. entries] };

    /// <summary>The same history and one more statement, with an id that no other has.</summary>
    public History And(ContactId contact, Statement statement, Timestamp at) =>
        With(Entries.Append(HistoryGen.Entry(contact, $"zz-{Entries.Length}", [(statement, at)], null, Entries.Count(e => e.Subject?.Contact == contact) + 1)));

    /// <summary>Every entry, so that a counterexample can be read.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        Entries.Select(e =>
            $"{e.Type} {e.Subject!.Contact.Value} {e.Evidence?.Change?.Value} {e.Subject.Other?.Value} {(e.Facts.LinkOccurredAt is { } at ? Minutes(at) : "")} "
            + $"{string.Join("; ", e.Facts.Statements.Select(s => $"{s.Node} {s.Flag} {(s.IsActive ? "on" : "off")}@{Minutes(s.OccurredAt)}{(s.IsAttested ? "" : " asserted")}"))} "
            + (e.Facts.Acceptance is { } a ? $"accepts {a.Version}@{Minutes(a.AcceptedAt)}" : ""))
        .Prepend(Taxonomy.ToString()));

    private static string Minutes(Timestamp at) => $"{at.Since(TimeGen.Origin).TotalMinutes}";
}
