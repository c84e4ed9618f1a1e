using System.Globalization;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The writer's own connection, opened when it is needed and again when it was lost.</summary>
internal sealed class WriterSession(Database database, bool waitsForDisk) : IAsyncDisposable
{
    // Lookups are by key and few at a time, so an index is always right, also where the planner's statistics are behind a table that grows fast; and compiling a statement takes longer than it does. A transaction that was left
    // by a process that hangs, or behind a cut network, must not lock the head for ever.
    private readonly string _settings = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
        SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = {Math.Max(1, (int)database.Patience.TotalMilliseconds)}
        """);

    private NpgsqlConnection? _connection;

    public async ValueTask<NpgsqlConnection> OpenedAsync()
    {
        if (_connection is not null)
        {
            return _connection;
        }

        var connection = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var disk = waitsForDisk ? "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'" : "SET synchronous_commit = off";
            var settings = connection.Command($"{_settings}; {disk}");
            await using (settings.ConfigureAwait(false))
            {
                await settings.ExecuteNonQueryAsync().ConfigureAwait(false);
            }

            return _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Leaves the transaction with nothing done.</summary>
    public async ValueTask RollbackAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        try
        {
            var rollback = connection.Command("ROLLBACK");
            await using (rollback.ConfigureAwait(false))
            {
                await rollback.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble) || trouble is InvalidOperationException)
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of the connection; the next use opens another.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                // Its settings are not for whoever gets it next from the pool.
                var reset = connection.Command("ROLLBACK; RESET ALL");
                await using (reset.ConfigureAwait(false))
                {
                    await reset.ExecuteNonQueryAsync().ConfigureAwait(false);
                }
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble) || trouble is InvalidOperationException)
            {
                // It is broken, and so not given to anybody.
            }
        }
    }
}
