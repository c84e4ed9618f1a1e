using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Signs checkpoints with an ECDSA P-256 key that is kept in a file (PKCS #8, PEM), readable by its owner alone. Thread-safe; several processes may share the file.</summary>
/// <remarks>
/// The file is made once, whole, with mode 0600 (<see cref="KeyFile"/>). One that others can read is refused: what it signs would prove nothing. It is read again for each signature, so that
/// a key which another process has changed, or which is gone, is noticed.
/// </remarks>
public sealed class FileCheckpointSigner : IRenewableSigner, IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly string? _originPath;
    private string _origin;
    private bool _isOriginKept;
    private ECDsa? _key;
    private byte[] _content = [];

    private FileCheckpointSigner(string origin, string path, string? originPath)
    {
        _origin = origin;
        _isOriginKept = originPath is null;
        _path = path;
        _originPath = originPath;
    }

    /// <inheritdoc/>
    public string Origin
    {
        get
        {
            lock (_lock)
            {
                KnowOrigin();
                return _origin;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasKey => File.Exists(_path);

    /// <inheritdoc/>
    /// <exception cref="ConsentStoreException">There is no key yet, or its file cannot be used.</exception>
    public NoteVerifierKey VerifierKey => VerifierKeyFor(Origin);

    /// <summary>Whether no host named it.</summary>
    internal bool IsDefault => _originPath is not null;

    private string Next => _path + ".next";

    /// <summary>The signer whose key is in a file; without a file, a new key is made and kept there.</summary>
    /// <param name="origin">The log's name, best a URL without its scheme: <c>shop.example/consents</c>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ConsentStoreException">The file can be read by others than its owner, is no such key, or cannot be read or made.</exception>
    /// <exception cref="ArgumentException">Not an origin.</exception>
    public static FileCheckpointSigner Open(string origin, string path)
    {
        var signer = At(origin, path);
        signer.Make();
        _ = signer.VerifierKey;
        return signer;
    }

    /// <inheritdoc/>
    public ValueTask MakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Make();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<NoteVerifierKey> PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guarded<NoteVerifierKey>(() =>
        {
            MakeAt(Next);
            return Prepared()!;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> ChangeAsync(NoteVerifierKey next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guarded(() =>
        {
            if (Current().Equals(next))
            {
                return true;
            }

            if (Prepared()?.Equals(next) != true)
            {
                return false;
            }

            KeyFile.TryMake($"{_path}.retired-{Current().Id.ToString("x8", CultureInfo.InvariantCulture)}", _content);
            File.Move(Next, _path, overwrite: true);
            return Current().Equals(next);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guarded(() =>
        {
            Load();
            return new EcdsaNoteSigner(checkpoint.Origin, _key!).Sign(checkpoint.ToString());
        }));
    }

    /// <inheritdoc/>
    /// <exception cref="ConsentStoreException">There is no key yet, or its file cannot be used.</exception>
    public NoteVerifierKey VerifierKeyFor(string origin) => Guarded(() =>
    {
        if (_key is null)
        {
            Load();
        }

        return EcdsaNoteKey.Of(origin, _key!);
    });

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    /// <summary>The signer whose key is in a file, or will be there once it is told to make one.</summary>
    internal static FileCheckpointSigner At(string origin, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(origin, path, null);
    }

    /// <summary>The signer of a host that names none: its key is in a folder, and beside it the name that the log was given, by chance, when the key was made.</summary>
    internal static FileCheckpointSigner In(string folder)
    {
        var path = Path.Combine(folder, "checkpoints.key");
        return new($"consent.invalid/{Guid.NewGuid():N}", path, path + ".origin");
    }

    private static string ReadOrigin(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(KeyFile.Read(path)).Trim();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The log's name in {path} cannot be read: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    private static void MakeAt(string path)
    {
        if (!File.Exists(path))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            KeyFile.TryMake(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }
    }

    private static ECDsa Import(byte[] content, string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(content));
            return key;
        }
        catch (ArgumentException malformed)
        {
            key.Dispose();
            throw new ConsentStoreException($"The signing key's file {path} holds no key in PEM.", isTransient: false, malformed);
        }
        catch (Exception unusable) when (unusable is CryptographicException or NotSupportedException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The name first: a key without one is never there.</summary>
    private void Make() => Guarded(() =>
    {
        if (_originPath is not null)
        {
            KeyFile.TryMake(_originPath, Encoding.UTF8.GetBytes(_origin + "\n"));
            KnowOrigin();
        }

        MakeAt(_path);
        return true;
    });

    /// <summary>The one that is kept counts, whichever process made it.</summary>
    private void KnowOrigin()
    {
        if (!_isOriginKept && File.Exists(_originPath))
        {
            (_origin, _isOriginKept) = (ReadOrigin(_originPath), true);
        }
    }

    private EcdsaNoteKey Current()
    {
        Load();
        return EcdsaNoteKey.Of(_origin, _key!);
    }

    private EcdsaNoteKey? Prepared()
    {
        if (!File.Exists(Next))
        {
            return null;
        }

        using var key = Import(KeyFile.Read(Next), Next);
        return EcdsaNoteKey.Of(_origin, key);
    }

    /// <summary>Takes the key that is in the file now.</summary>
    private void Load()
    {
        var content = File.Exists(_path) ? KeyFile.Read(_path) : throw new ConsentStoreException($"There is no signing key in {_path}: bring the file back from its backup. Before a log has begun, its first start makes one.");
        if (_key is null || !content.AsSpan().SequenceEqual(_content))
        {
            var key = Import(content, _path);
            _key?.Dispose();
            (_key, _content) = (key, content);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                return work();
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException or NotSupportedException)
            {
                throw new ConsentStoreException($"The signing key in {_path} cannot be used: {trouble.GetType().Name}.", isTransient: false, trouble);
            }
        }
    }
}
