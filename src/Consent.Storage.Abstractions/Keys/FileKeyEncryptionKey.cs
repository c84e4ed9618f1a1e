using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Consent.Storage;

/// <summary>Wraps contacts' keys with AES-256-GCM under a key that is kept in a file, readable by its owner alone. Thread-safe; several processes may share the file.</summary>
/// <remarks>
/// The file is created once, where there is none, with mode 0600; one that others can read is refused. It has a line for each key, the current one first: its number and the key in
/// base 64. Keep it apart from the database and its backups: whoever has both can read everything, and whoever loses it can read nothing any more.
/// </remarks>
public sealed class FileKeyEncryptionKey : IKeyEncryptionKey
{
    private const int KeyLength = 32;
    private const int NumberLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Lock _lock = new();
    private readonly string _path;
    private ImmutableList<(int Number, byte[] Key)> _keys;

    private FileKeyEncryptionKey(string path)
    {
        _path = path;
        _keys = Read();
    }

    /// <inheritdoc/>
    /// <remarks>Read from the file each time: another process may have renewed the key.</remarks>
    /// <exception cref="ConsentStoreException">The file cannot be read any more.</exception>
    public string Name
    {
        get
        {
            lock (_lock)
            {
                Refresh();
                return NameOf(Current.Number);
            }
        }
    }

    private (int Number, byte[] Key) Current => Volatile.Read(ref _keys)[0];

    /// <summary>The key that is in a file; without a file, a new key is made and kept there, unless there are keys that were wrapped under a lost one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayMake">Whether a new key may be made: not beside data.</param>
    /// <exception cref="ConsentStoreException">The file can be read by others than its owner, holds no such keys, or cannot be read or made; or it is missing beside data.</exception>
    public static FileKeyEncryptionKey Open(string path, bool mayMake = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            if (!File.Exists(path))
            {
                // Where several processes make one at the same time, the first one stays.
                KeyFile.TryMake(
                    mayMake ? path : throw new ConsentStoreException($"The key-encryption key in {path} is missing. A new one is never made beside data: bring the file back from its backup."),
                    Content([(1, RandomNumberGenerator.GetBytes(KeyLength))]));
            }

            return new(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The key-encryption key in {path} cannot be used: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pages);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Refresh();
        }

        var (number, current) = Current;
        using var cipher = new AesGcm(current, TagLength);
        var nonces = RandomNumberGenerator.GetBytes(pages.Count * NonceLength);
        var all = new byte[pages.Count][];
        for (var i = 0; i < all.Length; i++)
        {
            var page = pages[i].Span;
            var wrapped = all[i] = new byte[NumberLength + NonceLength + page.Length + TagLength];
            BinaryPrimitives.WriteInt32BigEndian(wrapped, number);
            var nonce = nonces.AsSpan(i * NonceLength, NonceLength);
            nonce.CopyTo(wrapped.AsSpan(NumberLength));
            cipher.Encrypt(nonce, page, wrapped.AsSpan(NumberLength + NonceLength, page.Length), wrapped.AsSpan(wrapped.Length - TagLength), wrapped.AsSpan(0, NumberLength));
        }

        return ValueTask.FromResult<IReadOnlyList<byte[]>>(all);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        cancellationToken.ThrowIfCancellationRequested();
        var keys = new byte[wrapped.Count][];
        AesGcm? cipher = null;
        try
        {
            var under = 0;
            for (var i = 0; i < keys.Length; i++)
            {
                var bytes = wrapped[i].Span;
                if (bytes.Length < NumberLength + NonceLength + TagLength)
                {
                    throw Foreign(null);
                }

                if (cipher is null || under != BinaryPrimitives.ReadInt32BigEndian(bytes))
                {
                    under = BinaryPrimitives.ReadInt32BigEndian(bytes);
                    cipher?.Dispose();
                    cipher = new(Find(under), TagLength);
                }

                keys[i] = new byte[bytes.Length - NumberLength - NonceLength - TagLength];
                cipher.Decrypt(bytes.Slice(NumberLength, NonceLength), bytes.Slice(NumberLength + NonceLength, keys[i].Length), bytes[^TagLength..], keys[i], bytes[..NumberLength]);
            }
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw Foreign(mismatch);
        }
        finally
        {
            cipher?.Dispose();
        }

        return ValueTask.FromResult<IReadOnlyList<byte[]>>(keys);
    }

    /// <inheritdoc/>
    public ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Change(keys => keys.Insert(0, (keys[0].Number + 1, RandomNumberGenerator.GetBytes(KeyLength))));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RetireAsync(string current, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Change(keys => string.Equals(NameOf(keys[0].Number), current, StringComparison.Ordinal) ? keys.GetRange(0, 1) : keys);
        return ValueTask.CompletedTask;
    }

    private static string NameOf(int number) => $"file key {number.ToString(CultureInfo.InvariantCulture)}";

    private static ConsentStoreException Foreign(Exception? inner) => new("A contact's key was not wrapped under this key-encryption key.", isTransient: false, inner);

    /// <summary>A key that is not known may have been made by another process since.</summary>
    private byte[] Find(int number)
    {
        var found = Volatile.Read(ref _keys).Find(k => k.Number == number).Key;
        if (found is null)
        {
            lock (_lock)
            {
                _keys = Read();
                found = _keys.Find(k => k.Number == number).Key;
            }
        }

        return found ?? throw Foreign(null);
    }

    private void Refresh()
    {
        try
        {
            _keys = Read();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The key-encryption key in {_path} cannot be read: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    private void Change(Func<ImmutableList<(int Number, byte[] Key)>, ImmutableList<(int Number, byte[] Key)>> change)
    {
        lock (_lock)
        {
            try
            {
                using var turn = KeyFile.Lock(_path);
                var changed = change(Read());
                KeyFile.Replace(_path, Content(changed));
                _keys = changed;
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                throw new ConsentStoreException($"The key-encryption key in {_path} cannot be changed: {trouble.GetType().Name}.", isTransient: false, trouble);
            }
        }
    }

    private ImmutableList<(int Number, byte[] Key)> Read()
    {
        var keys = ImmutableList<(int Number, byte[] Key)>.Empty;
        foreach (var line in Encoding.ASCII.GetString(KeyFile.Read(_path)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = new byte[KeyLength];
            keys = line.Split(' ') is [var number, var text] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                && Convert.TryFromBase64String(text, key, out var length) && length == KeyLength
                    ? keys.Add((parsed, key))
                    : throw new ConsentStoreException($"Line {keys.Count + 1} of the file {_path} of the key-encryption key holds no key.");
        }

        return keys.IsEmpty ? throw new ConsentStoreException($"The file {_path} of the key-encryption key is empty.") : keys;
    }

    private static byte[] Content(ImmutableList<(int Number, byte[] Key)> keys) => Encoding.ASCII.GetBytes(
        string.Concat(keys.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Number} {Convert.ToBase64String(k.Key)}\n"))));
}
