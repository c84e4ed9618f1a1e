using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Consent.Storage.Tests.Broken;

/// <summary>Two entries have one index.</summary>
internal sealed class DuplicateIndex : BrokenStore
{
    protected override AuditEntry Seen(AuditEntry entry) => entry.Index == 2 ? entry with { Index = 1 } : entry;
}

/// <summary>A number is used up by nobody.</summary>
internal sealed class GapInTheLog : BrokenStore
{
    protected override AuditEntry Seen(AuditEntry entry) => entry.Index > 1 ? entry with { Index = entry.Index + 1 } : entry;
}

/// <summary>Loses an entry now and then.</summary>
internal sealed class LosesEntries : BrokenStore
{
    protected override AuditEntry? Seen(AuditEntry entry) => entry.Index % 50 == 49 ? null : entry;
}

/// <summary>Keeps the time that the caller's clock showed.</summary>
internal sealed class FallingRecordedAt : BrokenStore
{
    private readonly ConcurrentDictionary<long, Timestamp> _claimed = new();

    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        var outcomes = await Inner.CommitAsync(batch, cancellationToken);
        foreach (var (claimed, logged) in batch.Zip(outcomes).Where(p => p.Second is CommitOutcome.Committed)
            .SelectMany(p => p.First.Entries.Zip(((CommitOutcome.Committed)p.Second).Entries)))
        {
            _claimed[logged.Index] = claimed.RecordedAt;
        }

        return outcomes;
    }

    protected override AuditEntry Seen(AuditEntry entry) =>
        _claimed.TryGetValue(entry.Index, out var claimed) ? entry with { Facts = entry.Facts with { RecordedAt = claimed } } : entry;
}

/// <summary>Rounds to milliseconds, as many a database column does.</summary>
internal sealed class MillisecondTimes : BrokenStore
{
    protected override AuditEntry Seen(AuditEntry entry) => entry with
    {
        Facts = entry.Facts with { Statements = [.. entry.Facts.Statements.Select(s => s with { OccurredAt = Timestamp.FromUnixMicroseconds(s.OccurredAt.UnixMicroseconds / 1000 * 1000) })] },
    };
}

/// <summary>Trims text on its way out.</summary>
internal sealed class TrimmedText : BrokenStore
{
    protected override AuditEntry Seen(AuditEntry entry) => entry.Evidence?.Reason is { } reason ? entry with { Evidence = entry.Evidence with { Reason = reason.Trim() } } : entry;
}

/// <summary>Compares ids without case, as many a collation does.</summary>
internal sealed class CaseBlindIds : BrokenStore
{
    public override async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        var known = await Inner.ScanAsync(default, cancellationToken).Select(s => s.Id).ToListAsync(cancellationToken);
        return await Inner.FindAsync(
            [.. lookups.Select(l => l with { Contact = known.Find(k => string.Equals(k.Value, l.Contact.Value, StringComparison.OrdinalIgnoreCase)) is { IsDefault: false } id ? id : l.Contact })],
            cancellationToken);
    }
}

/// <summary>A contact's history without the readings of it.</summary>
internal sealed class HistoryWithoutReadings : BrokenStore
{
    public override IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        var entries = base.ReadLogAsync(query, cancellationToken);
        return query.Contact.IsDefault ? entries : entries.Where(e => e.Type != AuditEntryType.Read);
    }
}

/// <summary>Takes "recorded by" for "recorded before".</summary>
internal sealed class RecordedBefore : BrokenStore
{
    public override IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) =>
        base.ReadLogAsync(query, cancellationToken).Where(e => query.RecordedBy is null || e.RecordedAt < query.RecordedBy);
}

/// <summary>Scans in a language's order.</summary>
internal sealed class ScanInCultureOrder : BrokenStore
{
    public override IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) =>
        Inner.ScanAsync(after, cancellationToken).OrderBy(s => s.Id.Value, StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: true));
}

/// <summary>Scans in the order of UTF-8 bytes.</summary>
internal sealed class ScanInUtf8Order : BrokenStore
{
    public override IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) =>
        Inner.ScanAsync(after, cancellationToken).OrderBy(s => Convert.ToHexString(Encoding.UTF8.GetBytes(s.Id.Value)), StringComparer.Ordinal);
}

/// <summary>Counts its way through the records, so that a new one before it moves everything.</summary>
internal sealed class ScanByOffset : BrokenStore
{
    public override async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset++)
        {
            if (await Inner.ScanAsync(after, cancellationToken).Skip(offset).FirstOrDefaultAsync(cancellationToken) is not { } snapshot)
            {
                yield break;
            }

            yield return snapshot;
        }
    }
}

/// <summary>Shows the snapshot of a moment ago.</summary>
internal sealed class StaleSnapshots : BrokenStore
{
    private readonly ConcurrentDictionary<ContactId, ContactConsents> _first = new();

    public override async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) =>
        [.. (await Inner.FindAsync(lookups, cancellationToken)).Select(f => f.Snapshot is null ? f : f with { Snapshot = _first.GetOrAdd(f.Snapshot.Id, f.Snapshot) })];
}

/// <summary>Reads the log in pages, and counts its way: what is erased behind it makes it skip.</summary>
internal sealed class LogByOffset : BrokenStore
{
    private const int PageLength = 50;

    public override async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset += PageLength)
        {
            var page = await Inner.ReadLogAsync(query, cancellationToken).Skip(offset).Take(PageLength).ToListAsync(cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < PageLength)
            {
                yield break;
            }
        }
    }
}

/// <summary>Never asks for a second page.</summary>
internal sealed class OnePageOnly : BrokenStore
{
    public override IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => Inner.ReadLogAsync(query, cancellationToken).Take(256);
}
