namespace Consent.Storage;

/// <summary>Keeps contacts' wrapped keys in pages, apart from the database, so that a backup of one is nothing without the other. Thread-safe. Several processes may share what it keeps.</summary>
/// <remarks>A page is added once, and from then on only replaced, by an erasure or by the renewal of the key-encryption key. None is ever removed.</remarks>
public interface IContactKeyStore
{
    /// <summary>Adds pages, all of them or none; one that is there under the same name stays. Durable once returned.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="beside">A page that has to be in the store, byte for byte, at the moment when these are added; <see langword="null"/>: none has to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether they are there; <see langword="false"/>: the page beside is another now, or gone, and nothing was added.</returns>
    ValueTask<bool> AddAsync(IReadOnlyList<WrappedKeyPage> pages, WrappedKeyPage? beside, CancellationToken cancellationToken);

    /// <summary>Finds pages by name, in any order; those that are not there are left out.</summary>
    ValueTask<IReadOnlyList<WrappedKeyPage>> FindAsync(IReadOnlyList<Guid> names, CancellationToken cancellationToken);

    /// <summary>Goes through all pages by name: some of those after this one, in order; none after the last.</summary>
    ValueTask<IReadOnlyList<WrappedKeyPage>> ScanAsync(Guid after, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces pages, each one only if it still is, byte for byte, what was read. Durable once returned. When the page of zeros was replaced, all that is added beside the earlier one is there to be found as soon as this returns,
    /// and nothing is added beside it any more.
    /// </summary>
    /// <param name="read">The pages as they were read.</param>
    /// <param name="written">The same pages, in the same order, as they shall be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The names of those that were replaced; others are another's now, or gone: whoever wants to replace them reads them again.</returns>
    ValueTask<IReadOnlySet<Guid>> ReplaceAsync(IReadOnlyList<WrappedKeyPage> read, IReadOnlyList<WrappedKeyPage> written, CancellationToken cancellationToken);

    /// <summary>Sees to it that pages as they were before they were replaced, also by somebody else, cannot be recovered from what the store keeps.</summary>
    ValueTask WipeAsync(CancellationToken cancellationToken);
}
