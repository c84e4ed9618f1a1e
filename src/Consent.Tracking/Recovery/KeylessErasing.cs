using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases anew what a restored database has again of somebody of whom it has no record: bytes that nobody can read.</summary>
internal sealed class KeylessErasing(TrackingContext tracking, Actor actor, ErasureRecord record)
{
    /// <param name="nobodys">The entries of which no record tells whose they are; at least one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyCollection<long> nobodys, CancellationToken cancellationToken)
    {
        var entries = IndexRanges.Of(nobodys);
        var erased = LogEvents.Erased(entries, record.Ground, 1, actor, tracking.Rules, tracking.Now, record.Id, record.Keeps, Resuming.OthersAmong(record, nobodys));
        await tracking.CommitAsync([new() { Entries = [erased] }], cancellationToken).ConfigureAwait(false);

        // The port takes entries away with a contact and refuses default: a random id, which nobody has.
        await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        await tracking.EraseAsync([new(ContactId.From(Guid.NewGuid().ToString()), Guid.Empty, entries, null)], cancellationToken).ConfigureAwait(false);
    }
}
