namespace Consent.Storage;

/// <summary>Keeps the journal of erasures in a file of lines, each a JSON object, flushed to the disk before an erasure begins. Thread-safe, also between processes.</summary>
/// <remarks>
/// <para>
/// The file is made with mode 0600. Keep it apart from the database and its backups: it must not be restored together with them. A line that a crash tore off
/// was never acknowledged and is passed over. Lines of erasures that are older than the oldest backup may be deleted while the host stands still.
/// </para>
/// <para>
/// .NET cannot flush a directory, so that a new file is still there after a power cut is the file system's part: ext4, XFS, Btrfs, APFS and NTFS keep its name
/// with its first flush.
/// </para>
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
    /// <exception cref="ArgumentException">The entries are not ascending, or the state is none.</exception>
    /// <exception cref="ConsentStoreException">The file cannot be written, or its last line cannot be read.</exception>
    public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return AppendAsync(JournalLine.Of(record), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The state is none.</exception>
    /// <exception cref="ConsentStoreException">The file cannot be written, or its last line cannot be read.</exception>
    public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken) => AppendAsync(JournalLine.OfState(id, state), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ConsentStoreException">The file cannot be read, or a line of it: the message says which, counted from 1.</exception>
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
        for (var (start, number) = (0, 1); start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var line = length < 0 ? bytes.AsMemory(start) : bytes.AsMemory(start, length);
            if (!JournalLine.TryRead(line, records, order) && (length >= 0 || !JournalLine.IsTorn(line.Span)))
            {
                throw Unreadable($"Line {number}");
            }

            start += line.Length + 1;
        }

        return [.. order.Select(id => records[id])];
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask AppendAsync(byte[] line, CancellationToken cancellationToken) => await LockedAsync(
        async file =>
        {
            var end = await AfterLastLineEndAsync(file, cancellationToken).ConfigureAwait(false);
            if (end.Length > 0 && JournalLine.TryRead(end, [], []))
            {
                // Whole but for its end: an editor may have left it so.
                line = [(byte)'\n', .. line];
            }
            else if (JournalLine.IsTorn(end))
            {
                // Never acknowledged: it is written over.
                file.SetLength(file.Length - end.Length);
            }
            else
            {
                throw Unreadable("The last line");
            }

            file.Position = file.Length;
            await file.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return true;
        },
        FileMode.OpenOrCreate,
        cancellationToken).ConfigureAwait(false);

    /// <summary>What stands after the last line's end: nothing, unless a crash or somebody else wrote last.</summary>
    private static async ValueTask<byte[]> AfterLastLineEndAsync(FileStream file, CancellationToken cancellationToken)
    {
        for (var length = Math.Min(1, file.Length); ; length = Math.Min(length * 4096, file.Length))
        {
            var last = new byte[length];
            file.Position = file.Length - length;
            await file.ReadExactlyAsync(last, cancellationToken).ConfigureAwait(false);
            if (last.LastIndexOf((byte)'\n') is var lineEnd && (lineEnd >= 0 || length == file.Length))
            {
                return last[(lineEnd + 1)..];
            }
        }
    }

    private static ConsentStoreException Unreadable(string which) =>
        new($"{which} of the journal of erasures cannot be read: mend or restore the file; without it an erasure may be left undone.");

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
            throw new ConsentStoreException($"The journal of erasures {_path} cannot be used: {trouble.GetType().Name}.", isTransient: false, trouble);
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
