using System.Security.Cryptography;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Signs checkpoints with an ECDSA P-256 key that is kept in a file (PKCS #8, PEM), readable by its owner alone. Thread-safe.</summary>
/// <remarks>The file is created once, where there is none, with mode 0600. One that others can read is refused: what it signs would prove nothing.</remarks>
public sealed class FileCheckpointSigner : ICheckpointSigner, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _lock = new();
    private readonly ECDsa _key;

    private FileCheckpointSigner(string origin, ECDsa key)
    {
        _key = key;
        VerifierKey = EcdsaNoteKey.Of(origin, key);
    }

    /// <inheritdoc/>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>The signer whose key is in a file; without a file, a new key is made and kept there.</summary>
    /// <param name="origin">The log's name, best a URL without its scheme: <c>shop.example/consents</c>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ConsentStoreException">The file can be read by others than its owner, is no such key, or cannot be read or made.</exception>
    /// <exception cref="ArgumentException">Not an origin.</exception>
    public static FileCheckpointSigner Open(string origin, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var key = File.Exists(path) ? Read(path) : Create(path);
            return new(origin, key);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConsentStoreException($"The signing key in {path} cannot be used: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    /// <inheritdoc/>
    public ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(new EcdsaNoteSigner(checkpoint.Origin, _key).Sign(checkpoint.ToString()));
        }
    }

    /// <inheritdoc/>
    public NoteVerifierKey VerifierKeyFor(string origin)
    {
        lock (_lock)
        {
            return EcdsaNoteKey.Of(origin, _key);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static ECDsa Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None)
        {
            throw new ConsentStoreException($"The signing key's file {path} can be read or written by others than its owner: set its mode to 0600, and think about a new key.");
        }

        var pem = File.ReadAllText(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (ArgumentException malformed)
        {
            key.Dispose();
            throw new ConsentStoreException($"The signing key's file {path} holds no key in PEM.", isTransient: false, malformed);
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    private static ECDsa Create(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(path, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            file.Flush(flushToDisk: true);
        }

        return key;
    }
}
