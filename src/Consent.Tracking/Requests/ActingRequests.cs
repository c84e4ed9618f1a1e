using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>The register of persons' requests (GDPR art. 15-22) as one actor may keep it: what was asked for, when it is due, what was answered.</summary>
/// <remarks>
/// A contact files requests of their own, and an operator files for a contact; the data protection officer and the privacy manager keep the register. It stands in the audit log, and holds no document, no word of the person, and
/// nothing that says whose a request is once the person is erased. Each member throws <see cref="ConsentAccessDeniedException"/> when the actor's roles do not allow it, before anything is looked up.
/// </remarks>
/// <example><code>
/// var filed = await tracker.As(clerk).Requests.FileAsync(contact, SubjectRequestKind.Access, receivedAt, cancellationToken: cancellationToken);
/// await foreach (var due in tracker.As(officer).Requests.DueAsync(clock.GetUtcNow().AddDays(7), cancellationToken)) { … }
/// await tracker.As(officer).Requests.AnswerAsync(filed.Request!.Number, cancellationToken: cancellationToken);
/// </code></example>
public sealed class ActingRequests
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;

    internal ActingRequests(TrackingContext tracking, Actor actor)
    {
        _tracking = tracking;
        _actor = actor;
    }

    /// <summary>Files a request: from now on it is due within a month of its receipt. An objection and a restriction are a no, which is recorded first and counts at once.</summary>
    /// <remarks>Use <see cref="ConsentTrackingOptions.TimeZone"/>, so that months end when they end for the host. Who is not on record, or was erased, may ask too: the request is then kept under the keyed digest of the id, which is not put on record by it.</remarks>
    /// <param name="contact">Who asks.</param>
    /// <param name="kind">Which right.</param>
    /// <param name="receivedAt">When it came, by whatever way; <see langword="null"/>: now. What is ahead of our clock, or before <see cref="ConsentTrackingOptions.EarliestPlausible"/>, came now.</param>
    /// <param name="id">The caller's id of it: the same right, filed again under the same id for the same contact, is one request. <see langword="null"/>: it is filed each time.</param>
    /// <param name="nodes">Of an objection or a restriction: to what; <see langword="null"/> or none: to everything (<see cref="PurposePath.All"/>).</param>
    /// <param name="cancellationToken">Stops trying; then it may or may not be on record, and filing it again under its id tells.</param>
    /// <returns>The request: <see cref="SubjectRequestOutcome.Recorded"/> or <see cref="SubjectRequestOutcome.Repeated"/>; with what became of the no.</returns>
    /// <exception cref="ArgumentException">Nodes are named of a request that is no objection and no restriction.</exception>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble. A no may be on record already; file it again.</exception>
    /// <exception cref="Storage.RecordAlteredException">An objection or a restriction of whoever's record was altered: the request is on record, and the no is not. Have the record folded anew, and file it again under its id. Other requests of theirs are filed.</exception>
    public async ValueTask<SubjectRequestResult> FileAsync(
        ContactId contact, SubjectRequestKind kind, Timestamp? receivedAt = null, ChangeId? id = null, IEnumerable<PurposePath>? nodes = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.NoContact(contact);
        _tracking.Demand(_actor, Permission.FileRequest, contact);
        using var watch = ConsentTelemetry.Watch("consent.request");
        var result = await new Filing(_tracking, _actor, contact, kind, receivedAt, id, [.. nodes ?? []]).RunAsync(cancellationToken).ConfigureAwait(false);
        return Told(result);
    }

    /// <summary>Says that the person was told, within the first month, that the answer takes up to two further months, and why (art. 12(3)). Once.</summary>
    /// <remarks>The first month is over when our clock says so, or the last entry of the log: a clock that is behind extends nothing.</remarks>
    /// <param name="number">The request's.</param>
    /// <param name="reason">Why: how complex it is, how many there are. It stays in the log: no personal data. 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="toldAt">When the person was told; <see langword="null"/>: now. Not ahead of our clock.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public async ValueTask<SubjectRequestResult> ExtendAsync(SubjectRequestNumber number, string reason, Timestamp? toldAt = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _tracking.Demand(_actor, Permission.KeepRequests);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        var head = await _tracking.RetriedAsync(() => _tracking.Store.GetHeadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return await SayAsync(
            number, toldAt, (request, at) => request.Extend(at, Timestamp.Max(_tracking.Now, head.LastRecordedAt ?? Timestamp.MinValue), _tracking.TimeZone), (request, at) => request.ExtensionToldAt == at,
            request => LogEvents.RequestExtended(request, reason, _actor, _tracking.Rules, _tracking.Now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that what was asked for was done, and that the person was told. An answer by erasure is best recorded with the erasure (<see cref="ErasureRequest.Answers"/>).</summary>
    /// <param name="number">The request's.</param>
    /// <param name="answeredAt">When the person was told; <see langword="null"/>: now. Not ahead of our clock.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public ValueTask<SubjectRequestResult> AnswerAsync(SubjectRequestNumber number, Timestamp? answeredAt = null, CancellationToken cancellationToken = default) =>
        SayAsync(
            number, answeredAt, (request, at) => request.Answer(at), (request, at) => request.State == SubjectRequestState.Answered && request.AnsweredAt == at,
            request => LogEvents.RequestAnswered(request, null, _actor, _tracking.Rules, _tracking.Now), cancellationToken);

    /// <summary>Says that it is refused, and that the person was told why, that they may complain to the supervisory authority and go to court (art. 12(4)). A no that came with it stays.</summary>
    /// <param name="number">The request's.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="reason">The reason in words. It stays in the log: no personal data. 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="answeredAt">When the person was told; <see langword="null"/>: now. Not ahead of our clock.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public ValueTask<SubjectRequestResult> RefuseAsync(
        SubjectRequestNumber number, SubjectRequestRefusal refusal, string? reason = null, Timestamp? answeredAt = null, CancellationToken cancellationToken = default) =>
        SayAsync(
            number, answeredAt, (request, at) => request.Refuse(refusal, at), (request, at) => request.Refusal == refusal && request.AnsweredAt == at,
            request => LogEvents.RequestAnswered(request, reason, _actor, _tracking.Rules, _tracking.Now), cancellationToken);

    /// <summary>How a request stands; <see langword="null"/>: none has this number.</summary>
    public async ValueTask<SubjectRequest?> FindAsync(SubjectRequestNumber number, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.KeepRequests);
        return (await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false)).Find(number)?.Request;
    }

    /// <summary>Whose request it is. That somebody looked is recorded as a reading of the contact's history, before it is shown.</summary>
    /// <returns>The contact; <see langword="null"/>: they were erased, or were not on record when they asked, or no request has this number.</returns>
    public async ValueTask<ContactId?> ContactOfAsync(SubjectRequestNumber number, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.KeepRequests);
        var requests = await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false);
        if (requests.Find(number)?.NamedAt is not { } index
            || await _tracking.EntriesAsync(new() { Type = AuditEntryType.Requested, From = index, To = index + 1 }, cancellationToken).ConfigureAwait(false) is not [{ Subject.Contact: var contact }]
            || ClosedId.IsName(contact, out _))
        {
            return null;
        }

        await _tracking.RecordReadingAsync(AuditEntryType.Read, [contact], "whose request it is", _actor, cancellationToken).ConfigureAwait(false);
        return contact;
    }

    /// <summary>The open requests that are due by an instant, the earliest first: those that are overdue lead.</summary>
    /// <param name="until">Up to when; <see cref="Timestamp.MaxValue"/>: all that are open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble. Where the key of somebody who asked is lost, it is thrown after all others were listed.</exception>
    public async IAsyncEnumerable<SubjectRequest> DueAsync(Timestamp until, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.KeepRequests);
        var requests = await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false);
        foreach (var request in requests.Readable.Values.Select(r => r.Request).Where(r => r.State == SubjectRequestState.Open && r.Due <= until).OrderBy(r => r.Due).ThenBy(r => r.Number))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return request;
        }

        requests.ThrowIfShut();
    }

    /// <summary>The requests filed under one contact's id, the oldest first. A contact sees their own.</summary>
    /// <remarks>An erasure takes away those that were filed while the id was on record, and those from before only if it keeps nothing (<see cref="ErasureKeeps.Nothing"/>). Those that stand under other ids linked with it are theirs: ask for these ids too.</remarks>
    public async ValueTask<IReadOnlyList<SubjectRequest>> OfAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.NoContact(contact);
        _tracking.Demand(_actor, Permission.FileRequest, contact);
        var named = (await Filing.EntriesAsync(_tracking, contact, cancellationToken).ConfigureAwait(false)).Select(e => e.Index).ToHashSet();
        var requests = named.Count == 0 ? null : await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false);
        return [.. requests?.Readable.Values.Where(r => r.NamedAt is { } at && named.Contains(at)).OrderBy(r => r.NamedAt).Select(r => r.Request) ?? []];
    }

    /// <summary>Decides, writes, and looks again: another host may have been first, and of two words that contradict each other the first in the log stands.</summary>
    private async ValueTask<SubjectRequestResult> SayAsync(
        SubjectRequestNumber number, Timestamp? stated, Func<SubjectRequest, Timestamp, SubjectRequestResult> decide, Func<SubjectRequest, Timestamp, bool> isSaid, Func<SubjectRequest, AuditEntry> entry, CancellationToken cancellationToken)
    {
        _tracking.Demand(_actor, Permission.KeepRequests);
        using var watch = ConsentTelemetry.Watch("consent.request");
        if (await FindAsync(number, cancellationToken).ConfigureAwait(false) is not { } before)
        {
            return new(SubjectRequestOutcome.NotOnRecord, null);
        }

        // A clock that has gone back must not keep an answer from being recorded.
        var latest = Timestamp.Max(_tracking.Now, before.ReceivedAt);
        var at = Timestamp.Min(stated ?? latest, latest);
        var decided = decide(before, at);
        if (decided.Outcome == SubjectRequestOutcome.Recorded)
        {
            await _tracking.CommitAsync([new() { Entries = [entry(decided.Request!)] }], cancellationToken).ConfigureAwait(false);
            var after = (await FindAsync(number, cancellationToken).ConfigureAwait(false))!;
            decided = isSaid(after, at) ? new(SubjectRequestOutcome.Recorded, after) : decide(after, at);
        }

        return Told(decided);
    }

    private SubjectRequestResult Told(SubjectRequestResult result)
    {
        TrackingLog.Requested(_tracking.Logger, result.Request?.Kind, result.Outcome);
        return result;
    }
}
