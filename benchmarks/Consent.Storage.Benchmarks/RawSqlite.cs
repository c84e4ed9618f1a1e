using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Benchmarks;

/// <summary>By hand: a state row and an audit row for each change, prepared statements, time-ordered keys, the same journal and durability as ours.</summary>
internal sealed class RawSqlite : IContender
{
    // One connection writes at a time in any case.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _state;
    private readonly SqliteCommand _audit;
    private readonly SqliteCommand _select;

    public RawSqlite(string path)
    {
        _connection = new($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Run("""
            CREATE TABLE state (contact TEXT PRIMARY KEY, version INTEGER NOT NULL, email INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
            CREATE TABLE audit (id INTEGER PRIMARY KEY, contact TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
            CREATE INDEX audit_contact ON audit (contact);
            CREATE INDEX state_email ON state (contact) WHERE email = 1;
            """);
        _state = Command("INSERT INTO state VALUES ($contact, 1, 1, $json)", "$contact", "$json");
        _audit = Command("INSERT INTO audit (contact, at, json) VALUES ($contact, $at, $json)", "$contact", "$at", "$json");
        _select = Command("SELECT version, json FROM state WHERE contact = $contact", "$contact");
    }

    public string Name => "by hand";

    public Task WriteAsync(ImmutableArray<Work> batch)
    {
        using var transaction = _connection.BeginTransaction();
        _state.Transaction = _audit.Transaction = transaction;
        foreach (var work in batch)
        {
            (_state.Parameters[0].Value, _state.Parameters[1].Value) = (work.Contact, work.State);
            _state.ExecuteNonQuery();
            (_audit.Parameters[0].Value, _audit.Parameters[1].Value, _audit.Parameters[2].Value) = (work.Contact, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), work.Audit);
            _audit.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public async Task WriteBesideOthersAsync(Work change)
    {
        await _turn.WaitAsync();
        try
        {
            await WriteAsync([change]);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<string> DurabilityAsync()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = SqliteRace.Durability;
        return Task.FromResult((string)command.ExecuteScalar()!);
    }

    public Task<bool> ReadAsync(string contact)
    {
        _select.Transaction = null;
        _select.Parameters[0].Value = contact;
        using var row = _select.ExecuteReader();
        return Task.FromResult(row.Read() && row.GetInt64(0) == 1 && row.GetString(1).Length > 0);
    }

    /// <summary>How many may be mailed, by the partial index.</summary>
    public long CountEmail()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM state WHERE email = 1";
        return (long)command.ExecuteScalar()!;
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        _state.Dispose();
        _audit.Dispose();
        _select.Dispose();
        return _connection.DisposeAsync();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        command.Prepare();
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
