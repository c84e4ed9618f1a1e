using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Reads from a standby what is at least as new as what this process has seen; where it cannot, it says so, and whoever asked goes to the primary. Nothing that it meets is an error.</summary>
/// <remarks>
/// Each read brings along, from the same snapshot, the standby's head and its state. Both are looked at each time: a standby falls behind, is promoted, or is left on a timeline that ended, and no check at start tells.
/// </remarks>
internal sealed class StandbyReader(Database standby, Sql sql, WriterContext context, Timeline primary)
{
    // One snapshot for head and rows. A standby refuses SERIALIZABLE.
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private const string Behind = "The standby is behind what this process has seen.";

    /// <summary>How long it may take, connecting included. Whoever waits is told within 5 s all the same where the primary hangs too (<see cref="Silence"/> takes 4 s).</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(750);

    /// <summary>How long it may take to catch up. Whoever reads a history has just recorded that, so the standby is a moment behind.</summary>
    private static readonly TimeSpan s_catchUp = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_pauseBehind = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long _troubledAt;
    private TimeSpan _pause = TimeSpan.Zero;
    private long _reads;
    private volatile string? _trouble;

    /// <summary>How many pages came from the standby.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>Why the last one did not; <see langword="null"/>: it did.</summary>
    public string? LastTrouble => _trouble;

    /// <summary>The rows of one statement; <see langword="null"/>: ask the primary.</summary>
    /// <param name="least">How many entries the standby's log must have, besides what was seen.</param>
    /// <param name="statement">The statement; it only reads.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<List<T>?> ListAsync<T>(long least, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        if (!IsItsTurn())
        {
            return null;
        }

        var stop = new CancellationTokenSource();
        // To cancel asks the server too, which may hang: neither whoever cancels waits for that, nor anybody once it is passed over.
        using var cancelling = cancellationToken.UnsafeRegister(static source => _ = ((CancellationTokenSource)source!).CancelAsync(), stop);
        var asked = Task.Run(() => CaughtUpAsync(least, statement, parameters, read, stop.Token), CancellationToken.None);
        try
        {
            var (rows, trouble) = await asked.WaitAsync(s_limit, cancellationToken).ConfigureAwait(false);
            Met(trouble);
            return rows;
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            Met("The standby does not answer.");
            return null;
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble) || trouble is ConsentStoreException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Trouble.WasRunAs(trouble, "of the standby", "SELECT");
            Met(Trouble.Of(trouble).Message);
            standby.LookAgain();
            return null;
        }
        finally
        {
            // What hangs is left to end by its own timeout, and its connection with it.
            _ = EndAsync(asked, stop);
        }
    }

    private static async Task EndAsync(Task asked, CancellationTokenSource stop)
    {
        await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task<(List<T>? Rows, string? Trouble)> CaughtUpAsync<T>(
        long least, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var (seen, since) = (context.Seen.Now, Stopwatch.GetTimestamp());
        seen.Size = Math.Max(seen.Size, least);
        for (var pause = TimeSpan.FromMilliseconds(2); ; pause *= 2)
        {
            var answer = await OnceAsync(seen, statement, parameters, read, cancellationToken).ConfigureAwait(false);
            if (answer.Trouble is not Behind || Stopwatch.GetElapsedTime(since) + pause > s_catchUp)
            {
                return answer;
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(List<T>? Rows, string? Trouble)> OnceAsync<T>(
        (long Size, long Changed, SeenCheckpoint? Checkpoint) seen, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var connection = await standby.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add(Begin);
        batch.Add(sql.ReadStandby, Commands.Value(seen.Checkpoint?.Size ?? -1), Commands.Value(seen.Checkpoint?.Mac ?? []));
        batch.Add(statement, parameters());
        batch.Add("COMMIT");
        var answer = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var draining = answer.ConfigureAwait(false);
        if (!await answer.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return (null, "The standby has no log.");
        }

        if (!answer.GetBoolean(6))
        {
            return (null, "The standby is none any more: it was promoted.");
        }

        if (primary.Greatest is > 0 and var timeline && answer.GetInt64(7) != timeline)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"The standby is on timeline {answer.GetInt64(7)}, and the primary on {timeline}."));
        }

        var head = Head.Verified(answer, 0, context);
        if (context.Watch.Greatest is var known && known.Size == head.Edge.Size && !known.HasEdge(head.EdgeBytes()))
        {
            return (null, "The standby has another log.");
        }

        if (head.Edge.Size < seen.Size || head.Changed < seen.Changed || (seen.Checkpoint is not null && !answer.GetBoolean(8)))
        {
            return (null, Behind);
        }

        await answer.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var rows = await answer.ListAsync(read, cancellationToken).ConfigureAwait(false);
        context.Seen.Note(head.Edge.Size, head.Changed);
        return (rows, null);
    }

    /// <summary>Whether to ask it: after trouble not for a while, and then one asks alone.</summary>
    private bool IsItsTurn()
    {
        if (Volatile.Read(ref _troubledAt) == 0)
        {
            return true;
        }

        lock (_lock)
        {
            if (_troubledAt != 0 && Stopwatch.GetElapsedTime(_troubledAt) < _pause)
            {
                return false;
            }

            _troubledAt = _troubledAt == 0 ? 0 : Stopwatch.GetTimestamp();
            return true;
        }
    }

    private void Met(string? trouble)
    {
        _trouble = trouble;
        if (trouble is null)
        {
            Interlocked.Increment(ref _reads);
            if (Volatile.Read(ref _troubledAt) == 0)
            {
                return;
            }
        }

        lock (_lock)
        {
            var longer = _pause * 2 > s_shortestPause ? _pause * 2 : s_shortestPause;
            (_troubledAt, _pause) = trouble is null ? (0, TimeSpan.Zero) : (Stopwatch.GetTimestamp(), trouble is Behind ? s_pauseBehind : longer < s_longestPause ? longer : s_longestPause);
        }
    }
}
