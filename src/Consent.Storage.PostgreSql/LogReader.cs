using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Where the log is read: from the primary, as the auditor; where the host names a standby, what only shows the log comes from there.</summary>
internal sealed class LogReader(Database auditor, StandbyReader? standby, Sql sql, WriterContext context)
{
    /// <summary>The rows of one statement, from the primary.</summary>
    /// <inheritdoc cref="Database.RunAsync" path="/exception"/>
    public ValueTask<List<T>> ListAsync<T>(string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        standby is null
            ? auditor.ListAsync(statement, parameters, read, cancellationToken)
            : auditor.RunAsync((connection, stop) => WithHeadAsync(connection, statement, parameters, read, stop), cancellationToken);

    /// <summary>As above, from the standby where there is one that is new enough.</summary>
    /// <param name="least">How many entries it must have, besides what this process has seen.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<List<T>> ListAsync<T>(long least, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        (standby is null ? null : await standby.ListAsync(least, statement, parameters, read, cancellationToken).ConfigureAwait(false))
            ?? await ListAsync(statement, parameters, read, cancellationToken).ConfigureAwait(false);

    /// <summary>What is read from the primary was seen too, and what is read next must not be older. The head comes after the rows, so that it is not the older of the two.</summary>
    private async ValueTask<List<T>> WithHeadAsync<T>(NpgsqlConnection connection, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add(statement, parameters());
        batch.Add(sql.ReadHead);
        var answer = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = answer.ConfigureAwait(false);
        var rows = await answer.ListAsync(read, cancellationToken).ConfigureAwait(false);
        await answer.NextResultAsync(cancellationToken).ConfigureAwait(false);
        if (await answer.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            context.Seen.Note(answer.GetInt64(0), answer.GetInt64(3));
        }

        return rows;
    }
}
