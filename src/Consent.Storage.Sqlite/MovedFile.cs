using System.Runtime.InteropServices;
using SQLitePCL;

namespace Consent.Storage.Sqlite;

/// <summary>Asks SQLite whether the file still is the one that has the name (https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, SQLITE_FCNTL_HAS_MOVED): it compares the inode. One stat for each answer.</summary>
/// <remarks>On Windows a file that is open cannot be moved, and SQLite does not know the question. Over another provider than e_sqlite3 nobody is asked; the look each second finds it there.</remarks>
internal static class MovedFile
{
    private const int HasMoved = 20;
    private static bool s_isUnknown;

    public static bool Has(sqlite3 database)
    {
        if (s_isUnknown)
        {
            return false;
        }

        try
        {
            return Ask(database, "main\0"u8.ToArray(), HasMoved, out var hasMoved) == raw.SQLITE_OK && hasMoved != 0;
        }
        catch (Exception none) when (none is DllNotFoundException or EntryPointNotFoundException)
        {
            s_isUnknown = true;
            return false;
        }
    }

#pragma warning disable SYSLIB1054 // Generated marshalling needs unsafe code.
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Ask(sqlite3 database, byte[] schema, int question, out int answer);
#pragma warning restore SYSLIB1054
}
