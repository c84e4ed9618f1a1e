using Consent.Auditing;

namespace Consent.Tracking;

/// <content>The log's checkpoints, the last one included.</content>
internal sealed partial class TrackingContext
{
    /// <summary>A checkpoint of the log as it is now.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="tells">Whether it is an error that a place did not take it.</param>
    public async ValueTask<SignedCheckpoint> CheckpointAsync(CancellationToken cancellationToken, bool tells = false)
    {
        await StartedAsync(cancellationToken).ConfigureAwait(false);
        return await Publisher.MakeAsync(Store, tells, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what goes on in the background.</summary>
    public void Dispose()
    {
        Publisher.Dispose();
        Erasures.Dispose();
        Requests.Dispose();
    }

    /// <summary>A last checkpoint of the log, where it was opened and is whole.</summary>
    public async ValueTask CoverAsync()
    {
        if (_start.IsDone && !Publisher.Guard.IsKnown)
        {
            await Publisher.EndAsync(Store).ConfigureAwait(false);
        }
    }

    /// <summary>Covers the log as it is, and ends what goes on in the background.</summary>
    public async ValueTask DisposeAsync()
    {
        await CoverAsync().ConfigureAwait(false);
        Dispose();
    }
}
