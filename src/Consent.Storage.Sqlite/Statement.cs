using SQLitePCL;

namespace Consent.Storage.Sqlite;

/// <summary>A prepared statement, at the lowest level that there is: nothing is boxed, and blobs are read where they lie.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        var code = raw.sqlite3_prepare_v2(database, sql, out _statement);
        Trouble.ThrowUnlessDone(code);
    }

    public Statement Bind(int place, long value)
    {
        Trouble.ThrowUnlessDone(raw.sqlite3_bind_int64(_statement, place, value));
        return this;
    }

    public Statement Bind(int place, long? value)
    {
        Trouble.ThrowUnlessDone(value is { } known ? raw.sqlite3_bind_int64(_statement, place, known) : raw.sqlite3_bind_null(_statement, place));
        return this;
    }

    public Statement Bind(int place, string value)
    {
        Trouble.ThrowUnlessDone(raw.sqlite3_bind_text(_statement, place, value));
        return this;
    }

    /// <summary>Binds bytes; they are copied.</summary>
    public Statement Bind(int place, ReadOnlySpan<byte> value)
    {
        Trouble.ThrowUnlessDone(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, value));
        return this;
    }

    public Statement BindNull(int place)
    {
        Trouble.ThrowUnlessDone(raw.sqlite3_bind_null(_statement, place));
        return this;
    }

    public Statement Bind(int place, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(place, bytes);
    }

    /// <summary>Steps to the next row; after the last one, the statement is ready for the next use.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var reset = raw.sqlite3_reset(_statement);
        Trouble.ThrowUnlessDone(code);
        Trouble.ThrowUnlessDone(reset);
        return false;
    }

    /// <summary>Runs it for what it does.</summary>
    public void Run()
    {
        while (Next())
        {
        }
    }

    /// <summary>Runs it for what it changes.</summary>
    /// <returns>How many rows it changed itself: none where a trigger swallowed them.</returns>
    public int Changed()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Changes rows, and demands that it did: what a trigger swallows (<c>RAISE(IGNORE)</c>), or another program's view takes, is no error of SQLite's.</summary>
    /// <param name="least">How many at least.</param>
    /// <exception cref="ConsentStoreException">The database did not take what was written.</exception>
    public void Change(int least = 1)
    {
        if (Changed() < least)
        {
            throw Trouble.NotTaken();
        }
    }

    /// <summary>Leaves the rest of the rows.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A text; empty where a damaged row has none: then its code does not verify.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    /// <summary>The bytes, until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A GUID.</summary>
    /// <exception cref="ConsentStoreException">The bytes are none.</exception>
    public Guid Guid(int column) =>
        Bytes(column) is { Length: 16 } bytes ? new(bytes, bigEndian: true) : throw new ConsentStoreException("A stored handle is damaged.");

    public void Dispose() => _statement.Dispose();
}
