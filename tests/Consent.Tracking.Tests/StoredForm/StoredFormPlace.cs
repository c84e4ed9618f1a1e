using Consent.Storage;

namespace Consent.Tracking.Tests.StoredForm;

/// <summary>A database with its keys, of one adapter, that goes with the test.</summary>
public abstract class StoredFormPlace : IAsyncDisposable
{
    /// <summary>Lets a host keep its consents here.</summary>
    internal abstract void Use(ConsentBuilder builder);

    /// <summary>A store over what is here, without a host.</summary>
    internal abstract IConsentStore Open();

    /// <summary>Writes what is here into a folder: small, and to be read for ever.</summary>
    internal abstract Task KeepAsync(string folder);

    /// <summary>Copies the files of a folder of keys, for their owner alone.</summary>
    protected static void CopyKeys(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    public abstract ValueTask DisposeAsync();
}
