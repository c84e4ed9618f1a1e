using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Consent.Storage.Benchmarks;

/// <summary>By hand: a state row and an audit row for each change, COPY for batches and two prepared statements in one journey for one change, time-ordered keys.</summary>
internal sealed class RawPostgreSql : IContender
{
    private const int ManyRows = 128;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    public RawPostgreSql(string connectionString)
    {
        _source = NpgsqlDataSource.Create(connectionString);
        using var command = _source.CreateCommand("""
            DROP SCHEMA IF EXISTS by_hand CASCADE;
            CREATE SCHEMA by_hand;
            CREATE TABLE by_hand.state (contact text PRIMARY KEY, version bigint NOT NULL, email boolean NOT NULL, json jsonb NOT NULL);
            CREATE TABLE by_hand.audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contact text NOT NULL, at timestamptz NOT NULL, json jsonb NOT NULL);
            CREATE INDEX audit_contact ON by_hand.audit (contact);
            CREATE INDEX state_email ON by_hand.state (contact) WHERE email;
            """);
        command.ExecuteNonQuery();
        _connection = _source.OpenConnection();
    }

    public string Name => "by hand";

    public async Task WriteAsync(ImmutableArray<Work> batch)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        if (batch.Length >= ManyRows)
        {
            await CopyAsync(batch);
        }
        else
        {
            await InsertAsync(_connection, batch, transaction);
        }

        await transaction.CommitAsync();
    }

    public async Task WriteBesideOthersAsync(Work change)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, [change], transaction);
        await transaction.CommitAsync();
    }

    public async Task<string> DurabilityAsync()
    {
        await using var command = new NpgsqlCommand(PostgreSqlRace.Durability, _connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task<bool> ReadAsync(string contact)
    {
        await using var command = new NpgsqlCommand("SELECT version, json FROM by_hand.state WHERE contact = $1", _connection) { Parameters = { new() { Value = contact } } };
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() && row.GetInt64(0) == 1 && row.GetString(1).Length > 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task CopyAsync(ImmutableArray<Work> batch)
    {
        await using (var states = await _connection.BeginBinaryImportAsync("COPY by_hand.state (contact, version, email, json) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var work in batch)
            {
                await states.StartRowAsync();
                await states.WriteAsync(work.Contact, NpgsqlDbType.Text);
                await states.WriteAsync(1L, NpgsqlDbType.Bigint);
                await states.WriteAsync(true, NpgsqlDbType.Boolean);
                await states.WriteAsync(work.State, NpgsqlDbType.Jsonb);
            }

            await states.CompleteAsync();
        }

        await using var audits = await _connection.BeginBinaryImportAsync("COPY by_hand.audit (contact, at, json) FROM STDIN (FORMAT BINARY)");
        foreach (var work in batch)
        {
            await audits.StartRowAsync();
            await audits.WriteAsync(work.Contact, NpgsqlDbType.Text);
            await audits.WriteAsync(DateTimeOffset.UtcNow, NpgsqlDbType.TimestampTz);
            await audits.WriteAsync(work.Audit, NpgsqlDbType.Jsonb);
        }

        await audits.CompleteAsync();
    }

    private static async Task InsertAsync(NpgsqlConnection connection, ImmutableArray<Work> batch, NpgsqlTransaction transaction)
    {
        await using var commands = new NpgsqlBatch(connection, transaction);
        foreach (var work in batch)
        {
            commands.BatchCommands.Add(new("INSERT INTO by_hand.state VALUES ($1, 1, true, $2)") { Parameters = { new() { Value = work.Contact }, Json(work.State) } });
            commands.BatchCommands.Add(new("INSERT INTO by_hand.audit (contact, at, json) VALUES ($1, $2, $3)")
            {
                Parameters = { new() { Value = work.Contact }, new() { Value = DateTimeOffset.UtcNow }, Json(work.Audit) },
            });
        }

        await commands.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Json(string json) => new() { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
