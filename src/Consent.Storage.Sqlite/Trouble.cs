using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Consent.Storage.Sqlite;

/// <summary>Turns what SQLite answers into the port's one kind of trouble. SQLite's own message may quote a value, so only its code is told.</summary>
internal static class Trouble
{
    public static void ThrowUnlessDone(int code)
    {
        if (code != raw.SQLITE_OK && code != raw.SQLITE_DONE && code != raw.SQLITE_ROW)
        {
            throw Of(code, null);
        }
    }

    public static ConsentStoreException Of(SqliteException trouble) => Of(trouble.SqliteErrorCode, null);

    public static ConsentStoreException Of(int code, Exception? inner) => new(Message(code), (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED, inner);

    /// <summary>A statement changed nothing, and SQLite called that done.</summary>
    public static ConsentStoreException NotTaken() =>
        new("The SQLite database did not take what was written, and nothing was committed: somebody made a trigger in it, or put something else in a table's place. Take it away, and send again what was refused.");

    private static string Message(int code) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "The SQLite database is locked by another process, and stayed so for the whole busy timeout.",
        raw.SQLITE_FULL => "The disk of the SQLite database is full.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "The SQLite database cannot be written: the file, or its directory, is read-only.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The SQLite database file is damaged.",
        raw.SQLITE_CANTOPEN => "The SQLite database file cannot be opened.",
        raw.SQLITE_IOERR => "Reading or writing the SQLite database file failed.",
        raw.SQLITE_CONSTRAINT => "The SQLite database refused a row: its log is append-only.",
        raw.SQLITE_TOOBIG => "A value is too long for the SQLite database.",
        var known => $"SQLite failed with code {known}.",
    };
}
