namespace Consent.Storage.PostgreSql;

/// <summary>Does what a group wants, in one transaction; what passes is tried again, and a commit whose answer was lost is looked up.</summary>
internal sealed class Committer(WriterSession session, Sql sql, WriterContext context, Eraser eraser, TimeSpan patience) : IAsyncDisposable
{
    private const int MostMisses = 6;

    // The head as this writer left it, and how often in a row somebody else has moved it since: then it asks first, the longer the oftener.
    private Head? _last;
    private int _misses;
    private int _asking;

    /// <exception cref="ConsentStoreException">Nothing was done, or it says that this is not known.</exception>
    public async ValueTask CommitAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        try
        {
            var round = await DoneAsync(group).ConfigureAwait(false);
            await session.PauseAsync().ConfigureAwait(false);
            await eraser.SweepAsync(round.Forgotten).ConfigureAwait(false);
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble))
        {
            throw Trouble.Of(trouble);
        }
        finally
        {
            await session.PauseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async ValueTask<WriteRound> DoneAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        var retry = new Retry(patience);
        var attempt = new Attempt();
        while (true)
        {
            try
            {
                return await TryAsync(group, attempt).ConfigureAwait(false);
            }
            catch (AuditLogAlteredException) when (retry.IsWithin(Database.Failover))
            {
                // Perhaps a server that is behind, or was the primary: asked again over another connection.
                await session.DisposeAsync().ConfigureAwait(false);
                session.LookAgain(all: true);
                await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble))
            {
                // An answer says that nothing was done, unless it is the answer to the lookup; without one, that is looked up next.
                if (!attempt.IsLookup && !Trouble.IsConnectionLost(trouble))
                {
                    attempt.Sent = null;
                    attempt.Made?.Abandon();
                }

                attempt.Made = null;
                await session.DisposeAsync().ConfigureAwait(false);
                session.LookAgain();
                if (!Trouble.IsTransient(trouble) || !await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    throw attempt.Sent is null ? Trouble.Of(trouble) : NotKnown(trouble);
                }
            }
            catch (Exception trouble)
            {
                // What cannot be sealed was not sent.
                (attempt.Sent is null || trouble is ArgumentException or NotTakenException ? attempt.Made : null)?.Abandon();
                await session.RollbackAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async ValueTask<WriteRound> TryAsync(IReadOnlyList<GroupedWrite<WriteRound>> group, Attempt attempt)
    {
        // What was known over another connection is forgotten, since the server may have lost it.
        _last = session.IsOpen ? _last : null;
        attempt.IsLookup = attempt.Sent is not null;
        if (attempt.Sent is { } sent && await IsThereAsync(sent).ConfigureAwait(false))
        {
            return sent;
        }

        (attempt.Sent, attempt.IsLookup) = (null, false);
        if (Assumed(group) is { } assumed)
        {
            attempt.Sent = attempt.Made = assumed;
            if (await DoneAtOnceAsync(assumed).ConfigureAwait(false))
            {
                return assumed;
            }
        }

        attempt.Sent = null;
        var made = attempt.Made = new(context, await StartAsync(group).ConfigureAwait(false));
        foreach (var write in group)
        {
            write.Run(made);
        }

        attempt.Sent = made;
        await session.AskAsync(connection => made.FinishAsync(connection, sql)).ConfigureAwait(false);
        session.ThrowIfStandbyGivenUp();
        made.Remember();
        _last = made.Head;
        return made;
    }

    /// <summary>Begins a transaction that finds what the group touches, with the keys for it at hand.</summary>
    private async ValueTask<RoundStart> StartAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        IReadOnlyDictionary<Guid, byte[]> keys = new Dictionary<Guid, byte[]>();
        var gone = new HashSet<Guid>();
        while (true)
        {
            var start = await session.AskAsync(connection => RoundStart.ReadAsync(connection, session.Begin, sql, context, group)).ConfigureAwait(false);
            var missing = start.Prepare(context.Keys, keys, out var newContacts);
            if (missing.Count == 0 && (!context.Encrypts || context.Keys.Has(newContacts)))
            {
                return start;
            }

            // Not while others wait for the head.
            await session.RollbackAsync().ConfigureAwait(false);
            await session.PauseAsync().ConfigureAwait(false);
            keys = await context.Keys.FindExpectedAsync(missing, gone, CancellationToken.None).ConfigureAwait(false);
            await context.Keys.ReserveAsync(context.Encrypts ? newContacts : 0, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static ConsentStoreException NotKnown(Exception trouble) => new(
        trouble is StandbyWaitException
            ? "PostgreSQL stopped waiting for its synchronous standby: whether the commit would outlive the primary is not known. Repeat it; change ids keep it from counting twice."
            : "The connection to PostgreSQL was lost during a commit: whether it was done is not known. Repeat it; change ids keep it from counting twice.",
        isTransient: true,
        Trouble.Of(trouble));

    /// <summary>Whether a commit without an answer is there. The lookup writes and commits after it: if the standby has that, it has both.</summary>
    private async ValueTask<bool> IsThereAsync(WriteRound sent)
    {
        var isThere = await session.AskAsync(connection => sent.IsThereAsync(connection, session.Begin, sql)).ConfigureAwait(false);
        session.ThrowIfStandbyGivenUp();
        return isThere;
    }

    /// <summary>The group as one change on top of what was known last; <see langword="null"/> where it is more than that, or too little is known.</summary>
    private WriteRound? Assumed(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        if (_asking > 0)
        {
            _asking--;
            return null;
        }

        if (_last is null || !session.IsSet || RoundStart.Assume(_last, context, group) is not { } start)
        {
            return null;
        }

        var round = new WriteRound(context, start);
        var isOne = false;
        try
        {
            group[0].Run(round);
            isOne = round.IsOneChange;
            return isOne ? round : null;
        }
        finally
        {
            if (!isOne)
            {
                round.Abandon();
            }
        }
    }

    private async ValueTask<bool> DoneAtOnceAsync(WriteRound assumed)
    {
        if (await session.AskAsync(connection => assumed.FinishAtOnceAsync(connection, sql)).ConfigureAwait(false))
        {
            session.ThrowIfStandbyGivenUp();
            assumed.Remember();
            (_last, _misses) = (assumed.Head, 0);
            return true;
        }

        assumed.Abandon();
        _misses = Math.Min(_misses + 1, MostMisses);
        _asking = 1 << _misses;
        return false;
    }

    /// <summary>How far it has come.</summary>
    private sealed class Attempt
    {
        public WriteRound? Made { get; set; }

        /// <summary>What was sent, and not answered yet.</summary>
        public WriteRound? Sent { get; set; }

        /// <summary>Whether it is looked up if that is there.</summary>
        public bool IsLookup { get; set; }
    }
}
