using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The consent memory as one actor may see and change it, one contact at a time.</summary>
/// <remarks>Each member throws <see cref="ConsentAccessDeniedException"/> when the actor's roles do not allow it, before anything is looked up.</remarks>
public sealed class ActingTracker
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

    /// <summary>One contact's current record; an empty one when nothing is on record.</summary>
    public async ValueTask<ContactConsents> GetAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.SeeCurrent, contact);
        var found = await _tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false);
        return _tracking.RecordOf(contact, found[0]);
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
        DemandAny(change);
        var named = Named(change);
        using var activity = ConsentTelemetry.Start("consent.apply");
        var results = await _tracking.ApplyAsync(named.Contact, named.Id!.Value, _ => [named], _actor, ChangePort.OneContact, cancellationToken).ConfigureAwait(false);
        ConsentTelemetry.Count(results[0]);
        TrackingLog.Applied(_tracking.Logger, results[0].Outcome, named.Source, named.Statements.Length);
        return results[0];
    }

    /// <summary>Merges one contact's document, such as a customer record of another system: what it does not name stays as it is. It may need several changes, or none.</summary>
    /// <remarks>What a document asserts without the person's act counts only where nobody ever said anything attested; so it is recorded as an import is, and needs the same permission.</remarks>
    /// <returns>The results of the changes made; empty when the document says nothing new.</returns>
    public async ValueTask<ImmutableArray<ChangeResult>> MergeAsync(ConsentDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        _tracking.Demand(_actor, Permission.ChangeMany, document.Contact);
        using var activity = ConsentTelemetry.Start("consent.merge");
        var results = await _tracking.ApplyAsync(document.Contact, document.ChangeId(), document.Against, _actor, ChangePort.Bulk, cancellationToken).ConfigureAwait(false);
        foreach (var result in results)
        {
            ConsentTelemetry.Count(result);
        }

        return results;
    }

    /// <summary>What a change would do now. Writes nothing.</summary>
    public async ValueTask<ChangeResult> PreviewAsync(ConsentChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        _tracking.Demand(_actor, Permission.SeeCurrent, change.Contact);
        DemandAny(change);
        var named = Named(change);
        var loaded = await _tracking.LoadAsync(named.Contact, named.Id!.Value, cancellationToken).ConfigureAwait(false);
        return loaded.Recorded is { } recorded
            ? ChangeResult.ForRecorded(named, recorded)
            : _tracking.Watched(() => loaded.Person.Apply(named, _tracking.Rules, _tracking.RecordingBy(_actor, ChangePort.OneContact))).Result;
    }

    /// <summary>May it be done? As <see cref="ConsentTracker.DecideAsync"/>, for somebody who may see the contact.</summary>
    public ValueTask<ConsentDecision> DecideAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.SeeCurrent, request.Contact);
        return _tracker.DecideAsync(request, cancellationToken);
    }

    /// <summary>May it be done, and which rows of the rule table were asked on the way?</summary>
    public async ValueTask<DecisionTrace> ExplainAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.SeeCurrent, request.Contact);
        var loaded = await _tracking.LoadAsync(request.Contact, default, cancellationToken).ConfigureAwait(false);
        return loaded.Person.Explain(request, _tracking.Rules, _tracking.Now);
    }

    /// <summary>Links two contacts as one person, or undoes a link. Their entries are folded anew.</summary>
    public ValueTask<ChangeResult> LinkAsync(ContactLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        _tracking.Demand(_actor, Permission.Link, link.One, link.Reason is not null);
        return new Linking(_tracking, _actor).LinkAsync(link, cancellationToken);
    }

    /// <summary>One contact's own data: what is on record and every entry about it (GDPR art. 15, 20). The export is itself recorded, before anything is shown.</summary>
    public async ValueTask<ConsentExport> ExportAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.ExportOwn, contact);
        var entry = Reading.Entry(AuditEntryType.Exported, contact, "own data", _actor, _tracking.Rules, _tracking.Now);
        await _tracking.CommitAsync([new() { Entries = [entry] }], cancellationToken).ConfigureAwait(false);
        var found = await _tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false);
        var entries = await _tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false);
        return new(_tracking.RecordOf(contact, found[0]), entries, _tracking.Now);
    }

    /// <summary>Refuses what can be refused without looking the contact up.</summary>
    private void DemandAny(ConsentChange change)
    {
        var isProtective = change.Statements.Any(s => s.IsProtective);
        var isPermissive = change.Acceptance is not null || change.Statements.Any(s => !s.IsProtective);
        if (isProtective || !isPermissive)
        {
            _tracking.Demand(_actor, Permission.Protect, change.Contact, change.Reason is not null);
        }
        else if (_tracking.Rules.Access.Check(_actor, Permission.Permit, change.Contact, change.Reason is not null) == AccessVerdict.Denied)
        {
            _tracking.Demand(_actor, Permission.Permit, change.Contact, change.Reason is not null);
        }
    }

    private static ConsentChange Named(ConsentChange change) =>
        change.Id is null ? change.WithId(ChangeId.From(Guid.CreateVersion7().ToString())) : change;
}
