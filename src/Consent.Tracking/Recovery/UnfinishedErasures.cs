using System.Collections.Concurrent;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erasures that the log says and whose entries are still there: some process is at them, or has left them. Whoever has watched one for 30 seconds takes it over.</summary>
/// <remarks>
/// The log is the plan: an <c>erased</c> entry names what goes, whose it is is read from the entries as long as they can be read, and the <c>closed</c> entries after it say what is kept. Time is
/// measured by each process for itself, so no clock has to agree with another one. That an eraser which only slept does no harm is no matter of time: who takes over marks the records anew, so that their
/// versions rise, and the store refuses whoever comes with an older one (<see cref="ContactErasure.Version"/>).
/// </remarks>
internal sealed class UnfinishedErasures(TimeProvider clock) : IDisposable
{
    /// <summary>Among how many entries after an <c>erased</c> one those of its commit that tell of requests are looked for: the lost key of somebody who comes after it must not stop it.</summary>
    private const int Following = 256;

    private static readonly Actor s_actor = Actor.System("consent-tracking");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<Guid, bool> _isRunningHere = new();
    private readonly SortedDictionary<long, (AuditEntry Entry, long Seen)> _open = [];
    private long _read;
    private long? _lookedAt;
    private volatile bool _hasLeft;

    /// <summary>This process is at it.</summary>
    public void Begin(Guid erasure) => _isRunningHere[erasure] = true;

    /// <summary>This process is at it no more. One that is not done is carried on at the next look.</summary>
    public void Leave(Guid erasure, bool isDone)
    {
        if (isDone)
        {
            _isRunningHere.TryRemove(erasure, out _);
        }
        else
        {
            _isRunningHere[erasure] = false;
            _hasLeft = true;
        }
    }

