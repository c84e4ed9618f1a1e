using System.Collections.Immutable;

namespace Consent;

/// <summary>What contacts keep of others that they were once linked with, when those are erased: a no outlives the link, and whoever said it.</summary>
public static class LinkRemains
{
    /// <summary>The entries that say, in the histories of those who stay, what was said of others and counted for them, and would not count any more.</summary>
    /// <param name="before">The records of all that were ever linked, before the erasure.</param>
    /// <param name="after">The records of those who stay, folded without what is erased.</param>
    /// <param name="entries">All their entries, before the erasure.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="recording">Who records it, and when.</param>
    /// <param name="newId">Makes the change ids of the entries.</param>
    public static ImmutableArray<AuditEntry> Entries(
        PersonConsents before, PersonConsents after, IReadOnlyCollection<AuditEntry> entries, ConsentRules rules, Recording recording, Func<ChangeId> newId)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(newId);
        var counting = entries.Where(e => e.Subject is not null).GroupBy(e => e.Subject!.Contact).Select(own => (Contact: own.Key, Entries: new RectifiedEntries(own))).ToList();
        var said = counting.SelectMany(c => c.Entries.Statements).Where(s => s.IsProtective).ToList();
        var asked = counting.SelectMany(c => c.Entries.Asked.Select(a => (c.Contact, a.Asked))).ToList();
        var remains = ImmutableArray.CreateBuilder<AuditEntry>();

        // A name of what was kept of a closed id is nobody's record: whoever it is has another one by now.
        foreach (var contact in after.Contacts.Where(c => c.State == ContactState.Open && !ClosedId.IsName(c.Id, out _)))
        {
            // Also what they have said themselves at the same instant: that record may turn out to be wrong.
            List<RecordedStatement> lost =
                [.. said.Where(s => s.Origin.Contact != contact.Id && IsLost(s.Origin.Contact, contact.Id, s.OccurredAt)).DistinctBy(KeyOf).OrderBy(s => s.OccurredAt)];
            ImmutableArray<AskedAt> lostAsked =
            [
                .. asked.Where(a => a.Contact != contact.Id && IsLost(a.Contact, contact.Id, a.Asked.At)).Select(a => a.Asked).GroupBy(a => a.Node).Select(a => a.MaxBy(x => x.At))
                    .Where(a => !contact.Asked.Any(own => own.Node == a.Node && own.At >= a.At)),
            ];
            var revision = contact.Revision;
            var parts = lost.Count == 0 && !lostAsked.IsEmpty ? [[]] : lost.Chunk(EntryFacts.MaxStatements).ToList();
            foreach (var part in parts)
            {
                revision = recording.Next(revision);
                remains.Add(Entry(before[contact.Id], part, lostAsked, revision, rules, recording, newId()));
                lostAsked = [];
            }
        }

        return remains.DrainToImmutable();

        bool IsLost(ContactId from, ContactId to, Timestamp at) =>
            before.Graph.Counts(from, to, at, isProtective: true) && (after.Find(from) is null || !after.Graph.Counts(from, to, at, isProtective: true));
    }

    private static AuditEntry Entry(ContactConsents contact, RecordedStatement[] kept, ImmutableArray<AskedAt> asked, ContactRevision revision, ConsentRules rules, Recording recording, ChangeId id) => new()
    {
        Facts = new()
        {
            Type = AuditEntryType.Changed,
            RecordedAt = recording.RecordedAt,
            ChangeIdDigest = Sha256Digest.OfText(id.Value),
            Source = ChangeSource.System,
            TaxonomyVersion = rules.Taxonomy.Stamp,
            RulesVersion = rules.Version,
            Statements = [.. kept.Select(s => new EntryStatement(s.Node, s.Flag, s.IsActive, s.OccurredAt, s.Weight, Effect(contact, s), s.Span))],
            Asked = asked,
        },
        Subject = new(contact.Id, revision),
        Actor = EntryActor.Of(recording.Actor),
        Evidence = new()
        {
            Change = id,
            Reason = "Said of another contact id of this person, which was erased.",
            Statements = [.. kept.Select(_ => new StatementEvidence(Evidence.None, null, null))],
            Asked = [.. asked.Select(_ => Evidence.None)],
        },
    };

    private static (PurposePath, ConsentFlag, Timestamp, StatementSpan?) KeyOf(RecordedStatement said) => (said.Node, said.Flag, said.OccurredAt, said.Span);

    private static StatementEffect Effect(ContactConsents contact, in RecordedStatement statement) =>
        contact.Find(statement.Node, statement.Flag)?.InForce == statement ? StatementEffect.InForce : StatementEffect.Superseded;
}
