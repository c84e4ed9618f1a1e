using System.Globalization;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The writer's own connection, opened when it is needed and again when it was lost. While it is the writer's it is set as the writer needs it, and handed back as it was.</summary>
/// <remarks>
/// Lookups are by key and few at a time, so an index is always right, also where the planner's statistics are behind a table that grows fast; and to plan them anew each time, or to compile them, would
/// take longer than they do. A transaction that was left by a process that hangs, or behind a cut network, must not lock the head for ever.
/// </remarks>
/// <param name="database">Where the connection comes from.</param>
/// <param name="waitsForDisk">Whether commits do.</param>
/// <param name="pooled">Whether each transaction has another session (<see cref="PostgreSqlStoreOptions.PoolsTransactions"/>): then each sets what it needs itself.</param>
internal sealed class WriterSession(Database database, bool waitsForDisk, bool pooled) : IAsyncDisposable
{
    private readonly (string Name, string Value)[] _settings =
    [
        ("client_min_messages", "'warning'"), ("enable_seqscan", "'off'"), ("enable_hashjoin", "'off'"), ("enable_mergejoin", "'off'"), ("plan_cache_mode", "'force_generic_plan'"), ("jit", "'off'"),
        ("idle_in_transaction_session_timeout", "'30s'"),
        ("lock_timeout", string.Create(CultureInfo.InvariantCulture, $"'{Math.Max(1, (int)(database.Patience * LockPatience).TotalMilliseconds)}'")),
        ("synchronous_commit", waitsForDisk ? StandbyWait.Level : "'off'"),
    ];

    // Others who write are no trouble of the server's, and many of them may come first.
    private const double LockPatience = 2.5;

    /// <summary>Begins a transaction that has what the writer needs. Returns no rows.</summary>
    public string[] Begin => field ??= ["BEGIN ISOLATION LEVEL READ COMMITTED", .. pooled ? [$"DO $$ BEGIN {string.Concat(_settings.Select(s => $"PERFORM set_config('{s.Name}', {s.Value}, true); "))}END $$"] : (string[])[]];

    /// <summary>Whether a session's settings last from one transaction to the next.</summary>
    public bool IsSet => !pooled;

    /// <summary>Whether the connection stays the writer's while it has nothing to do.</summary>
    private readonly bool _keeps = !database.HasOneConnection;

    private NpgsqlConnection? _connection;
    private StandbyWait? _standby;
    private string[] _before = [];

    /// <summary>Whether it is still the connection that was used last.</summary>
    public bool IsOpen => _connection is not null;

    /// <summary>Does something over the writer's connection. A server that hangs is not waited for: then the connection is left to whoever waits for it.</summary>
    public async ValueTask<T> AskAsync<T>(Func<NpgsqlConnection, ValueTask<T>> ask)
    {
        var connection = await OpenedAsync().ConfigureAwait(false);
        return await WatchedAsync(connection, ask(connection).AsTask()).ConfigureAwait(false);
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    public ValueTask<bool> AskAsync(Func<NpgsqlConnection, ValueTask> ask) =>
        AskAsync(async connection =>
        {
            await ask(connection).ConfigureAwait(false);
            return true;
        });

    /// <summary>While the writer does something else, or nothing: lets others have the connection where there is only one.</summary>
    public ValueTask PauseAsync() => _keeps ? ValueTask.CompletedTask : DisposeAsync();

    /// <inheritdoc cref="Database.LookAgain"/>
    public void LookAgain(bool all = false) => database.LookAgain(all);

    private async ValueTask<NpgsqlConnection> OpenedAsync()
    {
        if (_connection is not null)
        {
            return _connection;
        }

        var connection = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        _standby = new(connection);
        _connection = connection;
        _before = [];
        if (!pooled)
        {
            try
            {
                _before = await WatchedAsync(connection, SetAsync(connection)).ConfigureAwait(false);
            }
            catch
            {
                await DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        return connection;
    }

    /// <summary>Sets what the writer needs for as long as it has the connection.</summary>
    /// <returns>What was set before.</returns>
    private async Task<string[]> SetAsync(NpgsqlConnection connection)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add($"SELECT {string.Join(", ", _settings.Select(s => $"current_setting('{s.Name}')"))}");
        batch.Add($"SELECT {string.Join(", ", _settings.Select(s => $"set_config('{s.Name}', {s.Value}, false)"))}");
        var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        return (await rows.ListAsync(row => _settings.Select((_, i) => row.GetString(i)).ToArray(), CancellationToken.None).ConfigureAwait(false))[0];
    }

    private async ValueTask<T> WatchedAsync<T>(NpgsqlConnection connection, Task<T> asked)
    {
        try
        {
            return await Silence.WatchedAsync(asked, () => connection).ConfigureAwait(false);
        }
        catch (PostgresException trouble) when (Trouble.WasRunAs(trouble, connection.UserName, "INSERT and UPDATE"))
        {
            throw;
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            // Whatever it still waits for ends by its own timeout, and then the connection is nobody's.
            _connection = null;
            _ = asked.ContinueWith(_ => connection.DisposeAsync().AsTask(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
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
            await WatchedAsync(connection, RunAsync(connection, batch => batch.Add("ROLLBACK"))).ConfigureAwait(false);
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

        try
        {
            await WatchedAsync(connection, RunAsync(connection, Restore)).ConfigureAwait(false);
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble) || trouble is InvalidOperationException)
        {
            // It is broken, so nobody gets it.
        }

        // Unless the server hangs, and it was left.
        if (_connection is not null)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Restore(NpgsqlBatch batch)
    {
        batch.Add("ROLLBACK");
        if (_before.Length > 0)
        {
            batch.Add($"SELECT {string.Join(", ", _settings.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"set_config('{s.Name}', ${i + 1}, false)")))}", [.. _before.Select(Commands.Value)]);
        }
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, Action<NpgsqlBatch> fill)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        fill(batch);
        return await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
