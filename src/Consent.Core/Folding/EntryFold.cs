using System.Collections.Immutable;

namespace Consent;

/// <summary>Folds a person's entries anew. Slow and plain; the snapshots that a store keeps must come to the same.</summary>
internal static class EntryFold
{
    public static PersonConsents Fold(ImmutableArray<ContactId> ids, PurposeTaxonomy taxonomy, ImmutableArray<AuditEntry> entries, Timestamp? occurredBy)
    {
        var byContact = entries.Where(e => e.Subject is not null).DistinctBy(Identity).ToLookup(e => e.Subject!.Contact);
        var rectified = ids.ToDictionary(id => id, id => new RectifiedEntries(byContact[id]));
        var links = ids.ToDictionary(id => id, id => LinksOf(byContact[id], rectified[id], occurredBy));
        var graph = new LinkGraph(links);
        var statements = ids.SelectMany(id => rectified[id].Statements).Where(s => occurredBy is null || s.OccurredAt <= occurredBy).ToList();
        var asked = ids.SelectMany(id => rectified[id].Asked.Where(a => occurredBy is null || a.At <= occurredBy).Select(a => (Contact: id, Asked: a))).ToList();
        var acceptances = ids.SelectMany(id => rectified[id].Acceptances.Select(a => (Contact: id, Acceptance: a)))
            .Where(a => occurredBy is null || a.Acceptance.AcceptedAt <= occurredBy).ToList();
        return PersonConsents.Of(ids.Select(id =>
        {
            var own = Table(taxonomy, statements.Where(s => s.Origin.Contact == id), asked.Where(a => a.Contact == id).Select(a => a.Asked));
            var isAlone = links[id].All(l => l.IsRectified);
            var counted = isAlone
                ? own
                : Table(
                    taxonomy, statements.Where(s => graph.Counts(s.Origin.Contact, id, s.OccurredAt, s.IsProtective)),
                    asked.Where(a => graph.Counts(a.Contact, id, a.Asked.At, isProtective: true)).Select(a => a.Asked));
            return ContactConsents.Empty(id, taxonomy).With(
                own, counted, acceptances.Where(a => graph.Counts(a.Contact, id, a.Acceptance.AcceptedAt, isProtective: false)).Select(a => a.Acceptance).InOrder(),
                new() { Links = links[id], Rectified = rectified[id].Records, Sources = SourcesOf(rectified[id], byContact[id]), Unknown = UnknownOf(byContact[id]), Waiting = WaitingOf(byContact[id]) }, RevisionOf(byContact[id]));
        }));
    }

    /// <summary>An entry is one of its contact's history; a copy of it says nothing new.</summary>
    private static object Identity(AuditEntry entry) => (entry.Subject!.Contact, entry.Subject.Revision, entry.Type, entry.Evidence?.Change, entry.Index);

    private static FlagTable Table(PurposeTaxonomy taxonomy, IEnumerable<RecordedStatement> statements, IEnumerable<AskedAt> asked)
    {
        var builder = new FlagTableBuilder(taxonomy);
        foreach (var statement in statements)
        {
            builder.Add(statement);
        }

        foreach (var at in asked)
        {
            builder.Add(at);
        }

        return builder.Build();
    }

    /// <summary>How many entries came last that said nothing but what waits for confirmation.</summary>
    private static long WaitingOf(IEnumerable<AuditEntry> entries) =>
        entries.Where(e => e.Subject!.Revision is not null).OrderByDescending(e => e.Subject!.Revision!.Value.Number).TakeWhile(e => e.IsWaiting).Count();

    private static ImmutableArray<LinkEvent> LinksOf(IEnumerable<AuditEntry> entries, RectifiedEntries rectified, Timestamp? occurredBy) =>
    [
        .. entries.Where(e => (e.Type == AuditEntryType.Linked || e.Type == AuditEntryType.Unlinked) && e.Subject!.Other is not null)
            .Select(e => LinkOf(e, rectified.IsTakenOut(e)))
            .Where(l => occurredBy is null || l.OccurredAt <= occurredBy).Distinct(),
    ];

    private static LinkEvent LinkOf(AuditEntry entry, bool isRectified)
    {
        var occurredAt = entry.Facts.LinkOccurredAt ?? entry.RecordedAt;
        return new(entry.Subject!.Other!.Value, occurredAt, entry.Type == AuditEntryType.Linked, Timestamp.Max(occurredAt, entry.Facts.LinkPermissiveFrom ?? occurredAt), isRectified);
    }

    /// <summary>In the order in which they were recorded: of two documents of one date the later one counts. Of a record that was wrong the value is forgotten, and its dates stay.</summary>
    private static ImmutableSortedDictionary<string, SourceMemory> SourcesOf(RectifiedEntries rectified, IEnumerable<AuditEntry> entries) =>
        entries.Where(e => e.Evidence?.Document is not null).OrderBy(e => e.Subject!.Revision?.Number ?? 0)
            .Aggregate(SourceMemories.None, (memories, e) => memories.After(e.Evidence!.Document!, rectified.IsTakenOut(e)));

    /// <summary>An entry of an unknown kind may touch the nodes that it names, or everything when it names none.</summary>
    private static ImmutableArray<PurposePath> UnknownOf(IEnumerable<AuditEntry> entries) =>
    [
        .. entries.Where(e => !e.Type.IsKnown)
            .SelectMany(e => e.Facts.Statements.IsEmpty ? [PurposePath.All] : e.Facts.Statements.Select(s => s.Node)).Distinct().Order(),
    ];

    private static ContactRevision RevisionOf(IEnumerable<AuditEntry> entries) =>
        entries.Select(e => e.Subject!.Revision).OfType<ContactRevision>().DefaultIfEmpty().MaxBy(r => r.Number);
}
