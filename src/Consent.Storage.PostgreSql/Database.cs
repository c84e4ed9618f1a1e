using System.Transactions;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>A database as one user sees it. Turns trouble into the port's kind, and tries transient trouble again.</summary>
internal sealed class Database(NpgsqlDataSource source, bool isOwned, TimeSpan patience) : IAsyncDisposable
{
    /// <summary>How long a log that seems to have shrunk is asked for again: as long as a failover in good order takes.</summary>
    public static readonly TimeSpan Failover = TimeSpan.FromSeconds(5);

    public TimeSpan Patience => patience;

    /// <summary>Whether nobody may keep a connection, because there is no other.</summary>
    public bool HasOneConnection { get; } = new NpgsqlConnectionStringBuilder(source.ConnectionString) is { Pooling: true, MaxPoolSize: 1 };

    /// <summary>A connection for whoever keeps it, outside any transaction of the caller's: that would end the writer's for everybody, and show readers what was there when it began.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        Transaction.Current is null ? source.OpenConnectionAsync(cancellationToken) : OpenOutsideAsync(cancellationToken);

    /// <summary>After trouble: looks again which of several servers is the primary, instead of believing for seconds what was seen before.</summary>
    /// <param name="all">Whether connections that seem well are not used any more either.</param>
    public void LookAgain(bool all = false)
    {
        if (source is NpgsqlMultiHostDataSource servers)
        {
            servers.ClearDatabaseStates();
        }

        if (all)
        {
            source.Clear();
        }
    }

    /// <summary>Does something that can be done again when the connection is lost, such as reading.</summary>
    /// <exception cref="ConsentStoreException">It cannot be done, or not now.</exception>
    /// <param name="run">Does it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="kind">The verb of its statements, for a message about privileges.</param>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> run, CancellationToken cancellationToken, string kind = "SELECT")
    {
        var retry = new Retry(patience);
        while (true)
        {
            try
            {
                NpgsqlConnection? opened = null;
                return await Silence.WatchedAsync(OnceAsync(run, connection => opened = connection, kind, cancellationToken), () => opened).ConfigureAwait(false);
            }
            catch (AuditLogAlteredException) when (retry.IsWithin(Failover))
            {
                // Perhaps a server that is behind, or was the primary: asked again over another connection.
                LookAgain(all: true);
                await retry.AgainAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble))
            {
                cancellationToken.ThrowIfCancellationRequested();
                LookAgain();
                if (!Trouble.IsTransient(trouble) || !await retry.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw Trouble.Of(trouble);
                }
            }
        }
    }

    /// <summary>Does something in a transaction, all of it or nothing; it may be done twice when the answer to the first time is lost.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public ValueTask<T> TransactAsync<T>(string kind, Func<NpgsqlConnection, CancellationToken, ValueTask<T>> run, CancellationToken cancellationToken) =>
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
            cancellationToken,
            kind);

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
            cancellationToken,
            sql.Split(' ', 2)[0]);

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

    private async Task<T> OnceAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> run, Action<NpgsqlConnection> opened, string kind, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            opened(connection);
            try
            {
                return await run(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException trouble) when (Trouble.WasRunAs(trouble, connection.UserName, kind))
            {
                throw;
            }
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
