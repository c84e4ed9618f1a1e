using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite;

/// <summary>A new database is its owner's alone (mode 0600), whatever the process's umask: ids and current records stand in it in clear. SQLite gives its write-ahead log the same mode.</summary>
internal static class PrivateFile
{
    /// <summary>Makes the file that a connection string names, where there is none and SQLite would make it.</summary>
    public static void Make(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString);
        if (OperatingSystem.IsWindows() || file.Mode != SqliteOpenMode.ReadWriteCreate || file.DataSource.Length == 0 || file.DataSource.StartsWith(':') || file.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        try
        {
            using var made = new FileStream(file.DataSource, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is there; or it cannot be made, which SQLite says when it opens it.
        }
    }

    /// <summary>Makes a folder for its owner alone, where there is none.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
