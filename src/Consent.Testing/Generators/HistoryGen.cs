using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates histories of recorded entries: groups and covering nodes, links and their undoing, asserted and attested words, ties.</summary>
public static class HistoryGen
{
    /// <summary>A history of up to so many entries about one to three ids.</summary>
    public static Gen<History> Any(int maxEntries = 30) =>
        from taxonomy in TaxonomyGen.Any()
        from ids in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
        from size in Gen.Choose(0, maxEntries)
        from drafts in Draft(taxonomy, ids).ListOf(size)
        select Build(taxonomy, ids, drafts);

    /// <summary>A history of one id, without links.</summary>
    public static Gen<History> OfOne(int maxEntries = 30) =>
        from taxonomy in TaxonomyGen.Any()
        from size in Gen.Choose(0, maxEntries)
        from drafts in Draft(taxonomy, 1).ListOf(size)
        select Build(taxonomy, 1, drafts);

    /// <summary>The entry that records statements at given times.</summary>
    public static AuditEntry Entry(ContactId contact, string change, IEnumerable<(Statement Statement, Timestamp At)> statements, NoticeAcceptance? acceptance, long revision)
    {
        var said = statements.ToImmutableArray();
        return new()
        {
            Facts = new()
            {
                Type = AuditEntryType.Changed,
                RecordedAt = TimeGen.Minute(60),
                TaxonomyVersion = "generated",
                RulesVersion = "generated",
                Statements = [.. said.Select(s => new EntryStatement(s.Statement.Node, s.Statement.Flag, s.Statement.IsActive, s.At, s.Statement.IsAttested ? StatementWeight.Attested : StatementWeight.Asserted, StatementEffect.InForce))],
                Acceptance = acceptance,
            },
            Subject = new(contact, new(Guid.Empty, revision)),
            Evidence = new()
            {
                Change = ChangeId.From(change),
                Statements = [.. said.Select(s => new StatementEvidence(s.Statement.Evidence, s.Statement.NoticeVersion, null))],
            },
        };
    }

    private static Gen<EntryDraft> Draft(PurposeTaxonomy taxonomy, int ids) =>
        from kind in Gen.Choose(0, 99)
        from contact in Gen.Choose(0, ids - 1)
        from other in Gen.Choose(0, ids - 1)
        from statements in ChangeGen.Statement(taxonomy).ListOf().Resize(3)
        from times in TimeGen.Near().ListOf(3)
        from acceptance in Gen.Frequency((3, Gen.Constant<NoticeAcceptance?>(null)), (1, ChangeGen.Acceptance().Select(a => (NoticeAcceptance?)a)))
        from change in Gen.Choose(0, 99)
        select new EntryDraft(kind, contact, other, [.. statements.Take(3).Zip(times)], acceptance, change);

    private static History Build(PurposeTaxonomy taxonomy, int ids, IEnumerable<EntryDraft> drafts)
    {
        ImmutableArray<ContactId> contacts = [.. Enumerable.Range(0, ids).Select(i => ContactId.From(((char)('a' + i)).ToString()))];
        var revisions = new long[ids];
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        var number = 0;
        foreach (var draft in drafts)
        {
            number++;
            if (draft.Kind < 15 && draft.Contact != draft.Other)
            {
                var isLinked = draft.Kind < 11;
                var at = draft.Statements.IsEmpty ? TimeGen.Minute(draft.Kind) : draft.Statements[0].At;
                var permissiveFrom = draft.Change % 3 == 0 ? Timestamp.Max(at, TimeGen.Minute(draft.Change)) : at;
                entries.Add(Link(contacts[draft.Contact], contacts[draft.Other], isLinked, at, permissiveFrom, ++revisions[draft.Contact]));
                entries.Add(Link(contacts[draft.Other], contacts[draft.Contact], isLinked, at, permissiveFrom, ++revisions[draft.Other]));
            }
            else
            {
                entries.Add(Entry(contacts[draft.Contact], $"c{draft.Change}-{number}", draft.Statements, draft.Acceptance, ++revisions[draft.Contact]));
            }
        }

        return new(taxonomy, contacts, entries.ToImmutable());
    }

    private static AuditEntry Link(ContactId one, ContactId other, bool isLinked, Timestamp at, Timestamp permissiveFrom, long revision) => new()
    {
        Facts = new()
        {
            Type = isLinked ? AuditEntryType.Linked : AuditEntryType.Unlinked,
            RecordedAt = TimeGen.Minute(60),
            TaxonomyVersion = "generated",
            RulesVersion = "generated",
            LinkOccurredAt = at,
            LinkPermissiveFrom = permissiveFrom,
        },
        Subject = new(one, new(Guid.Empty, revision), other),
        Evidence = new() { Change = ChangeId.From($"link-{revision}") },
    };

    private sealed record EntryDraft(
        int Kind, int Contact, int Other, ImmutableArray<(Statement Statement, Timestamp At)> Statements, NoticeAcceptance? Acceptance, int Change);
}
