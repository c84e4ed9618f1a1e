using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Consent.Repository.Tests;

/// <summary>Says a vector's entries in Core's words: what a store would have in its log.</summary>
internal static class VectorEntries
{
    /// <summary>An entry is numbered by what it says, so that a repetition of it is one.</summary>
    public static IEnumerable<AuditEntry> Of(VectorEntry entry) => entry switch
    {
        VectorLink link => [Linked(link, link.One, link.Other), Linked(link, link.Other, link.One)],
        VectorChange change => [Changed(change)],
        _ => [],
    };

    /// <summary>The notices published and those only accepted or named, as candidates.</summary>
    public static ImmutableArray<string> Versions(FoldVector vector) =>
    [
        .. vector.Notices.Select(n => n.Version).Concat(vector.Entries.OfType<VectorChange>().SelectMany(c => c.Statements.Select(s => s.Notice).Append(c.Acceptance?.Version)).OfType<string>()).Distinct(StringComparer.Ordinal),
    ];

    private static AuditEntry Changed(VectorChange change) => new()
    {
        Facts = Facts(AuditEntryType.Changed) with
        {
            Statements = [.. change.Statements.Select(s => new EntryStatement(PurposePath.Parse(s.Node), s.Flag, s.Value == FlagValue.Active, s.OccurredAt, s.Weight, StatementEffect.InForce, s.Span))],
            Acceptance = change.Acceptance is { } a ? new(a.Version, a.AcceptedAt) : null,
            Asked = [.. change.Asked.Select(x => new AskedAt(PurposePath.Parse(x.Node), x.At))],
        },
        Subject = new(ContactId.From(change.Contact), RevisionOf(VectorFile.Line(VectorJson.Write(new FoldVector("", "") { Entries = [change] })))),
        Evidence = new()
        {
            Change = ChangeId.From(change.Change),
            Statements = [.. change.Statements.Select(s => new StatementEvidence(EvidenceOf(s), s.Notice, null))],
            Asked = [.. change.Asked.Select(_ => Evidence.None)],
        },
    };

    private static AuditEntry Linked(VectorLink link, string one, string other) => new()
    {
        Facts = Facts(link.IsLinked ? AuditEntryType.Linked : AuditEntryType.Unlinked) with { LinkOccurredAt = link.OccurredAt },
        Subject = new(ContactId.From(one), RevisionOf($"{link}"), ContactId.From(other)),
        Evidence = new() { Change = ChangeId.From($"link {link.IsLinked} {link.OccurredAt}") },
    };

    private static EntryFacts Facts(AuditEntryType type) => new() { Type = type, RecordedAt = Timestamp.MaxValue, TaxonomyVersion = "vectors", RulesVersion = "vectors" };

    private static ContactRevision RevisionOf(string text) => new(Guid.Empty, BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    private static Evidence EvidenceOf(VectorStatement statement) => (statement.Weight != StatementWeight.Asserted, statement.IsComplete) switch
    {
        (true, true) => Evidence.WebForm("https://shop.example/preferences"),
        (true, false) => new() { ActedBy = ActingParty.Person, Method = "web form" },
        (false, true) => Evidence.Asserted("customers.jsonl:1"),
        _ => Evidence.None,
    };
}
