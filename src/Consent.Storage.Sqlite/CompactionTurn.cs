using System.Diagnostics;

namespace Consent.Storage.Sqlite;

/// <summary>Tells the other processes of a store that one is writing the file anew: by a lock on an empty file in the keys folder, which a process that ends lets go of. Who wants to write meanwhile waits for it, however long it takes: nobody's no fails because somebody was erased.</summary>
/// <param name="path">The empty file.</param>
/// <param name="patience">How long a write waits for SQLite by itself.</param>
internal sealed class CompactionTurn(string path, TimeSpan patience)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>Whether somebody is at it, or was while a write waited.</summary>
    public bool IsOrWasTaken
    {
        get
        {
            try
            {
                using var free = Open(FileMode.Open);
                return DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < patience + TimeSpan.FromSeconds(1);
            }
            catch (Exception trouble) when (trouble is FileNotFoundException or UnauthorizedAccessException)
            {
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>Waits until nobody else is at it, and keeps the turn until what is returned is disposed of.</summary>
    /// <exception cref="ConsentStoreException">Somebody else was at it all the time.</exception>
    public async ValueTask<IDisposable> TakeAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                var turn = new Turn(Open(FileMode.OpenOrCreate));
                turn.Mark();
                return turn;
            }
            catch (Exception trouble) when (trouble is UnauthorizedAccessException || (trouble is IOException && (!File.Exists(path) || Stopwatch.GetElapsedTime(since) > s_longest)))
            {
                throw new ConsentStoreException($"What was erased is not wiped from the files yet: {path} cannot be had, {trouble.GetType().Name}.", isTransient: true, trouble);
            }
            catch (IOException)
            {
                // Somebody else has it.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
        }
    }

    /// <summary>Begins a transaction that writes.</summary>
    /// <exception cref="ConsentStoreException">The database stayed locked, and not because somebody writes it anew.</exception>
    public void Begin(Connection connection)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                connection["BEGIN IMMEDIATE"].Run();
                return;
            }
            catch (ConsentStoreException busy) when (busy.IsTransient && IsOrWasTaken && Stopwatch.GetElapsedTime(since) < s_longest)
            {
                // SQLite has waited already; with a patience of zero it has not.
                Thread.Sleep(10);
            }
        }
    }

    private FileStream Open(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    private sealed class Turn(FileStream file) : IDisposable
    {
        /// <summary>Who waited for it just now, and finds nobody at it, sees by the file's time that somebody was.</summary>
        public void Mark()
        {
            try
            {
                File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                // Then that one is told that the file is locked, and tries again.
            }
        }

        public void Dispose()
        {
            Mark();
            file.Dispose();
        }
    }
}