    /// <summary>What was seen of the log counts no more: a backup was restored.</summary>
    public async ValueTask ForgetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        _open.Clear();
        (_read, _lookedAt) = (0, null);
        _one.Release();
    }

    /// <summary>Looks, once a second at most, what is unfinished, and carries on what was left. Does nothing where somebody is at it already, or the store is in trouble: another look follows.</summary>
    public async ValueTask LookAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (_lookedAt is { } last && clock.GetElapsedTime(last) < s_interval && !_hasLeft)
            {
                return;
            }

            _hasLeft = false;
            await ReadAsync(tracking, cancellationToken).ConfigureAwait(false);
            foreach (var (entry, terms) in Left())
            {
                await TakeOverAsync(tracking, entry, terms, cancellationToken).ConfigureAwait(false);
                _open[entry.Index] = (entry, clock.GetTimestamp());
            }

            _lookedAt = clock.GetTimestamp();
        }
        catch (ConsentStoreException trouble) when (trouble is not AuditLogAlteredException)
        {
            _hasLeft = true;
            TrackingLog.TransientTrouble(tracking.Logger, 0);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>What came since, and what of all is still there.</summary>
    private async ValueTask ReadAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        foreach (var (index, (entry, _)) in _open.ToList())
        {
            if (!await IsThereAsync(tracking, entry, cancellationToken).ConfigureAwait(false))
            {
                _open.Remove(index);
                _isRunningHere.TryRemove(KeyValuePair.Create(LogEvents.ErasureOf(entry).Id, false));
            }
        }

        await foreach (var entry in tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Erased, From = _read }, cancellationToken).ConfigureAwait(false))
        {
            if (await IsThereAsync(tracking, entry, cancellationToken).ConfigureAwait(false))
            {
                _open[entry.Index] = (entry, clock.GetTimestamp());
            }

            _read = entry.Index + 1;
        }
    }

    private static async ValueTask<bool> IsThereAsync(TrackingContext tracking, AuditEntry erased, CancellationToken cancellationToken)
    {
        foreach (var (first, last) in erased.Facts.Erased)
        {
            await foreach (var entry in tracking.Store.Log.ReadAsync(first, last + 1, cancellationToken).ConfigureAwait(false))
            {
                if (!entry.IsErased)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Those that nobody has moved on for long enough, or that this process has left; of one erasure the last entry.</summary>
    private List<(AuditEntry Entry, ErasureTerms Terms)> Left() =>
    [
        .. _open.Values.Select(o => (o.Entry, o.Seen, Terms: LogEvents.ErasureOf(o.Entry))).GroupBy(o => (o.Terms.Id, o.Terms.Id == Guid.Empty ? o.Entry.Index : 0)).Select(same => same.Last())
            .Where(o => _isRunningHere.TryGetValue(o.Terms.Id, out var isRunning) ? !isRunning : clock.GetElapsedTime(o.Seen) >= s_patience)
            .Select(o => (o.Entry, o.Terms)),
    ];

    private static async ValueTask TakeOverAsync(TrackingContext tracking, AuditEntry erased, ErasureTerms terms, CancellationToken cancellationToken)
    {
        var others = erased.Facts.ErasedOthers.ToDictionary(o => o.Index, o => o.Previous);
        var found = new List<(SealedEntry Entry, bool IsOwn)>();
        foreach (var (first, last) in erased.Facts.Erased)
        {
            await foreach (var entry in tracking.Store.Log.ReadAsync(first, last + 1, cancellationToken).ConfigureAwait(false))
            {
                found.Add((entry, !others.ContainsKey(entry.Index)));
            }
        }

        var own = Resuming.Left(found);
        var record = new ErasureRecord(
            terms.Id == Guid.Empty ? Guid.NewGuid() : terms.Id,
            erased.RecordedAt,
            terms.Ground,
            terms.Keeps,
            [.. await KeptAsync(tracking, erased, own, cancellationToken).ConfigureAwait(false)],
            [.. found.Select(f => new JournaledEntry(f.Entry.Index, f.Entry.Leaf.Hash(), f.IsOwn, others.GetValueOrDefault(f.Entry.Index, AuditEntry.NotLogged)))])
        {
            Requests = [.. await RequestsAsync(tracking, erased, own, cancellationToken).ConfigureAwait(false)],
        };
        if ((await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false)).All(r => r.Id != record.Id))
        {
            // That of whoever began it may be gone with its host.
            await tracking.Journal.AddAsync(record, cancellationToken).ConfigureAwait(false);
        }

        await new Resuming(tracking).CarryOnAsync(record, found, ShutHistories.None, s_actor, erased.Index, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the <c>closed</c> entries of the same commit say is kept of the person's ids.</summary>
    private static async ValueTask<List<JournaledClosing>> KeptAsync(TrackingContext tracking, AuditEntry erased, IReadOnlyCollection<AuditEntry> own, CancellationToken cancellationToken)
    {
        var digests = new HashSet<Sha256Digest>();
        foreach (var id in own.Select(ErasedPerson.WhomOf).Distinct())
        {
            digests.Add(await tracking.DigestOfAsync(id, cancellationToken).ConfigureAwait(false));
        }

        var kept = new List<JournaledClosing>();
        await foreach (var entry in tracking.Store.ReadLogAsync(new() { From = erased.Index + 1, To = erased.Index + 1 + digests.Count }, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Type != AuditEntryType.Closed || !digests.Contains(entry.Facts.Closing!.Digest))
            {
                break;
            }

            kept.Add(new(entry.Facts.Closing, entry.Facts.ClosedWith));
        }

        return kept;
    }

    /// <summary>How the person's requests stand: those that their entries tell of, and those that the same commit speaks of without naming anybody. (One of somebody else that was said right after it does no harm: it is what the log says too.)</summary>
    private static async ValueTask<IEnumerable<SubjectRequest>> RequestsAsync(TrackingContext tracking, AuditEntry erased, IReadOnlyCollection<AuditEntry> own, CancellationToken cancellationToken)
    {
        var numbers = own.Where(e => e.Type == AuditEntryType.Requested).Select(e => LogEvents.RequestOf(e).Number).ToHashSet();
        var after = new LogQuery { From = erased.Index + 1, To = erased.Index + 1 + Following };
        foreach (var entry in await ReadableEntries.ReadAsync(tracking, after, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Subject is null && (entry.Type == AuditEntryType.Requested || entry.Type == AuditEntryType.RequestAnswered))
            {
                numbers.Add(LogEvents.RequestOf(entry).Number);
            }
            else if (entry.Type != AuditEntryType.Closed)
            {
                break;
            }
        }

        return numbers.Count == 0 ? [] : (await tracking.Requests.ReadAsync(tracking, cancellationToken).ConfigureAwait(false)).Readable.Values.Select(r => r.Request).Where(r => numbers.Contains(r.Number)).OrderBy(r => r.Number);
    }
}
