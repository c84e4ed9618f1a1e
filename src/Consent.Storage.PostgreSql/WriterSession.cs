using System.Globalization;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The writer's own connection, opened when it is needed and again when it was lost. While it is the writer's it is set as the writer needs it, and handed back as it was.</summary>
/// <remarks>
/// Lookups are by key and few at a time, so an index is always right, also where the planner's statistics are behind a table that grows fast; and to plan them anew each time, or to compile them, would
/// take longer than they do. A transaction that was left by a process that hangs, or behind a cut network, must not lock the head for ever.
/// </remarks>
internal sealed class WriterSession(Database database, bool waitsForDisk) : IAsyncDisposable
{
    private readonly (string Name, string Value)[] _settings =
    [
        ("client_min_messages", "'warning'"), ("enable_seqscan", "'off'"), ("enable_hashjoin", "'off'"), ("enable_mergejoin", "'off'"), ("plan_cache_mode", "'force_generic_plan'"), ("jit", "'off'"),
        ("idle_in_transaction_session_timeout", "'30s'"),
        ("lock_timeout", string.Create(CultureInfo.InvariantCulture, $"'{Math.Max(1, (int)database.Patience.TotalMilliseconds)}'")),
        ("synchronous_commit", waitsForDisk ? "replace(current_setting('synchronous_commit'), 'off', 'on')" : "'off'"),
    ];

    private NpgsqlConnection? _connection;
    private StandbyWait? _standby;
    private string[] _before = [];

    /// <summary>Whether it is still the connection that was used last.</summary>
    public bool IsOpen => _connection is not null;

    public async ValueTask<NpgsqlConnection> OpenedAsync()
    {
        if (_connection is not null)
        {
            return _connection;
        }

        var connection = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        _standby = new(connection);
        try
        {
            var batch = new NpgsqlBatch(connection);
            await using var disposal = batch.ConfigureAwait(false);
            batch.Add($"SELECT {string.Join(", ", _settings.Select(s => $"current_setting('{s.Name}')"))}");
            batch.Add($"SELECT {string.Join(", ", _settings.Select(s => $"set_config('{s.Name}', {s.Value}, false)"))}");
            var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
            await using var closing = rows.ConfigureAwait(false);
            _before = (await rows.ListAsync(row => _settings.Select((_, i) => row.GetString(i)).ToArray(), CancellationToken.None).ConfigureAwait(false))[0];
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return _connection = connection;
    }

    /// <summary>To be asked after each commit.</summary>
    /// <exception cref="StandbyWaitException">The server stopped waiting for its synchronous standby.</exception>
    public void ThrowIfStandbyGivenUp() => _standby?.ThrowIfGivenUp();

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
        await using var disposal = connection.ConfigureAwait(false);
        try
        {
            var restore = new NpgsqlBatch(connection);
            await using var closing = restore.ConfigureAwait(false);
            restore.Add("ROLLBACK");
            restore.Add($"SELECT {string.Join(", ", _settings.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"set_config('{s.Name}', ${i + 1}, false)")))}", [.. _before.Select(Commands.Value)]);
            await restore.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble) || trouble is InvalidOperationException)
        {
            // It is broken, so nobody gets it.
        }
    }
}
