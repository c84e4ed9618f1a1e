using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>Bulk changes as one actor may make them. Sources are <see cref="ChangeSource.Api"/> and <see cref="ChangeSource.Import"/>; of a change from another one only the noes are recorded.</summary>
/// <remarks>An item that is nothing, names no contact or throws is refused with its place (<see cref="ChangeCode.InvalidItem"/>); the others go on. So no odd item stops another one's no.</remarks>
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

    /// <summary>Applies changes, in order. A repeated run does nothing twice: a change without an id is named by its content (<see cref="ConsentChange.ContentDigest"/>).</summary>
    /// <param name="changes">The changes; read as they are needed.</param>
    /// <param name="options">How; <see langword="null"/>: <see cref="BulkOptions.Default"/>.</param>
    public BulkRun Apply(IAsyncEnumerable<ConsentChange> changes, BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return Run(options, token => Work(changes, token));
    }

    /// <summary>Merges documents, in order: each states what differs from what is on record.</summary>
    /// <param name="documents">The documents; read as they are needed.</param>
    /// <param name="options">How; <see langword="null"/>: <see cref="BulkOptions.Default"/>.</param>
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

    private static async IAsyncEnumerable<ChangeWork> Work(IAsyncEnumerable<ConsentChange> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Without an id it is named by what it says, so that a run can be repeated.
            yield return change is null ? ChangeWork.Invalid(position++) : new(position++, change.Id is null ? change.WithId(ChangeId.From(change.ContentDigest().ToString())) : change);
        }
    }

    private static async IAsyncEnumerable<ChangeWork> Work(IAsyncEnumerable<ConsentDocument> documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var document in documents.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return document is null ? ChangeWork.Invalid(position++) : new(position++, document);
        }
    }

    private async IAsyncEnumerable<ChangeWork> Work(
        ContactSelector selector, string operationId, Func<ContactId, ConsentChange> template, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = 0;
        await foreach (var contact in _tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (WorkOf(position, contact, selector, operationId, template) is { } work)
            {
                position++;
                yield return work;
            }
        }
    }

    /// <returns><see langword="null"/> for a contact that the selector passes over.</returns>
    private ChangeWork? WorkOf(long position, ContactConsents contact, ContactSelector selector, string operationId, Func<ContactId, ConsentChange> template)
    {
        var id = ChangeId.From(Sha256Digest.OfText($"{operationId.Length}:{operationId}:{contact.Id.Value}").ToString());
        try
        {
            // A record that does not verify may be one that is meant: it is told.
            if (contact.State != ContactState.Altered && !selector.Matches(contact.Under(_tracking.Rules.Taxonomy)))
            {
                return null;
            }

            // Asked again when it is applied: the contact may have moved on since it was met.
            return template(contact.Id) is { } change && change.Contact == contact.Id && change.WithId(id) is var named
                ? new(position, contact.Id, id, named, record => selector.Matches(record) ? [named] : [])
                : ChangeWork.Invalid(position, contact.Id, id);
        }
        catch (Exception fault) when (fault is not (Storage.ConsentStoreException or OperationCanceledException))
        {
            return ChangeWork.Invalid(position, contact.Id, id, fault);
        }
    }
}
