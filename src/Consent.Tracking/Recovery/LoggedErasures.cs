using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What the log says of erasures: which were begun, what they took away, and what was kept of ids.</summary>
internal sealed class LoggedErasures
{
    private readonly HashSet<Guid> _begun = [];
    private readonly HashSet<long> _covered = [];
    private readonly Dictionary<Sha256Digest, List<ClosedId>> _closings = [];
    private readonly Dictionary<SubjectRequestNumber, SubjectRequest> _requests = [];

    private LoggedErasures()
    {
    }

    public static async ValueTask<LoggedErasures> ReadAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        var logged = new LoggedErasures();
        await foreach (var entry in tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Erased }, cancellationToken).ConfigureAwait(false))
        {
            logged._begun.Add(LogEvents.ErasureOf(entry).Id);
            foreach (var (first, last) in entry.Facts.Erased)
            {
                for (var index = first; index <= last; index++)
                {
                    logged._covered.Add(index);
                }
            }
        }

        await foreach (var entry in tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Closed }, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Facts.Closing is { } closing)
            {
                (logged._closings.TryGetValue(closing.Digest, out var same) ? same : logged._closings[closing.Digest] = []).Add(closing);
            }
        }

        foreach (var type in (AuditEntryType[])[AuditEntryType.Requested, AuditEntryType.RequestExtended, AuditEntryType.RequestAnswered])
        {
            // A request is asked for before it is extended, and that before it is answered.
            foreach (var entry in await ReadableEntries.ReadAsync(tracking, new() { Type = type }, cancellationToken).ConfigureAwait(false))
            {
                var number = LogEvents.RequestOf(entry).Number;
                logged._requests[number] = LogEvents.RequestAfter(logged._requests.GetValueOrDefault(number), entry);
            }
        }

        return logged;
    }

    /// <summary>Whether an <c>erased</c> entry names it.</summary>
    public bool Covers(long index) => _covered.Contains(index);

    /// <summary>Takes note of what an <c>erased</c> entry names that was written since.</summary>
    public void Cover(IEnumerable<long> indices) => _covered.UnionWith(indices);

    /// <summary>Whether the log has said, at some time, at least this of the id. What became of it since counts: it may have been opened or rectified.</summary>
    public bool HasKept(ClosedId closed) => _closings.TryGetValue(closed.Digest, out var same) && same.Exists(logged => logged.AndAll(closed) == logged);

    /// <summary>The persons' requests of an erasure of which this log knows less than the journal.</summary>
    public IReadOnlyList<SubjectRequest> LostRequests(ErasureRecord record) => [.. record.Requests.Where(Lacks)];

    /// <summary>The request as this log has it; <see langword="null"/>: it has none.</summary>
    public SubjectRequest? Find(SubjectRequestNumber number) => _requests.GetValueOrDefault(number);

    /// <summary>Whether this log knows nothing of a request, or not that it was extended or answered.</summary>
    public bool Lacks(SubjectRequest request) =>
        Find(request.Number) is not { } logged || (logged.State == SubjectRequestState.Open && (request.State != SubjectRequestState.Open || (request.ExtensionToldAt is not null && logged.ExtensionToldAt is null)));

    /// <summary>What the journal says is kept and this log has never said: it was kept after the backup was made.</summary>
    /// <remarks>An <c>erased</c> entry and what is kept are one commit. So where that is there, what was kept is too, or was forgotten since.</remarks>
    /// <param name="record">What the journal has.</param>
    /// <param name="found">The entries of this log that it names.</param>
    public IReadOnlyList<JournaledClosing> Lost(ErasureRecord record, IReadOnlyCollection<(SealedEntry Entry, bool IsOwn)> found)
    {
        var own = record.Entries.Count(e => e.IsOwn);
        return _begun.Contains(record.Id) || (own > 0 && found.Count(f => f.IsOwn && f.Entry.IsErased && Covers(f.Entry.Index)) == own) ? [] : [.. record.Kept.Where(k => !HasKept(k.Closed))];
    }
}
