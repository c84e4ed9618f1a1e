using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <content>Who is on record.</content>
public sealed partial class ActingTracker
{
    /// <summary>The contacts on record, in ordinal order of their ids: for a list that people look through, page by page. Who was erased is not among them.</summary>
    /// <remarks>It is for whoever may see everybody: a contact reaches no list. A record is read as it stands, without those of linked ids; what may be done is a decision's to say.</remarks>
    /// <param name="after">Starts after this id; <see langword="default"/>: from the first. A page begins after the last id of the one before.</param>
    /// <param name="cancellationToken">Stops reading. A reader that has enough leaves the loop.</param>
    /// <exception cref="Storage.ConsentStoreException">The storage is in trouble, or a record was altered.</exception>
    /// <example><code>
    /// await foreach (var record in tracker.As(clerk).ContactsAsync(lastSeen, cancellationToken)) { … }
    /// </code></example>
    public async IAsyncEnumerable<ContactConsents> ContactsAsync(ContactId after = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.SeeCurrent);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        await _tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var record in _tracking.Store.ScanAsync(after, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }
}
