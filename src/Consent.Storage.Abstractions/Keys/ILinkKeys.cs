namespace Consent.Storage;

/// <summary>Lends the key that links in messages are sealed with. It is as old as the database and never renewed: a link in a mail of ten years ago still works, on every host of the database.</summary>
/// <remarks>
/// An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>. The key is derived from the store's own, so it is kept, checked and lost with it, and another database's links
/// are no links here.
/// </remarks>
public interface ILinkKeys
{
    /// <summary>The key.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken);
}
