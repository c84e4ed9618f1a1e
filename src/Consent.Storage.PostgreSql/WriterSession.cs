using System.Globalization;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The writer's own connection, opened when it is needed and again when it was lost.</summary>
internal sealed class WriterSession(Database database, bool waitsForDisk) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>What holds for one transaction: its first statement after BEGIN.</summary>
    /// <remarks>
    /// Lookups are by key and few at a time, so an index is always right, also where the planner's statistics are behind a table that grows fast; and to plan them anew each time, or to compile them, would
    /// take longer than they do. A transaction that was left by a process that hangs, or behind a cut network, must not lock the head for ever.
    /// </remarks>
    public string Settings { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true),
            set_config('idle_in_transaction_session_timeout', '30s', true), set_config('lock_timeout', '{Math.Max(1, (int)database.Patience.TotalMilliseconds)}', true),
            set_config('synchronous_commit', {(waitsForDisk ? "replace(current_setting('synchronous_commit'), 'off', 'on')" : "'off'")}, true)
        """);

    public async ValueTask<NpgsqlConnection> OpenedAsync() => _connection ??= await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);

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
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
