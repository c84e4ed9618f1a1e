using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Borrows the store's key for links.</summary>
internal static class LinkKeys
{
    /// <exception cref="NotSupportedException">The store lends none.</exception>
    public static async ValueTask<LinkKey> OfAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        var keys = tracking.Store as ILinkKeys ?? throw new NotSupportedException($"The store lends no key for links ({nameof(ILinkKeys)}).");
        return await tracking.RetriedAsync(
            async () =>
            {
                await tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
                return await keys.GetLinkKeyAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
