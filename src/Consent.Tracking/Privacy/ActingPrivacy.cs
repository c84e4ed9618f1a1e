using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Privacy operations as one actor may do them.</summary>
/// <remarks>Each member throws <see cref="ConsentAccessDeniedException"/> when the actor's roles do not allow it, before anything is looked up.</remarks>
public sealed class ActingPrivacy
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;

    internal ActingPrivacy(TrackingContext tracking, Actor actor)
    {
        _tracking = tracking;
        _actor = actor;
    }

    /// <summary>Publishes a privacy notice (GDPR art. 13). From then on decisions know it; another process of the host knows it when it starts next.</summary>
    /// <returns>Whether it was published: <see langword="false"/> when its version was before.</returns>
    public async ValueTask<bool> PublishNoticeAsync(Notice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        _tracking.Demand(_actor, Permission.Administer);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        if (_tracking.Rules.Notices.Find(notice.Version) is not null)
        {
            return false;
        }

        var entry = LogEvents.NoticePublished(notice, _actor, _tracking.Rules, _tracking.Now);
        await _tracking.CommitAsync([new() { Entries = [entry] }], cancellationToken).ConfigureAwait(false);
        _tracking.Publish(notice);
        return true;
    }

    /// <summary>Places a legal hold: nothing of the person is erased until it is released (art. 17(3)(e)).</summary>
    /// <param name="contact">Whom.</param>
    /// <param name="reason">Why: 1 to 1,024 characters.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    /// <returns>Whether it was placed: <see langword="false"/> when there is one already, or nothing on record.</returns>
    public ValueTask<bool> HoldAsync(ContactId contact, string reason, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Hold, contact);
        return SetHoldAsync(contact, isHeld: true, reason, cancellationToken);
    }

    /// <summary>Releases a legal hold.</summary>
    /// <returns>Whether it was released: <see langword="false"/> when there is none.</returns>
    /// <inheritdoc cref="HoldAsync" path="/param"/>
    public ValueTask<bool> ReleaseHoldAsync(ContactId contact, string reason, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Administer, contact);
        return SetHoldAsync(contact, isHeld: false, reason, cancellationToken);
    }

    /// <summary>Erases a person: every linked id, every entry about them. What was proved of the log stays proved.</summary>
    /// <remarks>May be repeated: an erasure that was cut off is carried on, and one that is done says that nothing is on record.</remarks>
    public async ValueTask<ErasureOutcome> EraseAsync(ErasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tracking.Demand(_actor, Permission.Administer, request.Contact);
        using var watch = ConsentTelemetry.Watch("consent.erase");
        return await new Erasing(_tracking, _actor, request).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> SetHoldAsync(ContactId contact, bool isHeld, string reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = (await _tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false))[0];
            var history = await _tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false);
            if (found.Snapshot is not { State: ContactState.Open } snapshot || LogEvents.IsHeld(history) == isHeld)
            {
                return false;
            }

            // The snapshot is written as it is: so a hold and an erasure at the same time are a conflict, and one of them sees the other.
            var entry = LogEvents.Hold(contact, isHeld, reason, _actor, _tracking.Rules, _tracking.Now);
            var commit = new ConsentCommit { Entries = ImmutableArray.Create(entry), Snapshots = [new(snapshot, found.Version)] };
            if ((await _tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
            {
                return true;
            }

            ConsentTelemetry.CountConflict();
        }
    }
}
