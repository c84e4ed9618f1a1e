using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases anew what a restored database has again and nobody can read: the keys, which are kept apart, were deleted by the erasure and did not come back.</summary>
/// <remarks>Whom such entries are about is told by the records: a contact's history that cannot be read at just that place.</remarks>
internal sealed class KeylessErasing(TrackingContext tracking, Actor actor, ErasureRecord record)
{
    public async Task RunAsync(List<long> shut, CancellationToken cancellationToken)
    {
        var entries = IndexRanges.Of(shut);
        var erasures = new List<ContactErasure>();
        await foreach (var contact in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (await IsShutAsync(contact.Id, shut, cancellationToken).ConfigureAwait(false))
            {
                erasures.Add(new(contact.Id, contact.Revision.Incarnation, erasures.Count == 0 ? entries : [], record.ForgetWholly ? null : record.SuppressedSince));
            }
        }

        if (erasures.Count == 0)
        {
            // Only the bytes are left. The port takes entries away with a contact and refuses default: a random id, which nobody has.
            erasures.Add(new(ContactId.From(Guid.NewGuid().ToString()), Guid.Empty, entries, null));
        }

        await tracking.CommitAsync([new() { Entries = [LogEvents.Erased(entries, record.Ground, 1, actor, tracking.Rules, tracking.Now)] }], cancellationToken).ConfigureAwait(false);
        await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        await tracking.EraseAsync(erasures, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsShutAsync(ContactId contact, List<long> shut, CancellationToken cancellationToken)
    {
        if (!await CannotReadAsync(new() { Contact = contact }, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var index in shut)
        {
            if (await CannotReadAsync(new() { Contact = contact, From = index, To = index + 1 }, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> CannotReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
            {
                // Whether it can be read is all that is asked.
            }

            return false;
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            return true;
        }
    }
}
