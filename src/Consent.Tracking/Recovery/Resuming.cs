using System.Collections.Immutable;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Compares the journal of erasures with the log, and carries on what is not done.</summary>
internal sealed class Resuming(TrackingContext tracking)
{
    /// <summary>How many of the last erasures are looked at when a host starts: a restored backup brings back the youngest first.</summary>
    private const int Looked = 256;

    private LoggedErasures? _logged;

    /// <summary>What was erased must not be there again.</summary>
    /// <exception cref="AuditLogAlteredException">It is.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await ReappearedAsync(cancellationToken).ConfigureAwait(false) is { } index)
        {
            throw new AuditLogAlteredException($"Entry {index} was erased, and its slots are there again: an old backup was restored.", LogFlaw.NotErased, index);
        }
    }

    /// <summary>The first entry found of an erasure that is done and whose slots are there again.</summary>
    public async Task<long?> ReappearedAsync(CancellationToken cancellationToken)
    {
        var records = await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var record in records.Where(r => r.State == ErasureState.Done && !r.Entries.IsEmpty).TakeLast(Looked))
        {
            var first = await FindAsync(record with { Entries = [record.Entries[0]] }, cancellationToken).ConfigureAwait(false);
            if (first is [{ Entry.IsErased: false }])
            {
                return record.Entries[0].Index;
            }
        }

        return null;
    }

    /// <summary>Takes into this host's journal what another host's names, and the log does not show as done.</summary>
    /// <remarks>In the order of their beginnings: records are carried on latest first.</remarks>
    /// <returns>How many.</returns>
    public async Task<int> AdoptAsync(IEnumerable<ErasureRecord> ofOthers, CancellationToken cancellationToken)
    {
        var known = (await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(r => r.Id).ToHashSet();
        var adopted = 0;
        foreach (var record in ofOthers.OrderBy(r => r.At))
        {
            if (record.State != ErasureState.Refused && !known.Contains(record.Id) && await IsUndoneAsync(record, cancellationToken).ConfigureAwait(false))
            {
                await tracking.Journal.AddAsync(record, cancellationToken).ConfigureAwait(false);
                known.Add(record.Id);
                adopted++;
            }
        }

        return adopted;
    }

    /// <summary>Begins every erasure anew that the restored log does not show as done.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReopenAsync(CancellationToken cancellationToken)
    {
        var reopened = 0;
        foreach (var record in await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (record.State != ErasureState.Refused && await IsUndoneAsync(record, cancellationToken).ConfigureAwait(false))
            {
                await tracking.Journal.MarkAsync(record.Id, ErasureState.Begun, cancellationToken).ConfigureAwait(false);
                reopened++;
            }
        }

        return reopened;
    }

    private async Task<bool> IsUndoneAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        var found = await FindAsync(record, cancellationToken).ConfigureAwait(false);
        return found.Any(f => !f.Entry.IsErased) || await UncoveredAsync(found, cancellationToken).ConfigureAwait(false) is not []
            || (await LoggedAsync(cancellationToken).ConfigureAwait(false)).Lost(record, found).Count > 0 || (await LoggedAsync(cancellationToken).ConfigureAwait(false)).LostRequests(record).Count > 0;
    }

    /// <summary>Carries on every erasure that is not at its end, the latest first: a later record of the same person knows more. Then keeps anew what the log does not have.</summary>
    public async Task RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        List<ErasureRecord> records = [.. (await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(r => r.State == ErasureState.Begun).Reverse()];
        var unreadable = new HashSet<long>();
        foreach (var record in records)
        {
            unreadable.UnionWith(Shut(await FindAsync(record, cancellationToken).ConfigureAwait(false)).Select(f => f.Index));
        }

        var shut = unreadable.Count == 0 ? ShutHistories.None : await ShutHistories.FindAsync(tracking, unreadable, cancellationToken).ConfigureAwait(false);
        var keeping = new KeepingAnew(tracking, actor);
        foreach (var record in records)
        {
            var found = await FindAsync(record, cancellationToken).ConfigureAwait(false);
            var logged = await LoggedAsync(cancellationToken).ConfigureAwait(false);
            await keeping.AddAsync(record, logged.Lost(record, found), shut == ShutHistories.None ? logged.LostRequests(record) : record.Requests, Left(found).Concat(StandInsFor(found, shut)).Select(ErasedPerson.WhomOf).Distinct(), cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in records.Where(r => !keeping.Owes(r)))
        {
            var found = await FindAsync(record, cancellationToken).ConfigureAwait(false);
            await CoverAsync(record, await UncoveredAsync(found, cancellationToken).ConfigureAwait(false), actor, cancellationToken).ConfigureAwait(false);
            await CarryOnAsync(record, found, shut, actor, null, cancellationToken).ConfigureAwait(false);
        }

        await keeping.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of a person's own entries that an erasure names: those that can still be read.</summary>
    public static List<AuditEntry> Left(IEnumerable<(SealedEntry Entry, bool IsOwn)> found) =>
        [.. found.Where(f => f.IsOwn && !f.Entry.IsErased && f.Entry.FirstBrokenSlot() is null).Select(f => f.Entry.Open())];

    /// <summary>Carries one erasure on.</summary>
    /// <param name="record">What the journal or the log says of it.</param>
    /// <param name="found">The entries that it names, as they are.</param>
    /// <param name="shut">The histories that cannot be read.</param>
    /// <param name="actor">Who carries it on.</param>
    /// <param name="markedAt">The place of the <c>erased</c> entry, where it is known to have begun: then no hold refuses it any more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task CarryOnAsync(ErasureRecord record, List<(SealedEntry Entry, bool IsOwn)> found, ShutHistories shut, Actor actor, long? markedAt, CancellationToken cancellationToken)
    {
        List<long> unreadable = [.. Shut(found).Select(f => f.Index)];
        List<long> nobodys = [.. unreadable.Except(shut.StandInsFor(unreadable).Select(e => e.Index))];
        if (nobodys.Count > 0)
        {
            await new KeylessErasing(tracking, actor, record).RunAsync(nobodys, cancellationToken).ConfigureAwait(false);
        }

        List<AuditEntry> left = [.. Left(found), .. StandInsFor(found, shut)];
        if (left.Count == 0)
        {
            await tracking.Journal.MarkAsync(record.Id, ErasureState.Done, cancellationToken).ConfigureAwait(false);
            return;
        }

        var outcome = await new Erasing(tracking, actor, record, left, shut, markedAt).RunAsync(cancellationToken).ConfigureAwait(false);
        TrackingLog.ErasureResumed(tracking.Logger, outcome);
    }

    /// <summary>What stands for the person's own entries that nobody can read.</summary>
    private static IEnumerable<AuditEntry> StandInsFor(IEnumerable<(SealedEntry Entry, bool IsOwn)> found, ShutHistories shut) => shut.StandInsFor([.. Shut(found).Where(f => f.IsOwn).Select(f => f.Index)]);

    /// <summary>Those that nobody can read: their keys are gone.</summary>
    private static IEnumerable<(long Index, bool IsOwn)> Shut(IEnumerable<(SealedEntry Entry, bool IsOwn)> found) =>
        found.Where(f => !f.Entry.IsErased && f.Entry.FirstBrokenSlot() is not null).Select(f => (f.Entry.Index, f.IsOwn));

    /// <summary>Those of some entries that the journal says are not the person's own.</summary>
    public static ImmutableArray<ErasedOther> OthersAmong(ErasureRecord record, IReadOnlyCollection<long> indices) =>
        [.. record.Entries.Where(e => !e.IsOwn && indices.Contains(e.Index)).Select(e => new ErasedOther(e.Index, e.Previous))];

    /// <summary>The entries of this log that a record names; others may stand in their places since a restore.</summary>
    private async Task<List<(SealedEntry Entry, bool IsOwn)>> FindAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        var named = record.Entries.ToDictionary(e => e.Index);
        var found = new List<(SealedEntry Entry, bool IsOwn)>();
        foreach (var (first, last) in IndexRanges.Of(named.Keys))
        {
            await foreach (var entry in tracking.Store.Log.ReadAsync(first, last + 1, cancellationToken).ConfigureAwait(false))
            {
                if (named[entry.Index] is var expected && expected.LeafHash == entry.Leaf.Hash())
                {
                    found.Add((entry, expected.IsOwn));
                }
            }
        }

        return found;
    }

    /// <summary>Entries without slots that no <c>erased</c> entry of this log names: their key was deleted, and the backup is older than the entry that says so.</summary>
    private async Task<List<long>> UncoveredAsync(List<(SealedEntry Entry, bool IsOwn)> found, CancellationToken cancellationToken)
    {
        var erased = found.Where(f => f.Entry.IsErased).Select(f => f.Entry.Index).ToList();
        if (erased.Count == 0)
        {
            return [];
        }

        var logged = await LoggedAsync(cancellationToken).ConfigureAwait(false);
        return [.. erased.Where(index => !logged.Covers(index))];
    }

    private async ValueTask<LoggedErasures> LoggedAsync(CancellationToken cancellationToken) => _logged ??= await LoggedErasures.ReadAsync(tracking, cancellationToken).ConfigureAwait(false);

    private async Task CoverAsync(ErasureRecord record, List<long> uncovered, Actor actor, CancellationToken cancellationToken)
    {
        if (uncovered.Count > 0)
        {
            var entry = LogEvents.Erased(IndexRanges.Of(uncovered), record.Ground, 1, actor, tracking.Rules, tracking.Now, record.Id, record.Keeps, OthersAmong(record, uncovered));
            await tracking.CommitAsync([new() { Entries = [entry] }], cancellationToken).ConfigureAwait(false);
            _logged!.Cover(uncovered);
        }
    }
}
