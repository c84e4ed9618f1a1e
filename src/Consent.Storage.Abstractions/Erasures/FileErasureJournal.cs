namespace Consent.Storage;

/// <summary>Keeps the journal of erasures in a file of lines, each a JSON object, flushed to the disk before an erasure begins. Thread-safe, also between processes.</summary>
/// <remarks>
/// The file is made with mode 0600. Keep it apart from the database and its backups: it must not be restored together with them. A line that a crash tore off
/// was never acknowledged and is passed over. Lines of erasures that are older than the oldest backup may be deleted while the host stands still.
/// </remarks>
public sealed class FileErasureJournal : IErasureJournal, IDisposable
{
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1);
    private readonly string _path;

    /// <summary>Keeps it in this file, which is made when the first record is added.</summary>
    public FileErasureJournal(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return AppendAsync(JournalLine.Of(record), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken) => AppendAsync(JournalLine.OfState(id, state), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ConsentStoreException">A line cannot be read: the message says which, counted from 1.</exception>
    public async ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = await LockedAsync(
            async file =>
            {
                var all = new byte[file.Length];
                await file.ReadExactlyAsync(all, cancellationToken).ConfigureAwait(false);
                return all;
            },
            FileMode.Open,
            cancellationToken).ConfigureAwait(false) ?? [];
        var records = new Dictionary<Guid, ErasureRecord>();
        var order = new List<Guid>();
        var (start, number) = (0, 1);
        for (var length = bytes.AsSpan(start).IndexOf((byte)'\n'); length >= 0; length = bytes.AsSpan(start).IndexOf((byte)'\n'))
        {
            try
            {
                JournalLine.Read(bytes.AsMemory(start, length), records, order);
            }
            catch (FormatException flaw)
            {
                throw new ConsentStoreException($"Line {number} of the journal of erasures cannot be read: mend or restore the file; without it an erasure may be left undone.", isTransient: false, flaw);
            }

            start += length + 1;
            number++;
        }

        return [.. order.Select(id => records[id])];
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask AppendAsync(byte[] line, CancellationToken cancellationToken) => await LockedAsync(
        async file =>
        {
            file.Position = await EndOfWholeLinesAsync(file, cancellationToken).ConfigureAwait(false);
            file.SetLength(file.Position);
            await file.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return true;
        },
        FileMode.OpenOrCreate,
        cancellationToken).ConfigureAwait(false);

    /// <summary>Where the next line begins: a torn line at the end was never acknowledged, and is written over.</summary>
    private static async ValueTask<long> EndOfWholeLinesAsync(FileStream file, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            await file.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            if (one[0] == '\n')
            {
                return end;
            }
        }

        return 0;
    }

    /// <summary>Does something while nobody else has the file open. <see langword="default"/> where it is to be opened and is not there.</summary>
    private async ValueTask<T?> LockedAsync<T>(Func<FileStream, ValueTask<T>> work, FileMode mode, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await OpenAsync(mode, cancellationToken).ConfigureAwait(false);
            if (file is null)
            {
                return default;
            }

            await using (file.ConfigureAwait(false))
            {
                return await work(file).ConfigureAwait(false);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The journal of erasures cannot be used: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<FileStream?> OpenAsync(FileMode mode, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (mode == FileMode.OpenOrCreate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (var waited = TimeSpan.Zero; ; waited += s_wait)
        {
            try
            {
                return new(_path, options);
            }
            catch (IOException absent) when (mode == FileMode.Open && absent is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (DirectoryNotFoundException) when (waited == TimeSpan.Zero)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            }
            catch (IOException trouble) when (trouble is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && waited < s_patience)
            {
                // Another process has it open, for the moment of one line.
                await Task.Delay(s_wait, CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
