using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>Bulk changes as one actor may make them. Sources are <see cref="ChangeSource.Api"/> and <see cref="ChangeSource.Import"/>.</summary>
/// <example><code>
/// var run = bulk.As(actor).Apply(documents);
/// await foreach (var item in run.WithCancellation(cancellationToken)) { … }
/// Console.WriteLine(run.Report);
/// </code></example>
public sealed class ActingBulk
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;

    internal ActingBulk(TrackingContext tracking, Actor actor)
    {
        _tracking = tracking;
        _actor = actor;
    }

    /// <summary>Applies changes, in order. Each needs an id, so that a repeated run does nothing twice.</summary>
    /// <param name="changes">The changes; read as they are needed.</param>
    /// <param name="options">How; <see langword="null"/>: <see cref="BulkOptions.Default"/>.</param>
    /// <remarks>While it is enumerated: <see cref="ArgumentException"/> for a change without id, <see cref="ConsentAccessDeniedException"/> for one from another source.</remarks>
    public BulkRun Apply(IAsyncEnumerable<ConsentChange> changes, BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return Run(options, token => Work(changes, token));
    }

    /// <summary>Merges documents, in order: each states what differs from what is on record.</summary>
    /// <param name="documents">The documents; read as they are needed.</param>
    /// <param name="options">How; <see langword="null"/>: <see cref="BulkOptions.Default"/>.</param>
    /// <remarks>While it is enumerated: <see cref="ConsentAccessDeniedException"/> for a document from another source.</remarks>
    public BulkRun Apply(IAsyncEnumerable<ConsentDocument> documents, BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Run(options, token => Work(documents, token));
    }

    /// <summary>Makes one change to all contacts that match.</summary>
    /// <param name="selector">Which contacts.</param>
    /// <param name="operationId">Names the operation; run again under the same name, it does what is left and nothing twice.</param>
    /// <param name="change">The change for a contact. Its id is set here: the SHA-256 over the operation and the contact.</param>
    /// <param name="options">How; <see langword="null"/>: <see cref="BulkOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The operation has no name.</exception>
    public BulkRun ApplyToMatching(ContactSelector selector, string operationId, Func<ContactId, ConsentChange> change, BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentException.ThrowIfNullOrWhiteSpace(operationId);
        ArgumentNullException.ThrowIfNull(change);
        return Run(options, token => Work(selector, operationId, change, token));
    }

    private BulkRun Run(BulkOptions? options, Func<CancellationToken, IAsyncEnumerable<ChangeWork>> input) => new(_tracking, _actor, options ?? BulkOptions.Default, input);

    private async IAsyncEnumerable<ChangeWork> Work(IAsyncEnumerable<ConsentChange> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            DemandSource(change.Source);
            if (change.Id is null)
            {
                throw new ArgumentException($"The change at position {position} has no id; a bulk run could not be repeated.", nameof(changes));
            }

            yield return new(position++, change);
        }
    }

    private async IAsyncEnumerable<ChangeWork> Work(IAsyncEnumerable<ConsentDocument> documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var document in documents.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            DemandSource(document.Source);
            yield return new(position++, document);
        }
    }

    private async IAsyncEnumerable<ChangeWork> Work(
        ContactSelector selector, string operationId, Func<ContactId, ConsentChange> template, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var contact in _tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (!selector.Matches(contact.Under(_tracking.Rules.Taxonomy)))
            {
                continue;
            }

            var id = ChangeId.From(Sha256Digest.OfText($"{operationId.Length}:{operationId}:{contact.Id.Value}").ToString());
            var change = template(contact.Id).WithId(id);
            if (change.Contact != contact.Id)
            {
                throw new ArgumentException("The change made for a contact is addressed to another one.", nameof(template));
            }

            DemandSource(change.Source);

            // Asked again when it is applied: the contact may have moved on since it was met.
            yield return new(position++, contact.Id, id, change, record => selector.Matches(record) ? [change] : []);
        }
    }

    private void DemandSource(ChangeSource source)
    {
        if (source is not (ChangeSource.Api or ChangeSource.Import))
        {
            _tracking.Watched<bool>(() => throw new ConsentAccessDeniedException(Permission.ChangeMany, AccessVerdict.Denied));
        }
    }
}
