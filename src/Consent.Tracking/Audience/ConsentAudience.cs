using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Counts and lists all contacts that something may be done to, as if each were asked about. Thread-safe; one for the whole host.</summary>
/// <remarks>
/// <para>
/// Over a store that tells what was written since (<see cref="IAudienceFeed"/>), a question asked for the first time decides every contact once, and keeps
/// one bit of each; asked again, it decides only those that were written since or whose decision time has changed, so that the answer is at hand in
/// microseconds and yet the one that deciding all of them now would give. The <see cref="MaxQuestions"/> questions asked last are kept, an eighth of a
/// megabyte for each million contacts, and forgotten when a notice or a purpose is published. Over any other store every answer reads and decides all records.
/// </para>
/// <para>
/// Contacts of whom nothing is on record are not among an audience, nor are suppressed ones, whose ids nobody can read. A clock that is set back
/// stands still for the answers; by more than a minute, they are worked out anew.
/// </para>
/// </remarks>
public sealed class ConsentAudience
{
    /// <summary>How many questions are kept ready.</summary>
    public const int MaxQuestions = 16;

    private readonly TrackingContext _tracking;
    private readonly Lock _lock = new();

    // The one asked last stands last.
    private readonly List<AudienceIndex> _indexes = [];

    internal ConsentAudience(TrackingContext tracking) => _tracking = tracking;

    /// <summary>The same, for somebody who may ask about everybody. The host's own use needs no actor.</summary>
    /// <exception cref="ConsentAccessDeniedException">None of the actor's roles may.</exception>
    public ActingAudience As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.AskAudience);
        return new(_tracking, this, actor);
    }

    /// <summary>To how many contacts on record may this be done now?</summary>
    /// <param name="request">What is to be done. Whatever contact it names, it is asked about everybody; facts stated are taken to hold for everybody.</param>
    /// <param name="cancellationToken">Stops waiting; what was worked out so far is kept.</param>
    /// <exception cref="ArgumentException">It names an address, which is one contact's: decide each contact at its own (<see cref="ConsentTracker.DecideAsync(ProcessingRequest, CancellationToken)"/>).</exception>
    /// <exception cref="ConsentStoreException">The storage is in trouble; after transient trouble was tried again.</exception>
    /// <example><code>
    /// var reach = await audience.CountAsync(ProcessingRequest.ToContactAnyone(Purposes.Marketing.Automatic.Email), cancellationToken);
    /// </code></example>
    public async ValueTask<long> CountAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        RefuseAddress(request);
        using var watch = ConsentTelemetry.Watch("consent.audience");
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        if (_tracking.IsRestorePending)
        {
            // Nothing is permitted to anybody (AFTER_RESTORE).
            return 0;
        }

        if (Feed is { } feed)
        {
            return await IndexOf(request, feed).CountAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = 0L;
        await foreach (var _ in new ScannedAudience(_tracking).PermittedAsync(request, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    /// <summary>To which contacts on record may this be done now? In no particular order.</summary>
    /// <remarks>
    /// They are decided as they are read, a few hundred at a time: one that objects meanwhile is left out, one that was listed before is not called back. Who sends
    /// much later asks about the contact again (<see cref="ConsentTracker.DecideAsync(ProcessingRequest, CancellationToken)"/>).
    /// </remarks>
    /// <inheritdoc cref="CountAsync" path="/param|/exception"/>
    public IAsyncEnumerable<ContactId> StreamAsync(ProcessingRequest request, CancellationToken cancellationToken = default) => StreamAsync(request, null, cancellationToken);

    /// <summary>As above, and says by which rules and of which instant it decided each time it read some contacts.</summary>
    internal async IAsyncEnumerable<ContactId> StreamAsync(ProcessingRequest request, Action<ConsentRules, Timestamp>? decided, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RefuseAddress(request);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        if (_tracking.IsRestorePending)
        {
            yield break;
        }

        if (Feed is not { } feed)
        {
            await foreach (var contact in new ScannedAudience(_tracking, decided).PermittedAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return contact;
            }

            yield break;
        }

        long? after = -1;
        while (after is { } last)
        {
            foreach (var contact in await ListAsync(last).ConfigureAwait(false))
            {
                yield return contact;
            }
        }

        async ValueTask<ImmutableArray<ContactId>> ListAsync(long last)
        {
            using var watch = ConsentTelemetry.Watch("consent.audience");
            (var contacts, after) = await IndexOf(request, feed).ListAsync(last, decided, cancellationToken).ConfigureAwait(false);
            return contacts;
        }
    }

    /// <summary>Whose consent to a purpose ends by itself until an instant, and who of them may be asked to renew it? Reads all records; in no particular order.</summary>
    /// <param name="question">May they be asked: <see cref="ProcessingRequest.ToAskAnyone"/>, with the facts that hold for everybody and the jurisdictions.</param>
    /// <param name="until">Consents that end at it or before. Those that have ended already are not among them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">Another operation, or it names an address.</exception>
    /// <exception cref="ConsentStoreException">The storage is in trouble; after transient trouble was tried again.</exception>
    /// <example><code>
    /// var question = ProcessingRequest.ToAskAnyone(Purposes.Marketing.Automatic.Email);
    /// await foreach (var (contact, endsAt, mayAsk) in audience.ExpiringAsync(question, inThirtyDays, cancellationToken)) { … }
    /// </code></example>
    public async IAsyncEnumerable<ExpiringConsent> ExpiringAsync(ProcessingRequest question, Timestamp until, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RefuseAddress(question);
        if (question.Operation != Operation.ToAsk || question.Purpose is null)
        {
            throw new ArgumentException("Consents that expire are a question about asking: name the purpose by ProcessingRequest.ToAskAnyone.", nameof(question));
        }

        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var consent in new ExpiringAudience(_tracking).ReadAsync(question, until, cancellationToken).ConfigureAwait(false))
        {
            yield return consent;
        }
    }

    // What was kept at hand knows nothing of records that verifying found wrong.
    private IAudienceFeed? Feed => _tracking.Altered.Doubted.IsAny ? null : _tracking.Store as IAudienceFeed;

    internal static void RefuseAddress(in ProcessingRequest request)
    {
        if (request.Point is not null)
        {
            throw new ArgumentException("An audience is asked about everybody and has no one address: ask without, then decide each contact at its own (ConsentTracker.DecideAsync).", nameof(request));
        }
    }

    private AudienceIndex IndexOf(in ProcessingRequest request, IAudienceFeed feed)
    {
        var question = request.About(default);
        lock (_lock)
        {
            var at = _indexes.FindIndex(i => i.Question == question);
            var index = at < 0 ? new(_tracking, feed, question) : _indexes[at];
            if (at >= 0)
            {
                _indexes.RemoveAt(at);
            }
            else if (_indexes.Count == MaxQuestions)
            {
                _indexes.RemoveAt(0);
            }

            _indexes.Add(index);
            return index;
        }
    }
}
