using Npgsql;
using NpgsqlTypes;

namespace Consent.Storage.PostgreSql;

/// <summary>Commands with their parameters by place ($1, $2, …).</summary>
internal static class Commands
{
#pragma warning disable CA2100 // Statements come from Sql and our own scripts; values of callers are parameters.
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100

    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    public static void AddAll(this NpgsqlBatch batch, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            batch.Add(statement);
        }
    }

    public static NpgsqlParameter Value(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Value(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value is { } known ? known : DBNull.Value };

    public static NpgsqlParameter Value(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    public static NpgsqlParameter Value(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    public static NpgsqlParameter ValueOrNull(byte[]? value) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)value ?? DBNull.Value };

    public static NpgsqlParameter Value(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Value(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value };

    public static NpgsqlParameter Values(long[] values) => Array(values, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Values(long?[] values) => Array(values, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Values(bool[] values) => Array(values, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Values(string[] values) => Array(values, NpgsqlDbType.Text);

    public static NpgsqlParameter Values(Guid[] values) => Array(values, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Values(byte[]?[] values) => Array(values, NpgsqlDbType.Bytea);

    /// <summary>The rows of a statement.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ListAsync(read, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rows of the result that a reader is at.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static byte[] Bytes(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private static NpgsqlParameter<T> Array<T>(T values, NpgsqlDbType element) => new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
