using System.Transactions;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>A database as one user sees it. Turns trouble into the port's kind, and tries transient trouble again.</summary>
internal sealed class Database(NpgsqlDataSource source, bool isOwned, TimeSpan patience) : IAsyncDisposable
{
    private static readonly TimeSpan s_failover = TimeSpan.FromSeconds(5);

    public TimeSpan Patience => patience;

    /// <summary>A connection for whoever keeps it, outside any transaction of the caller's: that would end the writer's for everybody, and show readers what was there when it began.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        Transaction.Current is null ? source.OpenConnectionAsync(cancellationToken) : OpenOutsideAsync(cancellationToken);

    /// <summary>Does something that can be done again when the connection is lost, such as reading.</summary>
    /// <exception cref="ConsentStoreException">It cannot be done, or not now.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> run, CancellationToken cancellationToken)
    {
        var retry = new Retry(patience);
        while (true)
        {
            try
            {
                var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    return await run(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (AuditLogAlteredException) when (retry.IsWithin(s_failover))
            {
                // Perhaps a server that is behind, or was the primary: asked again over another connection, for as long as a failover in good order takes.
                source.Clear();
                await retry.AgainAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!Trouble.IsTransient(trouble) || !await retry.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw Trouble.Of(trouble);
                }
            }
        }
    }

    /// <summary>Does something in a transaction, all of it or nothing; it may be done twice when the answer to the first time is lost.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public ValueTask<T> TransactAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> run, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, stop) =>
            {
                var standby = new StandbyWait(connection);
                var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, stop).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var hearing = connection.Command("SET LOCAL client_min_messages = warning");
                    await using (hearing.ConfigureAwait(false))
                    {
                        await hearing.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
                    }

                    var result = await run(connection, stop).ConfigureAwait(false);
                    await transaction.CommitAsync(stop).ConfigureAwait(false);
                    standby.ThrowIfGivenUp();
                    return result;
                }
            },
            cancellationToken);

    /// <summary>Runs one statement for what it does.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public ValueTask<int> ExecuteAsync(string sql, Func<NpgsqlParameter[]> parameters, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, stop) =>
            {
                var standby = new StandbyWait(connection);
                var command = connection.Command(sql, parameters());
                await using (command.ConfigureAwait(false))
                {
                    var rows = await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
                    standby.ThrowIfGivenUp();
                    return rows;
                }
            },
            cancellationToken);

    /// <summary>The rows of one statement.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public ValueTask<List<T>> ListAsync<T>(string sql, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, stop) =>
            {
                var command = connection.Command(sql, parameters());
                await using (command.ConfigureAwait(false))
                {
                    return await command.ListAsync(read, stop).ConfigureAwait(false);
                }
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (isOwned)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<NpgsqlConnection> OpenOutsideAsync(CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return new(Task.Run(() => source.OpenConnectionAsync(cancellationToken).AsTask(), cancellationToken));
        }
    }
}
