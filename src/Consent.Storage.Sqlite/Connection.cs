using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite;

/// <summary>A connection with its prepared statements. For one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly SqliteConnection _connection;
    private WatchedLog? _log;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Connection(string connectionString, SqliteStoreOptions options)
    {
        // Pooling is ours: a connection of the common pool would lose its statements and settings.
        _connection = new(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            Run($"PRAGMA busy_timeout={((int)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}");
            Run("PRAGMA journal_mode=WAL");
            Run($"PRAGMA synchronous={(options.WaitForDisk ? "FULL" : "NORMAL")}");
            Run("PRAGMA secure_delete=ON");
            Run("PRAGMA trusted_schema=OFF");
            // A large batch stays in memory until it is committed, and the write-ahead log is copied into the file after several of them.
            Run("PRAGMA cache_size=-16384");
            Run("PRAGMA wal_autocheckpoint=4000");
            Run("PRAGMA cell_size_check=ON");
        }
        catch (SqliteException trouble)
        {
            Dispose();
            throw Trouble.Of(trouble);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The statement, prepared once.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                statement = new(_connection.Handle!, sql);
                _statements.Add(sql, statement);
            }

            return statement;
        }
    }

    /// <summary>Whether the file, or the write-ahead log that is <see cref="WatchLog">watched</see>, is known to have been deleted, or renamed, since it was opened: what is written to it then nobody finds again.</summary>
    public bool HasMoved => MovedFile.Has(_connection.Handle!) || _log?.HasMoved == true;

    /// <summary>From now on knows the write-ahead log, which is there once something was read.</summary>
    public void WatchLog() => _log ??= WatchedLog.Of(_connection.Handle!);

    /// <summary>Runs statements that are not kept.</summary>
    public void Run(string sql)
    {
        try
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only our own scripts and pragmas come here; no value of a caller is ever part of a statement's text.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        catch (SqliteException trouble)
        {
            throw Trouble.Of(trouble);
        }
    }

    /// <summary>Asks for one number.</summary>
    public long Number(string sql)
    {
        var statement = this[sql];
        var number = statement.Next() ? statement.Long(0) : 0;
        statement.Reset();
        return number;
    }

    /// <summary>Leaves a transaction, if one is open, with nothing done.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            this["ROLLBACK"].Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _log?.Dispose();
        _connection.Dispose();
    }
}
