using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What one erasure writes into the journal: a record before each round that goes beyond what was named before, and the end.</summary>
internal sealed class ErasureJournaling
{
    private readonly TrackingContext _tracking;
    private readonly List<Guid> _records = [];
    private readonly HashSet<long> _named = [];
    private ImmutableArray<JournaledClosing> _kept = [];
    private ImmutableArray<SubjectRequest> _requests = [];

    public ErasureJournaling(TrackingContext tracking, string ground, ErasureKeeps keeps)
    {
        _tracking = tracking;
        Ground = ground;
        Keeps = keeps;
    }

    public ErasureJournaling(TrackingContext tracking, ErasureRecord resumed)
        : this(tracking, resumed.Ground, resumed.Keeps)
    {
        Id = resumed.Id;
        _records.Add(resumed.Id);
        _named.UnionWith(resumed.Entries.Select(e => e.Index));
        _kept = resumed.Kept;
        _requests = resumed.Requests;
        ResumedFrom = resumed.At;
    }

    /// <summary>The name that the journal and the log have for this erasure.</summary>
    public Guid Id { get; private set; } = Guid.NewGuid();

    public string Ground { get; }

    public ErasureKeeps Keeps { get; }

    /// <summary>The date that the journal says is kept.</summary>
    public Timestamp? Since => _kept.IsEmpty ? null : _kept.Max(k => k.Closed.Since);

    /// <summary>What the journal says it is kept for.</summary>
    public ClosedKind? Kind => _kept.IsEmpty ? null : _kept.Max(k => k.Closed.Kind);

    /// <summary>The same with the noes and lists that the journal says are kept of that id: a restored backup may not have them.</summary>
    public ClosedId WithKept(ClosedId closed) =>
        _kept.FirstOrDefault(k => k.Closed.Digest == closed.Digest) is { Closed: var kept } ? closed.AndBeside(kept) : closed;

    /// <summary>When the erasure that is carried on was begun; <see langword="null"/> for a new one.</summary>
    public Timestamp? ResumedFrom { get; }

    /// <summary>Names what a round takes away, before it begins. The whole round, where it goes beyond what was named: records are repeated latest first.</summary>
    public async ValueTask AddAsync(ErasurePlan plan, CancellationToken cancellationToken)
    {
        if (_records.Count > 0 && plan.Kept.All(_kept.Contains) && plan.Requests.All(r => _requests.Any(named => named.Number == r.Number)) && _named.IsSupersetOf(plan.Own) && _named.IsSupersetOf(plan.Mentions.Select(m => m.Index)))
        {
            return;
        }

        var entries = new List<JournaledEntry>();
        var mentions = plan.Mentions.ToDictionary(m => m.Index, m => m.Previous);
        foreach (var (first, last) in IndexRanges.Of(plan.Own.Concat(mentions.Keys)))
        {
            await foreach (var entry in _tracking.Store.Log.ReadAsync(first, last + 1, cancellationToken).ConfigureAwait(false))
            {
                entries.Add(mentions.TryGetValue(entry.Index, out var previous) ? new(entry.Index, entry.Leaf.Hash(), IsOwn: false, previous) : new(entry.Index, entry.Leaf.Hash()));
            }
        }

        _kept = [.. plan.Kept, .. _kept.Where(k => !plan.Kept.Any(now => now.Closed.Digest == k.Closed.Digest))];
        _requests = [.. plan.Requests, .. _requests.Where(r => !plan.Requests.Any(now => now.Number == r.Number))];
        var record = new ErasureRecord(_records.Count == 0 ? Id : Guid.NewGuid(), _tracking.Now, Ground, Keeps, _kept, [.. entries]) { Requests = _requests };
        await _tracking.Journal.AddAsync(record, cancellationToken).ConfigureAwait(false);
        _records.Add(record.Id);
        _named.UnionWith(entries.Select(e => e.Index));
    }

    /// <summary>What was named was not begun: somebody wrote first, and what goes is worked out anew.</summary>
    public async ValueTask TakeBackAsync(CancellationToken cancellationToken)
    {
        await EndAsync(ErasureState.Refused, cancellationToken).ConfigureAwait(false);
        _tracking.Erasures.Leave(Id, isDone: true);
        _records.Clear();
        _named.Clear();
        (_kept, _requests, Id) = ([], [], Guid.NewGuid());
    }

    /// <summary>All that was named is gone, or a hold refused it.</summary>
    public async ValueTask EndAsync(ErasureState state, CancellationToken cancellationToken)
    {
        foreach (var record in _records)
        {
            await _tracking.Journal.MarkAsync(record, state, cancellationToken).ConfigureAwait(false);
        }
    }
}
