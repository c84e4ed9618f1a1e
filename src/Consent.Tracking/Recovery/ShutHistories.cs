using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Histories that a backup has brought back and nobody can read: their keys, which are kept apart, were deleted by the erasure and did not come back.</summary>
/// <remarks>Whose they are is told by the records: a contact's history that cannot be read at just that place. What such a person said is told by their record, as far as it is in force.</remarks>
internal sealed class ShutHistories
{
    private readonly Dictionary<ContactId, (Guid Incarnation, ImmutableArray<AuditEntry> StandIns)> _histories = [];

    /// <summary>Every history can be read.</summary>
    public static ShutHistories None { get; } = new();

    /// <summary>Whose histories cannot be read.</summary>
    public IEnumerable<ContactId> Contacts => _histories.Keys;

    /// <summary>Of these entries, what stands for those of which a record tells whose they are.</summary>
    public IEnumerable<AuditEntry> StandInsFor(IReadOnlyCollection<long> indices) => _histories.Values.SelectMany(h => h.StandIns).Where(e => indices.Contains(e.Index));

    /// <summary>Finds whose these entries are: all that erasures which are carried on name and that cannot be read.</summary>
    public static async ValueTask<ShutHistories> FindAsync(TrackingContext tracking, IEnumerable<long> indices, CancellationToken cancellationToken)
    {
        var found = new ShutHistories();
        var left = new SortedSet<long>(indices);
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (left.Count == 0)
            {
                break;
            }

            if (!await CannotReadAsync(tracking, new() { Contact = record.Id }, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var theirs = new List<long>();
            foreach (var index in left)
            {
                if (await CannotReadAsync(tracking, new() { Contact = record.Id, From = index, To = index + 1 }, cancellationToken).ConfigureAwait(false))
                {
                    theirs.Add(index);
                }
            }

            if (theirs.Count > 0)
            {
                left.ExceptWith(theirs);
                found._histories[record.Id] = (record.Revision.Incarnation, [.. theirs.Select((index, i) => StandIn(tracking, record, index, isFirst: i == 0))]);
            }
        }

        return found;
    }

    /// <summary>What stands for the history of a record; <see langword="null"/>: it can be read.</summary>
    public ImmutableArray<AuditEntry>? Of(ContactConsents record) =>
        _histories.TryGetValue(record.Id, out var shut) && record.State != ContactState.Closed && record.Revision is { Number: > 0 } revision && revision.Incarnation == shut.Incarnation ? shut.StandIns : null;

    private static AuditEntry StandIn(TrackingContext tracking, ContactConsents record, long index, bool isFirst)
    {
        List<RecordedStatement> said = isFirst ? [.. record.Flags.Select(f => f.InForce).Concat(record.Pauses).Where(s => s.Origin.Contact == record.Id && !s.Origin.Change.IsDefault).Distinct()] : [];
        return new()
        {
            Index = index,
            Facts = new()
            {
                Type = AuditEntryType.Changed,
                RecordedAt = Timestamp.MinValue,
                TaxonomyVersion = tracking.Rules.Taxonomy.Stamp,
                RulesVersion = tracking.Rules.Version,
                Statements = [.. said.Select(s => new EntryStatement(s.Node, s.Flag, s.IsActive, s.OccurredAt, s.Weight, StatementEffect.InForce, s.Span))],
            },
            Subject = new(record.Id, record.Revision),
            Evidence = new() { Change = ChangeId.From($"shut {index}") },
        };
    }

    private static async ValueTask<bool> CannotReadAsync(TrackingContext tracking, LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
            {
                // Whether it can be read is all that is asked.
            }

            return false;
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            return true;
        }
    }
}
