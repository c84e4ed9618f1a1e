using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Privacy operations as one actor may do them.</summary>
/// <remarks>Each member throws <see cref="ConsentAccessDeniedException"/> when the actor's roles do not allow it, before anything is looked up.</remarks>
public sealed partial class ActingPrivacy
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;

    internal ActingPrivacy(TrackingContext tracking, Actor actor)
    {
        _tracking = tracking;
        _actor = actor;
    }

    /// <summary>Publishes a privacy notice (GDPR art. 13). Decisions know it at once here, and on other hosts within <see cref="ConsentTrackingOptions.PublicationInterval"/>.</summary>
    /// <remarks>A version that was published before takes a text in a further language; where anything else differs, it is refused (<see cref="ChangeCode.NoticeOtherContent"/>).</remarks>
    public async ValueTask<PublicationResult> PublishNoticeAsync(Notice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        _tracking.Demand(_actor, Permission.Administer);
        return await new RulePublishing(_tracking, _actor).PublishAsync(notice, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds purposes while the host runs: a newsletter, a recipient of data. They are known as soon as a notice is; a no said on their path before counts from then on.</summary>
    /// <param name="declare">Declares them, as a taxonomy is declared.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    /// <returns>Whether it was recorded; refused with everything that does not hold together.</returns>
    /// <example><code>
    /// await privacy.As(manager).PublishPurposesAsync(purposes => purposes.Purpose("newsletters.sneakers", Channel.Email), cancellationToken);
    /// </code></example>
    public async ValueTask<PublicationResult> PublishPurposesAsync(Action<PurposeTaxonomyBuilder> declare, CancellationToken cancellationToken = default)
    {
        var addition = TaxonomyAddition.Of(declare);
        _tracking.Demand(_actor, Permission.Administer);
        return await new RulePublishing(_tracking, _actor).PublishAsync(addition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Places a legal hold: nothing of the person is erased until it is released (art. 17(3)(e)). There may be several: one for each reason.</summary>
    /// <param name="contact">Whom.</param>
    /// <param name="reason">Why, by which the hold is known, such as a case number: 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    /// <returns>Whether it was placed: <see langword="false"/> when there is one for this reason already, or nothing on record.</returns>
    public ValueTask<bool> HoldAsync(ContactId contact, string reason, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Hold, contact);
        return SetHoldAsync(contact, isHeld: true, reason, cancellationToken);
    }

    /// <summary>Releases the legal hold that was placed for this reason; others stay.</summary>
    /// <returns>Whether it was released: <see langword="false"/> when there is none for this reason.</returns>
    /// <inheritdoc cref="HoldAsync" path="/param"/>
    public ValueTask<bool> ReleaseHoldAsync(ContactId contact, string reason, CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Administer, contact);
        return SetHoldAsync(contact, isHeld: false, reason, cancellationToken);
    }

    /// <summary>Says that the record of a change or a link was wrong: what it says counts no more, at any date (GDPR art. 5(1)(d), 16). The entry that says so stays for ever, and is final.</summary>
    /// <remarks>May be repeated. What was true is said again, under another change id.</remarks>
    public async ValueTask<RectificationOutcome> RectifyAsync(Rectification rectification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rectification);
        _tracking.Demand(_actor, Permission.Rectify, rectification.Contact, hasReason: true);
        using var watch = ConsentTelemetry.Watch("consent.rectify");
        var outcome = await new Rectifying(_tracking, _actor).RunAsync(rectification, cancellationToken).ConfigureAwait(false);
        TrackingLog.Rectified(_tracking.Logger, outcome);
        return outcome;
    }

    /// <summary>As <see cref="RectifyAsync(Rectification, CancellationToken)"/>, for a list: the clicks of a scanner, the rows of a faulty import. One contact after the other.</summary>
    /// <param name="list">What was wrong. A list that was cut off is sent again as a whole.</param>
    /// <param name="cancellationToken">Stops after the one that is being written.</param>
    public async ValueTask<RectificationReport> RectifyAsync(IAsyncEnumerable<Rectification> list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        _tracking.Demand(_actor, Permission.Rectify, hasReason: true);
        var (rectified, before, place) = (0L, 0L, 0L);
        var others = ImmutableSortedDictionary.CreateBuilder<long, RectificationOutcome>();
        await foreach (var rectification in list.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            switch (await RectifyAsync(rectification, cancellationToken).ConfigureAwait(false))
            {
                case RectificationOutcome.Rectified:
                    rectified++;
                    break;
                case RectificationOutcome.AlreadyRectified:
                    before++;
                    break;
                case var other:
                    others.Add(place, other);
                    break;
            }

            place++;
        }

        return new(rectified, before, others.ToImmutable());
    }

    /// <summary>Erases a person: every linked id, every entry about them. What was proved of the log stays proved.</summary>
    /// <remarks>May be repeated: an erasure that was cut off is carried on, here or when the host starts next, and one that is done says that nothing is on record.</remarks>
    public async ValueTask<ErasureOutcome> EraseAsync(ErasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIf.NoContact(request.Contact);
        _tracking.Demand(_actor, Permission.Administer, request.Contact);
        using var watch = ConsentTelemetry.Watch("consent.erase");
        while (true)
        {
            var outcome = await new Erasing(_tracking, _actor, request).RunAsync(cancellationToken).ConfigureAwait(false);
            if (outcome != ErasureOutcome.NothingOnRecord || request.Keeps != ErasureKeeps.NeverContact)
            {
                return outcome;
            }

            // Whoever began at the same instant is erased now.
            if (await new Suppressing(_tracking, _actor).RunAsync(request.Contact, cancellationToken).ConfigureAwait(false) is { } isClosed)
            {
                return isClosed ? ErasureOutcome.ErasedNeverContact : outcome;
            }
        }
    }

    /// <summary>As <see cref="EraseAsync(ErasureRequest, CancellationToken)"/>, for a list: whose retention has ended, whom another system has erased. One person after the other.</summary>
    /// <param name="list">Whom. A list that was cut off is sent again as a whole.</param>
    /// <param name="cancellationToken">Stops after the one that is being erased.</param>
    /// <example><code>
    /// var report = await privacy.As(manager).EraseAllAsync(expired.Select(id => new ErasureRequest(id, "GDPR 5(1)(e)")), cancellationToken);
    /// </code></example>
    public async ValueTask<ErasureReport> EraseAllAsync(IAsyncEnumerable<ErasureRequest> list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        _tracking.Demand(_actor, Permission.Administer);
        var outcomes = ImmutableSortedDictionary.CreateBuilder<ErasureOutcome, long>();
        var (held, refused) = (ImmutableArray.CreateBuilder<long>(), ImmutableArray.CreateBuilder<long>());
        var place = -1L;
        await foreach (var request in list.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            place++;
            if (request is null || !ThrowIf.IsContact(request.Contact))
            {
                refused.Add(place);
                continue;
            }

            var outcome = await EraseAsync(request, cancellationToken).ConfigureAwait(false);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (outcome == ErasureOutcome.Held)
            {
                held.Add(place);
            }
        }

        return new(outcomes.ToImmutable(), held.ToImmutable(), refused.ToImmutable());
    }

    /// <summary>Closes ids that another system must not contact (its suppression list): whoever is not on record is closed as <see cref="ClosedKind.NeverContact"/>; whoever is, objects to everything instead.</summary>
    /// <remarks>
    /// May be repeated: what is closed, or objected to, stays as it is. A closing that was wrong is taken out by <see cref="RectifyAsync(Rectification, CancellationToken)"/> (<see cref="Rectification.OfList"/>). A list of hashes costs two passes over all records, one before and one after ids are
    /// closed.
    /// </remarks>
    /// <exception cref="ArgumentException">The name of the list is blank, too long or not well-formed.</exception>
    public async ValueTask<ClosingReport> CloseAsync(ClosingList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        _tracking.Demand(_actor, Permission.Administer);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        _ = ListedClosing.IsName(list.Name) ? true : throw new ArgumentException($"A list's name has 1 to {ListedClosing.MaxNameLength} characters.", nameof(list));
        using var watch = ConsentTelemetry.Watch("consent.close");
        return await new Closing(_tracking, _actor).RunAsync(list, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> SetHoldAsync(ContactId contact, bool isHeld, string reason, CancellationToken cancellationToken)
    {
        ThrowIf.NoContact(contact);
        ArgumentNullException.ThrowIfNull(reason);
        while (true)
        {
            var found = (await _tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false))[0];
            var history = await _tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false);
            if (found.Snapshot is not { State: ContactState.Open } snapshot || LogEvents.IsHeld(history, reason) == isHeld)
            {
                return false;
            }

            // The snapshot is written as it is: so a hold and an erasure at the same time are a conflict, and one of them sees the other.
            var entry = LogEvents.Hold(contact, isHeld, reason, _actor, _tracking.Rules, _tracking.Now);
            var commit = new ConsentCommit { Entries = ImmutableArray.Create(entry), Snapshots = [new(snapshot, found.Version) { ExpectedLastEntry = found.LastEntry }] };
            if ((await _tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
            {
                return true;
            }

            ConsentTelemetry.CountConflict();
        }
    }
}
