using System.Collections.Immutable;

namespace Consent;

/// <summary>Folds a person's entries anew. Slow and plain; the snapshots that a store keeps must come to the same.</summary>
internal sealed class EntryFold
{
    private readonly PurposeTaxonomy _taxonomy;
    private readonly Timestamp? _occurredBy;
    private readonly ILookup<ContactId, AuditEntry> _entries;
    private readonly ILookup<ContactId, ContactId> _everNamed;
    private readonly ILookup<ContactId, LinkEvent> _withClosed;
    private readonly Dictionary<ContactId, ClosedId> _closings = [];
    private readonly HashSet<ContactId> _closed = [];
    private readonly Dictionary<ContactId, AuditEntry> _openings = [];
    private readonly Dictionary<ContactId, RectifiedEntries> _rectified;

    private EntryFold(
        ImmutableArray<ContactId> ids, PurposeTaxonomy taxonomy, ImmutableArray<AuditEntry> entries, Timestamp? occurredBy, ImmutableArray<ContactConsents> known, Func<AuditEntry, bool> wasKnown)
    {
        _taxonomy = taxonomy;
        _occurredBy = occurredBy;
        List<AuditEntry> all = [.. entries.Where(e => e.Subject is not null).DistinctBy(Identity)];
        _entries = all.Where(wasKnown).ToLookup(e => e.Subject!.Contact);
        _everNamed = all.Where(e => e.Subject!.Other is not null).ToLookup(e => e.Subject!.Contact, e => e.Subject!.Other!.Value);
        _withClosed = all.SelectMany(e => e.Facts.LinksWithClosed().Select(l => (e.Subject!.Contact, Link: l))).ToLookup(l => l.Contact, l => l.Link);
        _rectified = ids.ToDictionary(id => id, id => new RectifiedEntries(_entries[id]));
        foreach (var id in ids)
        {
            // What is kept of a closed id is what is kept now; its own entries tell only of an id that was opened again.
            List<AuditEntry> told = [.. _entries[id].Where(e => e.Facts.Closing is not null).OrderBy(e => e.Subject!.Revision?.Number)];
            if ((told.LastOrDefault()?.Facts.Closing ?? known.FirstOrDefault(c => c.Id == id)?.Closing) is not { } closing)
            {
                continue;
            }

            // Where the closing never was, by a rectification, what others said meanwhile counts.
            _closings[id] = closing;
            if (closing.Kind == ClosedKind.Rectified)
            {
                continue;
            }

            if (told.Find(e => e.Type != AuditEntryType.Rectified) is { } opening)
            {
                _openings[id] = opening;
            }
            else
            {
                _closed.Add(id);
            }
        }
    }

    public static PersonConsents Fold(
        ImmutableArray<ContactId> ids, PurposeTaxonomy taxonomy, ImmutableArray<AuditEntry> entries, Timestamp? occurredBy, ImmutableArray<ContactConsents> known, Func<AuditEntry, bool> wasKnown) =>
        new EntryFold(ids, taxonomy, entries, occurredBy, known, wasKnown).Fold(ids, known);

