using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Whom audiences are counted and listed from: everybody who has a record is met by whoever follows the writing from its beginning.</summary>
internal sealed partial class StateVerifier
{
    private async ValueTask AudienceAsync(CancellationToken cancellationToken)
    {
        if (tracking.Store is not IAudienceFeed feed)
        {
            return;
        }

        var before = _flaws.Count;
        var (met, position) = (new HashSet<ContactId>(), 0L);
        await FollowAsync().ConfigureAwait(false);
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (met.Contains(record.Id))
            {
                continue;
            }

            // Written since, gone since, or left out?
            var isTooMuch = await IsTooMuchAsync(
                async () =>
                {
                    await FollowAsync().ConfigureAwait(false);
                    var loaded = await tracking.LoadAsync([new(record.Id)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false);
                    return met.Contains(record.Id) || loaded.VersionOf(record.Id) == 0 || loaded.RecordOf(record.Id).State == ContactState.Closed ? [] : [new(LogFlaw.RecordMissing, loaded.LastEntryOf(record.Id))];
                },
                cancellationToken).ConfigureAwait(false);
            if (isTooMuch || _flaws.Count > before)
            {
                return;
            }
        }

        async ValueTask FollowAsync()
        {
            await foreach (var change in feed.ReadChangesAsync(position, cancellationToken).ConfigureAwait(false))
            {
                position = change.Position;
                if (change.Snapshot is { } record)
                {
                    met.Add(record.Id);
                }
            }
        }
    }
}
