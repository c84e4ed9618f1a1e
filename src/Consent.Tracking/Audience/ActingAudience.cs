using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>Counts and lists all contacts that something may be done to, for one actor. As <see cref="ConsentAudience"/>; a listing may be recorded as used.</summary>
public sealed class ActingAudience
{
    private readonly TrackingContext _tracking;
    private readonly ConsentAudience _audience;
    private readonly Actor _actor;

    internal ActingAudience(TrackingContext tracking, ConsentAudience audience, Actor actor)
    {
        _tracking = tracking;
        _audience = audience;
        _actor = actor;
    }

    /// <summary>To how many contacts on record may this be done now?</summary>
    /// <inheritdoc cref="ConsentAudience.CountAsync" path="/param|/exception"/>
    public ValueTask<long> CountAsync(ProcessingRequest request, CancellationToken cancellationToken = default) => _audience.CountAsync(request, cancellationToken);

    /// <summary>To which contacts on record may this be done now? In no particular order.</summary>
    /// <inheritdoc cref="ConsentAudience.StreamAsync(ProcessingRequest, CancellationToken)" path="/remarks|/param|/exception"/>
    public IAsyncEnumerable<ContactId> StreamAsync(ProcessingRequest request, CancellationToken cancellationToken = default) => _audience.StreamAsync(request, cancellationToken);

    /// <summary>To which contacts on record may this be done now? As above, and when the listing ends, one entry in the audit log says that it is used, for what, what it rests on, and how many were listed.</summary>
    /// <remarks>
    /// <para>The entry names no contact. It is written when the last contact was given, and also when the reader stops before, by leaving the loop, by cancelling or by an exception: it then says that the listing was cut off.
    /// Nothing is written where nothing was read; and where a reader neither reads on nor disposes of it, which <c>await foreach</c> always does.</para>
    /// <para>Contacts are given before the entry can be written. Where it cannot be, the end of the loop throws: what was listed is not on record as used then, and is not to be sent. A sender that must be certain beforehand
    /// asks about the listed contacts by <see cref="ActingTracker.DecideAsync(IReadOnlyList{ProcessingRequest}, UseReference, CancellationToken)"/>, which gives no answer without the entry.</para>
    /// </remarks>
    /// <param name="request">What is to be done. Whatever contact it names, it is asked about everybody; facts stated are taken to hold for everybody.</param>
    /// <param name="use">What for.</param>
    /// <param name="cancellationToken">Stops waiting; the entry is written all the same.</param>
    /// <exception cref="ArgumentException">It names an address, which is one contact's.</exception>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble, or the use could not be recorded.</exception>
    /// <example><code>
    /// await foreach (var contact in audience.As(actor).StreamAsync(request, new UseReference("spring-2026"), cancellationToken)) { … }
    /// </code></example>
    public IAsyncEnumerable<ContactId> StreamAsync(ProcessingRequest request, UseReference use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        ConsentAudience.RefuseAddress(request);
        return UsedAsync(request, use, cancellationToken);
    }

    private async IAsyncEnumerable<ContactId> UsedAsync(ProcessingRequest request, UseReference use, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var recording = await UseRecording.BeginAsync(_tracking, _actor, use, [request], cancellationToken).ConfigureAwait(false);
        var listed = 0L;
        var isCutOff = true;
        try
        {
            await foreach (var contact in _audience.StreamAsync(request, recording.Decided, cancellationToken).ConfigureAwait(false))
            {
                listed++;
                yield return contact;
            }

            isCutOff = false;
        }
        finally
        {
            await recording.EndAsync(null, listed, isCutOff).ConfigureAwait(false);
        }
    }
}
