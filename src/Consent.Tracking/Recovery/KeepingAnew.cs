using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>
/// Keeps anew what a restored backup does not know was kept: of ids whose whole life is later than the backup, or that were erased once more since; and how the requests of whoever was erased stand.
/// </summary>
internal sealed class KeepingAnew(TrackingContext tracking, Actor actor)
{
    // Records of the journal that name no entry, whose closings are owed until they are written; and the erasure that each belongs to.
    private readonly List<(ErasureRecord Owed, Guid Erasure)> _owing = [];

    /// <summary>Whether all that is left to do of a record is to keep.</summary>
    public bool Owes(ErasureRecord record) => _owing.Exists(o => o.Owed.Id == record.Id);

    /// <summary>Takes note of what is owed, durably: the erasure that it belongs to may come to its end before.</summary>
    /// <param name="record">The erasure.</param>
    /// <param name="lost">What of it the log does not have.</param>
    /// <param name="requests">The requests of which the log knows less.</param>
    /// <param name="whose">Whose entries are there: what is kept of them is written when they go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask AddAsync(ErasureRecord record, IReadOnlyList<JournaledClosing> lost, IReadOnlyList<SubjectRequest> requests, IEnumerable<ContactId> whose, CancellationToken cancellationToken)
    {
        var there = new HashSet<Sha256Digest>();
        foreach (var id in whose)
        {
            there.Add(ClosedId.IsName(id, out var digest) ? digest.Value : await tracking.DigestOfAsync(id, cancellationToken).ConfigureAwait(false));
        }

        var owed = record with { Kept = [.. lost.Where(k => !there.Contains(k.Closed.Digest))], Requests = [.. requests] };
        if (owed.Kept.IsEmpty && owed.Requests.IsEmpty)
        {
            return;
        }

        if (!record.Entries.IsEmpty)
        {
            owed = owed with { Id = Guid.NewGuid(), Entries = [] };
            await tracking.Journal.AddAsync(owed, cancellationToken).ConfigureAwait(false);
        }

        _owing.Add((owed, record.Entries.IsEmpty ? await ErasureOfAsync(record, cancellationToken).ConfigureAwait(false) : record.Id));
    }

    /// <summary>The erasure that an earlier start, which was cut off, took note for: a hold may refuse it, and then nothing is owed. Notes have its instant, and no more than it has.</summary>
    private async ValueTask<Guid> ErasureOfAsync(ErasureRecord note, CancellationToken cancellationToken) =>
        (await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(r => !r.Entries.IsEmpty && r.At == note.At && string.Equals(r.Ground, note.Ground, StringComparison.Ordinal) && note.Requests.All(r.Requests.Contains) && note.Kept.All(r.Kept.Contains))?.Id ?? note.Id;

    /// <summary>Writes what is owed, after the lives that are there were erased anew. Of an id the last word counts; a life that goes on is left alone, and so is what a hold refused.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (_owing.Count == 0)
        {
            return;
        }

        var logged = await LoggedErasures.ReadAsync(tracking, cancellationToken).ConfigureAwait(false);
        var living = new HashSet<Sha256Digest>();
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (record.State != ContactState.Closed)
            {
                living.Add(await tracking.DigestOfAsync(record.Id, cancellationToken).ConfigureAwait(false));
            }
        }

        var refused = (await tracking.Journal.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(r => r.State == ErasureState.Refused).Select(r => r.Id).ToHashSet();
        foreach (var kept in _owing.Where(o => !refused.Contains(o.Erasure)).Select(o => o.Owed).OrderBy(r => r.At).SelectMany(r => r.Kept).GroupBy(k => k.Closed.Digest).Select(same => same.Last()))
        {
            if (!living.Contains(kept.Closed.Digest) && !logged.HasKept(kept.Closed))
            {
                await KeepAsync(kept, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var request in _owing.Where(o => !refused.Contains(o.Erasure)).Select(o => o.Owed).OrderBy(r => r.At).SelectMany(r => r.Requests).GroupBy(r => r.Number).Select(same => same.Last()).Where(logged.Lacks))
        {
            await tracking.CommitAsync([new() { Entries = Telling(request, logged.Find(request.Number)) }], cancellationToken).ConfigureAwait(false);
        }

        foreach (var (owed, erasure) in _owing)
        {
            await tracking.Journal.MarkAsync(owed.Id, refused.Contains(erasure) ? ErasureState.Refused : ErasureState.Done, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The entries that tell how a request stands, to a log that knows less or nothing.</summary>
    private ImmutableArray<AuditEntry> Telling(SubjectRequest request, SubjectRequest? logged)
    {
        var said = ImmutableArray.CreateBuilder<AuditEntry>();
        if (logged is null && request.State == SubjectRequestState.Open)
        {
            return [LogEvents.Requested(request, default, null, actor, tracking.Rules, tracking.Now)];
        }

        if (logged is { ExtensionToldAt: null } && request.ExtensionToldAt is not null)
        {
            said.Add(LogEvents.RequestExtended(request, "The reason was lost with the entries after a backup.", actor, tracking.Rules, tracking.Now));
        }

        if (request.State != SubjectRequestState.Open)
        {
            said.Add(LogEvents.RequestAnswered(request, null, actor, tracking.Rules, tracking.Now));
        }

        return said.ToImmutable();
    }

    private async ValueTask KeepAsync(JournaledClosing kept, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = (await tracking.FindAsync([new(kept.Closed.Name)], cancellationToken).ConfigureAwait(false))[0];
            if (found.Snapshot is { State: not ContactState.Closed })
            {
                return;
            }

            var record = found.Snapshot?.Under(tracking.Rules.Taxonomy);
            var after = record is { Closing: { } before }
                ? record.ClosedAfter(before.AndAll(kept.Closed), new HashSet<ContactId>(), kept.Linked)
                : ContactConsents.Closed(kept.Closed.Name, tracking.Rules.Taxonomy, kept.Closed, kept.Linked);
            var commit = new ConsentCommit
            {
                Entries = [LogEvents.Closed(after.Closing!, after.LinkedDigests(), actor, tracking.Rules, tracking.Now)],
                Snapshots = [new(after, found.Version) { ExpectedLastEntry = found.LastEntry }],
            };
            if ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
            {
                return;
            }

            ConsentTelemetry.CountConflict();
        }
    }
}
