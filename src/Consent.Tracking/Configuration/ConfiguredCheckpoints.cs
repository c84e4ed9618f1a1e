using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Who signs checkpoints and where they are published, as the configuration says; a host's code may add places, and name another signer.</summary>
/// <param name="Signer">Who signs; <see langword="null"/>: it does not say.</param>
/// <param name="Sinks">Where they are published.</param>
internal sealed record ConfiguredCheckpoints(ICheckpointSigner? Signer, IReadOnlyList<ICheckpointSink> Sinks)
{
    public static ConfiguredCheckpoints Of(ConsentSettings root)
    {
        if (root.Section("Checkpoints") is not { } settings)
        {
            return new(null, []);
        }

        var (origin, keyFile) = (settings.Text("Origin"), settings.Path("KeyFile"));
        if (origin is null != keyFile is null)
        {
            settings.Flaw(origin is null ? "Origin" : "KeyFile", origin is null
                ? "it is missing, and KeyFile is there. Write the log's name, such as shop.example/consents."
                : "it is missing, and Origin is there. Write where the signing key is kept, such as keys/checkpoints.key.");
        }

        return new(origin is null || keyFile is null ? null : SignerOf(settings, origin, keyFile), SinksOf(settings));
    }

    private static FileCheckpointSigner? SignerOf(ConsentSettings settings, string origin, string keyFile)
    {
        try
        {
            _ = new Checkpoint(origin, TreeHead.Empty);
            return FileCheckpointSigner.At(origin, keyFile);
        }
        catch (ArgumentException)
        {
            settings.Flaw("Origin", "it is no log's name. Write a URL without its scheme, such as shop.example/consents.");
            return null;
        }
    }

    private static List<ICheckpointSink> SinksOf(ConsentSettings settings)
    {
        var sinks = new List<ICheckpointSink>();
        foreach (var sink in settings.Section("Sinks")?.All() ?? [])
        {
            if (sink.Required("Directory", "checkpoints") is { } directory)
            {
                sinks.Add(new DirectoryCheckpointSink(sink.PathOf(directory)));
            }
        }

        return sinks;
    }
}
