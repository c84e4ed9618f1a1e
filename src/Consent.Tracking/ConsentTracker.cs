namespace Consent.Tracking;

/// <summary>A host's consent memory, one contact at a time. Thread-safe; one for the whole host.</summary>
/// <remarks>It has no bulk member at all, so that a user interface cannot change many contacts by accident: that is <see cref="ConsentBulk"/>.</remarks>
public sealed class ConsentTracker
{
    private readonly TrackingContext _tracking;

    internal ConsentTracker(TrackingContext tracking) => _tracking = tracking;

    /// <summary>May we do this to this person? For the host's own use; needs no actor. A contact never heard of is one of whom nothing is on record.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">It names no contact: it asks about anyone, or about nothing.</exception>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble. Nothing is permitted then.</exception>
    /// <example><code>
    /// var decision = await tracker.DecideAsync(ProcessingRequest.ToContact(id, Purposes.Marketing.Automatic.Email), cancellationToken);
    /// if (decision.IsPermitted) { … }
    /// </code></example>
    public async ValueTask<ConsentDecision> DecideAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        using var watch = ConsentTelemetry.Watch("consent.decide");
        var (person, point) = await _tracking.AskedAboutAsync(request, cancellationToken).ConfigureAwait(false);
        var decision = person.Decide(request, _tracking.Rules, _tracking.Now, _tracking.IsRestorePending, point);
        ConsentTelemetry.Count(decision);
        return decision;
    }

    /// <summary>The rules in force now: purposes and notices with all that any host has published, the jurisdiction, who may what. No personal data.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble.</exception>
    /// <example><code>
    /// var format = new ContactHubFormat((await tracker.GetRulesAsync(cancellationToken)).Taxonomy);
    /// </code></example>
    public async ValueTask<ConsentRules> GetRulesAsync(CancellationToken cancellationToken = default)
    {
        await _tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return _tracking.Rules;
    }

    /// <summary>The same memory as this actor may see and change it.</summary>
    public ActingTracker As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new(_tracking, this, actor);
    }
}
