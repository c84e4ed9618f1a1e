using SQLitePCL;

namespace Consent.Storage.Sqlite;

/// <summary>A write-ahead log as it is named when it is opened here, so that one that is deleted or renamed under its connection is noticed: what is committed to it then nobody finds again.</summary>
/// <remarks>
/// SQLite asks its question (<see cref="MovedFile"/>) of databases only, so it is given the log's name as one: a handle that nothing is ever read or written by. A log is the same file for as long as a connection
/// has it open. On Windows a file that is open cannot be deleted, and this handle would keep SQLite from deleting it.
/// </remarks>
internal sealed class WatchedLog : IDisposable
{
    private readonly sqlite3 _handle;

    private WatchedLog(sqlite3 handle) => _handle = handle;

    public bool HasMoved => MovedFile.Has(_handle);

    /// <summary>The log of a database; <see langword="null"/> where it has none, because it is not in WAL mode.</summary>
    public static WatchedLog? Of(sqlite3 database)
    {
        var path = raw.sqlite3_db_filename(database, "main").utf8_to_string();
        if (OperatingSystem.IsWindows() || string.IsNullOrEmpty(path))
        {
            return null;
        }

        var code = raw.sqlite3_open_v2(path + "-wal", out var handle, raw.SQLITE_OPEN_READONLY, null);
        if (code == raw.SQLITE_OK)
        {
            return new(handle);
        }

        handle?.Dispose();
        return null;
    }

    public void Dispose() => _handle.Dispose();
}
