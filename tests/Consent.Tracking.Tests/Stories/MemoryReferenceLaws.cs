using Consent.Core.Tests;
using Consent.Reference;
using Consent.Storage.InMemory;

namespace Consent.Tracking.Tests.Stories;

/// <summary>What the tracker answers in the end, against the independent model: it reads what is left of the log, and what is kept of closed ids.</summary>
public class MemoryReferenceLaws
{
    private static readonly RefTaxonomy s_taxonomy = ToReference.Of(
        StoryHosts.Rules.Taxonomy, StoryHosts.Rules.Taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));

    [Fact]
    public Task Records_and_decisions_are_what_the_reference_says_of_the_log() => StoryCases.HoldAsync(Math.Max(1, StoryCases.OfMemory / 10), async story =>
    {
        using var hosts = new StoryHosts(new InMemoryConsentStore());
        var end = await new StoryTelling(hosts, story, 1).HoldsAsync();
        var history = HistoryOf(end.Records, await hosts.EntriesAsync(end.Records.Contacts.Select(c => c.Id)));
        foreach (var record in end.Records.Contacts)
        {
            Assert.Equal(Said(Oracle.Fold(history, s_taxonomy, record.Id.Value)), Said(record));
        }

        foreach (var question in StoryQuestion.About(end.Records.Contacts.Select(c => c.Id)).Where((_, i) => i % 2 == 0))
        {
            var expected = Oracle.Decide(
                history, s_taxonomy, [ToReference.Of(StoryHosts.Rules.Jurisdiction)], [.. StoryHosts.Rules.Notices.Notices.Select(ToReference.Of)], ToReference.Of(question.ToRequest()));
            Assert.Equal(($"{expected.Outcome}", expected.MainReason, question), ($"{end[question].Outcome}", DecisionTable.NameOf(end[question].Code), question));
        }
    });

    private static RefHistory HistoryOf(PersonConsents records, List<AuditEntry> entries)
    {
        var history = ToReference.Of(
            entries.Select(e => e.Subject?.Other is { } other ? e with { Subject = e.Subject with { Other = records.IdOf(other) } } : e),
            closings: records.Contacts.Where(c => c.Closing is { Kind: not ClosedKind.Rectified }).Select(c => ClosingOf(c, entries)));

        // Only an act on a path that the taxonomy knows opens a closed id.
        return history with
        {
            Statements = [.. history.Statements.Select(s => s.OpensClosed && StoryHosts.Rules.Taxonomy.Find(PurposePath.Parse(s.Node)) is null ? s with { OpensClosed = false } : s)],
            Links = [.. history.Links, .. records.Contacts.Where(c => c.Closing is not null).SelectMany(c => LinksKept(c, records)), .. entries.SelectMany(e => LinksTold(e, records))],
        };
    }

    private static RefClosing ClosingOf(ContactConsents record, List<AuditEntry> entries) => new(
        record.Id.Value, record.Closing!.Since.UnixMicroseconds, record.Closing.Kind == ClosedKind.NeverContact, record.State == ContactState.Open)
    {
        Noes = [.. record.Closing.Noes.Select(n => (n.Node.ToString(), n.At.UnixMicroseconds))],
        OpenedBy = entries.FirstOrDefault(e => e.Subject!.Contact == record.Id && e.Facts.Closing is not null && e.Type != AuditEntryType.Rectified)?.Index ?? long.MinValue,
    };

    /// <summary>Links between closed ids, of which no entry tells.</summary>
    private static IEnumerable<RefLink> LinksKept(ContactConsents record, PersonConsents records) =>
        record.Links.Where(l => l.OccurredAt == Timestamp.MinValue || (record.State == ContactState.Closed && records[records.IdOf(l.Other)].State == ContactState.Closed))
            .Select(l => KeptOf(record.Id, l, records));

    /// <summary>Links between closed ids, of which the entry tells that opened one of them.</summary>
    private static IEnumerable<RefLink> LinksTold(AuditEntry entry, PersonConsents records) =>
        entry.Facts.ClosedLinks.Select(l => new LinkEvent(ClosedId.NameOf(l.Digest), l.OccurredAt, l.IsLinked, l.PermissiveFrom)).Where(l => records.Find(l.Other) is { } other && IsKept(other, entry.Subject!.Contact, records))
            .Select(l => KeptOf(entry.Subject!.Contact, l, records));

    /// <summary>An id that was wholly forgotten and closed anew has nothing left of a link that the other one was opened with.</summary>
    private static bool IsKept(ContactConsents record, ContactId other, PersonConsents records) =>
        record.State != ContactState.Closed || record.Links.Any(l => records.IdOf(l.Other) == other);

    private static RefLink KeptOf(ContactId contact, LinkEvent link, PersonConsents records) =>
        new(contact.Value, records.IdOf(link.Other).Value, link.OccurredAt.UnixMicroseconds, link.IsLinked) { PermissiveFrom = link.PermissiveFrom.UnixMicroseconds, ChangeId = "kept" };

    private static string Said(RefFold fold) => string.Join("\n", fold.Entries.Where(e => e.InForce is not null).Select(e =>
        $"{e.Node} {e.Flag} {e.Value} {e.InForce!.ChangeId}/{e.InForce.Position} {e.LatestProtective} {e.LatestPermissive} {e.GiveOnRecord}"));

    private static string Said(ContactConsents contact) => string.Join("\n", contact.Flags.Select(f =>
        $"{f.Node} {f.Flag} {f.Value} {(f.InForce.Origin.Change.IsDefault ? RefClosing.ChangeId : f.InForce.Origin.Change.Value)}/{f.InForce.Position} {f.LatestProtective?.UnixMicroseconds} {f.LatestPermissive?.UnixMicroseconds} {f.WasGiven}"));
}
