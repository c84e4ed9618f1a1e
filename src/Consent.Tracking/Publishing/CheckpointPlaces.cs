using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking;

/// <summary>Who signs a host's checkpoints and where they are published: what the host says, and otherwise what the store's keys folder gives.</summary>
/// <param name="Signer">Who signs.</param>
/// <param name="Sinks">Where they are published.</param>
/// <param name="KeysFolder">Where a durable store keeps what does not lie in the database; <see langword="null"/> for other stores.</param>
/// <param name="IsSinkDefault">Whether the host named no place, and there is one.</param>
internal sealed record CheckpointPlaces(ICheckpointSigner Signer, IReadOnlyList<ICheckpointSink> Sinks, string? KeysFolder, bool IsSinkDefault)
{
    /// <summary>Whether the host named no signer, and its key lies in a file.</summary>
    public bool IsSignerDefault => Signer is FileCheckpointSigner { IsDefault: true };

    public static CheckpointPlaces Of(IServiceProvider services)
    {
        var folder = FolderOf(services);
        List<ICheckpointSink> sinks = [.. services.GetServices<ICheckpointSink>(), .. services.GetService<ConfiguredCheckpoints>()?.Sinks ?? []];
        return sinks.Count > 0 || folder is null
            ? new(services.GetRequiredService<ICheckpointSigner>(), sinks, folder, IsSinkDefault: false)
            : new(services.GetRequiredService<ICheckpointSigner>(), [new DirectoryCheckpointSink(Path.Combine(folder, "checkpoints"))], folder, IsSinkDefault: true);
    }

    /// <summary>Who signs where the host does not say.</summary>
    public static ICheckpointSigner DefaultSigner(IServiceProvider services) => FolderOf(services) is { } folder ? FileCheckpointSigner.In(folder) : new EphemeralCheckpointSigner();

    private static string? FolderOf(IServiceProvider services) => services.GetService<ConsentStoreRegistration>()?.KeysFolder;
}
