using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The consent memory as one actor may see and change it, one contact at a time.</summary>
/// <remarks>
/// Each member throws <see cref="ConsentAccessDeniedException"/> when the actor's roles do not allow it, before anything is looked up; and
/// <see cref="ConsentStoreException"/> when the storage is in trouble, after transient trouble was tried again.
/// </remarks>
public sealed partial class ActingTracker
{
    private readonly TrackingContext _tracking;
    private readonly ConsentTracker _tracker;
    private readonly Actor _actor;

    internal ActingTracker(TrackingContext tracking, ConsentTracker tracker, Actor actor)
    {
        _tracking = tracking;
        _tracker = tracker;
        _actor = actor;
    }

    /// <summary>The register of persons' requests (GDPR art. 15-22): access, rectification, erasure, restriction, portability, objection, a human's review.</summary>
    public ActingRequests Requests => new(_tracking, _actor);

    /// <summary>One contact's current record; an empty one when nothing is on record.</summary>
    public async ValueTask<ContactConsents> GetAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        _tracking.Demand(_actor, Permission.SeeCurrent, contact);
        using var watch = ConsentTelemetry.Watch("consent.get");
        return (await _tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false)).PersonOf(contact).Seen(contact);
    }

    /// <summary>Applies a change. Expected refusals are values in the result, with stable codes.</summary>
    /// <param name="change">
    /// The change. Without an id it gets one (a UUIDv7): a retry after a lost answer needs the id that was sent, so a host that retries names its own.
    /// </param>
    /// <param name="cancellationToken">Stops trying; then the change may or may not be recorded, whole, and a retry under its id tells.</param>
    /// <exception cref="ConsentStoreException">The storage is in trouble; after transient trouble was tried again.</exception>
    public async ValueTask<ChangeResult> ApplyAsync(ConsentChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        _tracking.DemandChange(_actor, change, ChangePort.OneContact);
        using var watch = ConsentTelemetry.Watch("consent.apply");
        var work = new ChangeWork(0, Named(change));
        await new ChangeBatch(_tracking, _actor, ChangePort.OneContact).RunAsync([work], cancellationToken).ConfigureAwait(false);
        var result = work.Results[0];
        ConsentTelemetry.Count(result);
        TrackingLog.Applied(_tracking.Logger, result.Outcome, change.Source, change.Statements.Length);
        return result;
    }

    /// <summary>Merges one contact's document, such as a customer record of another system: what it does not name stays as it is. It may need several changes, or none.</summary>
    /// <remarks>What a document asserts without the person's act counts only where nobody ever said anything attested; so it is recorded as an import is, and needs the same permission.</remarks>
    /// <returns>The results of the changes made; empty when the document says nothing new.</returns>
    public async ValueTask<ImmutableArray<ChangeResult>> MergeAsync(ConsentDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        _tracking.Demand(_actor, Permission.ChangeMany, document.Contact);
        using var watch = ConsentTelemetry.Watch("consent.merge");
        var work = new ChangeWork(0, document);
        await new ChangeBatch(_tracking, _actor, ChangePort.Bulk).RunAsync([work], cancellationToken).ConfigureAwait(false);
        foreach (var result in work.Results)
        {
            ConsentTelemetry.Count(result);
            TrackingLog.Applied(_tracking.Logger, result.Outcome, document.Source, result.Statements.Length);
        }

        return work.Results;
    }

    /// <summary>What a change would do now, if this actor made it. Writes nothing.</summary>
    /// <remarks>Whoever may see a contact may ask. What the actor may not do is answered as refused, with <see cref="ChangeCode.NotPermitted"/>.</remarks>
    public async ValueTask<ChangeResult> PreviewAsync(ConsentChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        _tracking.Demand(_actor, Permission.SeeCurrent, change.Contact);
        using var watch = ConsentTelemetry.Watch("consent.preview");
        var named = Named(change);
        var loaded = await _tracking.LoadAsync(named.Contact, named.Id!.Value, cancellationToken).ConfigureAwait(false);
        var person = loaded.PersonOf(named.Contact);
        await _tracking.KnowAsync(named, cancellationToken).ConfigureAwait(false);
        try
        {
            _tracking.Rules.Access.DemandChange(_actor, named, ChangePort.OneContact);
        }
        catch (ConsentAccessDeniedException)
        {
            return NotPermitted(named, person.Seen(named.Contact));
        }

        var applied = await _tracking.ApplyAsync(person, named, loaded.Recorded[0], _tracking.RecordingBy(_actor, ChangePort.OneContact), cancellationToken).ConfigureAwait(false);
        return applied.Result;
    }

    /// <summary>May it be done? As <see cref="ConsentTracker.DecideAsync(ProcessingRequest, CancellationToken)"/>, for somebody who may see the contact.</summary>
    public ValueTask<ConsentDecision> DecideAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        DemandToSee(request);
        return _tracker.DecideAsync(request, cancellationToken);
    }

    /// <summary>May each of these be done? As <see cref="ConsentTracker.DecideAsync(IReadOnlyList{ProcessingRequest}, CancellationToken)"/>, for somebody who may see all the contacts.</summary>
    public ValueTask<IReadOnlyList<ConsentDecision>> DecideAsync(IReadOnlyList<ProcessingRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        foreach (var request in requests)
        {
            DemandToSee(request);
        }

        return _tracker.DecideAsync(requests, cancellationToken);
    }

    /// <summary>May each of these be done? As above, and one entry in the audit log says that the answers are used, for what, and what they rest on; so that the data protection officer can show later what the answer was for anybody (<see cref="ActingAudit.ExplainUseAsync(long, ContactId, RequestFacts?, CancellationToken)"/>).</summary>
    /// <remarks>The entry names no contact. It is written before the answers are given: where it cannot be written there are none. A call that fails or is cancelled gives no answer, and leaves no entry.</remarks>
    /// <param name="requests">What is to be done; any number, of at most <see cref="RecordedUse.MaxRequests"/> kinds.</param>
    /// <param name="use">What for.</param>
    /// <param name="cancellationToken">Stops between two thousands.</param>
    /// <returns>One decision for each request, in the same order.</returns>
    /// <exception cref="ArgumentException">A request names no contact, or they are of too many kinds; nothing was asked.</exception>
    /// <exception cref="ConsentAccessDeniedException">The actor may not see everybody's consents: contacts themselves use no lists.</exception>
    /// <exception cref="ConsentStoreException">The storage is in trouble, or the use could not be recorded. Nothing is permitted then.</exception>
    /// <example><code>
    /// var requests = recipients.Select(id => ProcessingRequest.ToContact(id, Purposes.Marketing.Automatic.Email)).ToList();
    /// var decisions = await tracker.As(actor).DecideAsync(requests, new UseReference("spring-2026", "mail-1"), cancellationToken);
    /// </code></example>
    public async ValueTask<IReadOnlyList<ConsentDecision>> DecideAsync(IReadOnlyList<ProcessingRequest> requests, UseReference use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(use);
        _tracking.Demand(_actor, Permission.SeeCurrent);
        foreach (var request in requests)
        {
            DemandToSee(request);
        }

        var recording = await UseRecording.BeginAsync(_tracking, _actor, use, requests, cancellationToken).ConfigureAwait(false);
        var decisions = await _tracker.DecideAsync(requests, recording.Decided, cancellationToken).ConfigureAwait(false);
        await recording.EndAsync(requests.Count, decisions.Count(d => d.IsPermitted), isCutOff: false).ConfigureAwait(false);
        return decisions;
    }

    /// <summary>May it be done, and which rows of the rule table were asked on the way?</summary>
    public async ValueTask<DecisionTrace> ExplainAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        DemandToSee(request);
        using var watch = ConsentTelemetry.Watch("consent.explain");
        var (person, point) = await _tracking.AskedAboutAsync(request, cancellationToken).ConfigureAwait(false);
        var trace = person.Explain(request, _tracking.Rules, _tracking.Now, _tracking.IsRestorePending, point);
        ConsentTelemetry.Count(trace.Decision);
        return trace;
    }

    /// <summary>Links two contacts as one person, or undoes a link. Their entries are folded anew.</summary>
    public async ValueTask<ChangeResult> LinkAsync(ContactLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        _tracking.Demand(_actor, Permission.Link, link.One, link.Reason is not null);
        _tracking.Demand(_actor, Permission.Link, link.Other, link.Reason is not null);
        using var watch = ConsentTelemetry.Watch("consent.link");
        var result = await new Linking(_tracking, _actor).LinkAsync(link, cancellationToken).ConfigureAwait(false);
        ConsentTelemetry.Count(result);
        TrackingLog.Linked(_tracking.Logger, result.Outcome);
        return result;
    }

    private static ChangeResult NotPermitted(ConsentChange change, ContactConsents record) => new()
    {
        Outcome = ChangeOutcome.Refused,
        Change = change.Id ?? default,
        Revision = record.Revision,
        AcceptanceCode = change.Acceptance is null ? null : ChangeCode.NotPermitted,
        Code = ChangeCode.NotPermitted,
        Statements = [.. change.Statements.Select(s => new StatementOutcome(
            s, StatementResult.Refused, null, record[s.Node][s.Flag], record[s.Node][s.Flag], [new(ChangeCode.NotPermitted)]))],
    };

    private static ConsentChange Named(ConsentChange change) =>
        change.Id is null ? change.WithId(ChangeId.From(Guid.CreateVersion7().ToString())) : change;

    /// <summary>What is answered about an address tells of whoever said no there, so it takes the right to see that contact, too.</summary>
    private void DemandToSee(in ProcessingRequest request)
    {
        _tracking.Demand(_actor, Permission.SeeCurrent, request.Contact);
        if (request.Point is { } point)
        {
            _tracking.Demand(_actor, Permission.SeeCurrent, point.Id);
        }
    }
}
