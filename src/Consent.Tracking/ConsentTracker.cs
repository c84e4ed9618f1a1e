namespace Consent.Tracking;

/// <summary>A host's consent memory, one contact at a time. Thread-safe; one for the whole host.</summary>
/// <remarks>It changes no list of contacts, so that a user interface cannot change many by accident: that is <see cref="ConsentBulk"/>.</remarks>
public sealed class ConsentTracker
{
    // So many contacts are read by one statement.
    private const int TogetherRead = 1000;

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

    /// <summary>May we do each of these? As one request after the other, and far quicker: contacts are read a thousand at a time.</summary>
    /// <remarks>A run over many contacts asks just before it sends: a no that comes in between counts for what is asked afterwards only. Ask in pieces, and send each piece before the next.</remarks>
    /// <param name="requests">What is to be done; any number, also about the same contact.</param>
    /// <param name="cancellationToken">Stops between two thousands.</param>
    /// <returns>One decision for each request, in the same order.</returns>
    /// <exception cref="ArgumentException">One of them names no contact, and nothing was asked; the message says which, counted from 0.</exception>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble. Nothing is permitted then.</exception>
    /// <example><code>
    /// var requests = recipients.Select(id => ProcessingRequest.ToContact(id, Purposes.Marketing.Automatic.Email)).ToList();
    /// var decisions = await tracker.DecideAsync(requests, cancellationToken);
    /// var permitted = recipients.Where((_, i) => decisions[i].IsPermitted);
    /// </code></example>
    public ValueTask<IReadOnlyList<ConsentDecision>> DecideAsync(IReadOnlyList<ProcessingRequest> requests, CancellationToken cancellationToken = default) =>
        DecideAsync(requests, null, cancellationToken);

    /// <summary>As above, and says by which rules and of which instant it decided each time it read some contacts.</summary>
    internal async ValueTask<IReadOnlyList<ConsentDecision>> DecideAsync(IReadOnlyList<ProcessingRequest> requests, Action<ConsentRules, Timestamp>? decided, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Contact.IsDefault)
            {
                throw new ArgumentException($"The request at {i} names no contact: say whom it is about, request.About(contact).", nameof(requests));
            }
        }

        using var watch = ConsentTelemetry.Watch("consent.decide");
        var decisions = new ConsentDecision[requests.Count];
        for (var first = 0; first < decisions.Length; first += TogetherRead)
        {
            await DecideAsync(requests, first, decisions.AsMemory(first, Math.Min(TogetherRead, decisions.Length - first)), decided, cancellationToken).ConfigureAwait(false);
        }

        return decisions;
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

    private async ValueTask DecideAsync(IReadOnlyList<ProcessingRequest> requests, int first, Memory<ConsentDecision> decisions, Action<ConsentRules, Timestamp>? decided, CancellationToken cancellationToken)
    {
        var lookups = new List<Storage.ContactLookup>(decisions.Length);
        var asked = new HashSet<ContactId>();
        for (var i = 0; i < decisions.Length; i++)
        {
            foreach (var id in IdsOf(requests[first + i]))
            {
                if (asked.Add(id))
                {
                    lookups.Add(new(id));
                }
            }
        }

        var loaded = await _tracking.LoadAsync(lookups, Doubtful.Denied, cancellationToken).ConfigureAwait(false);
        foreach (var purpose in Enumerable.Range(first, decisions.Length).Select(i => requests[i].Purpose).Distinct())
        {
            await _tracking.KnowAsync(purpose, cancellationToken).ConfigureAwait(false);
        }

        var (rules, now) = (_tracking.Rules, _tracking.Now);
        decided?.Invoke(rules, now);
        for (var i = 0; i < decisions.Length; i++)
        {
            var request = requests[first + i];
            var point = request.Point is { } named && named.Id != request.Contact ? loaded.RecordOf(named.Id) : null;
            decisions.Span[i] = loaded.PersonOf(request.Contact).Decide(request, rules, now, _tracking.IsRestorePending, point);
            ConsentTelemetry.Count(decisions.Span[i]);
        }

        static IEnumerable<ContactId> IdsOf(ProcessingRequest request) => request.Point is { } point ? [request.Contact, point.Id] : [request.Contact];
    }

    /// <summary>The same memory as this actor may see and change it.</summary>
    public ActingTracker As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new(_tracking, this, actor);
    }
}