    private PersonConsents Fold(ImmutableArray<ContactId> ids, ImmutableArray<ContactConsents> known)
    {
        var names = ClosedNames.Of(_closings);
        var links = new ClosedLinks(_closings, _closed).Of(ids, LinksOf, known, _everNamed, id => _withClosed[id], _occurredBy);
        var graph = new LinkGraph(links.Select(l => KeyValuePair.Create(l.Key, names.Resolve(l.Value))));
        var statements = ids.SelectMany(Said).Where(s => _occurredBy is null || s.Statement.OccurredAt <= _occurredBy).ToList();
        var asked = ids.SelectMany(id => _rectified[id].Asked.Where(a => _occurredBy is null || a.Asked.At <= _occurredBy).Select(a => (Contact: id, a.Entry, a.Asked))).ToList();
        var acceptances = ids.SelectMany(id => _rectified[id].Acceptances.Select(a => (Contact: id, a.Entry, a.Acceptance)))
            .Where(a => _occurredBy is null || a.Acceptance.AcceptedAt <= _occurredBy).ToList();
        return PersonConsents.Of(ids.Select(id =>
        {
            var closing = _closings.GetValueOrDefault(id);
            var forEver = closing?.Statements(id) ?? [];
            var own = FlagTableBuilder.Fold(_taxonomy, statements.Select(s => s.Statement).Where(s => s.Origin.Contact == id).Concat(forEver), asked.Where(a => a.Contact == id).Select(a => a.Asked));
            var counted = links[id].All(l => l.IsRectified)
                ? own
                : FlagTableBuilder.Fold(
                    _taxonomy,
                    statements.Where(s => Counts(s, id, graph)).Select(s => s.Statement).Concat(forEver),
                    asked.Where(a => a.Contact == id || (!WasClosed(id, a.Entry) && graph.Counts(a.Contact, id, a.Asked.At, isProtective: true))).Select(a => a.Asked));
            var lent = acceptances.Where(a => a.Contact == id || (!WasClosed(id, a.Entry) && graph.Counts(a.Contact, id, a.Acceptance.AcceptedAt, isProtective: false)));
            return ContactConsents.Empty(id, _taxonomy).With(own, counted, lent.Select(a => a.Acceptance).InOrder(), ExtrasOf(id, closing, links[id]), RevisionOf(_entries[id]));
        }));
    }

    /// <summary>What is said of another id counts for one that was closed then only if it would open it.</summary>
    private bool Counts((RecordedStatement Statement, AuditEntry? Entry) said, ContactId id, LinkGraph graph) =>
        graph.Counts(said.Statement.Origin.Contact, id, said.Statement.OccurredAt, said.Statement.IsProtective)
        && (said.Statement.Origin.Contact == id || said.Entry is not { } entry || !WasClosed(id, entry) || Opening.Opens(said.Statement, entry, _closings[id], _taxonomy));

    /// <summary>Whether an id was closed when an entry of another was recorded: it is closed, or was opened by a later one. What came before it was closed counts for it no more.</summary>
    private bool WasClosed(ContactId id, AuditEntry entry) =>
        _closed.Contains(id) || (_openings.TryGetValue(id, out var opening) && entry.Index >= 0 && (opening.Index < 0 || entry.Index < opening.Index));

    /// <summary>The statements that count of an id; and which entry each stands in, where that matters because some id is or was closed.</summary>
    private IEnumerable<(RecordedStatement Statement, AuditEntry? Entry)> Said(ContactId id)
    {
        var entries = new Dictionary<RecordedStatement, AuditEntry>();
        foreach (var entry in _closings.Count == 0 ? [] : _entries[id])
        {
            foreach (var statement in entry.RecordedStatements())
            {
                entries[statement] = entry;
            }
        }

        return _rectified[id].Statements.Select(s => (s, entries.GetValueOrDefault(s)));
    }

    private ContactExtras ExtrasOf(ContactId id, ClosedId? closing, ImmutableArray<LinkEvent> links) => new()
    {
        State = _closed.Contains(id) ? ContactState.Closed : ContactState.Open,
        Closing = closing,
        Links = links,
        Rectified = _rectified[id].Records,
        Sources = SourcesOf(_rectified[id], _entries[id]),
        Unknown = UnknownOf(_entries[id]),
        Waiting = WaitingOf(_entries[id]),
    };

    /// <summary>How many entries came last that said nothing but what waits for confirmation.</summary>
    private static long WaitingOf(IEnumerable<AuditEntry> entries) =>
        entries.Where(e => e.Subject!.Revision is not null).OrderByDescending(e => e.Subject!.Revision!.Value.Number).TakeWhile(e => e.IsWaiting).Count();

    /// <summary>An entry is one of its contact's history; a copy of it says nothing new.</summary>
    private static object Identity(AuditEntry entry) => (entry.Subject!.Contact, entry.Subject.Revision, entry.Type, entry.Evidence?.Change, entry.Index);

    private ImmutableArray<LinkEvent> LinksOf(ContactId id) =>
    [
        .. _entries[id].Where(e => (e.Type == AuditEntryType.Linked || e.Type == AuditEntryType.Unlinked) && e.Subject!.Other is not null)
            .Select(e => LinkOf(e, _rectified[id].IsTakenOut(e))),
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
