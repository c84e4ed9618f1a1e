namespace Consent.Storage.PostgreSql;

/// <summary>Does what a group wants, in one transaction; what passes is tried again, and a commit whose answer was lost is looked up.</summary>
internal sealed class Committer(WriterSession session, Sql sql, WriterContext context, Eraser eraser, TimeSpan patience) : IAsyncDisposable
{
    /// <exception cref="ConsentStoreException">Nothing was done, or it says that this is not known.</exception>
    public async ValueTask CommitAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        try
        {
            var round = await DoneAsync(group).ConfigureAwait(false);
            await eraser.SweepAsync(round.Forgotten).ConfigureAwait(false);
        }
        catch (Exception trouble) when (Trouble.IsKnown(trouble))
        {
            throw Trouble.Of(trouble);
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async ValueTask<WriteRound> DoneAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        var retry = new Retry(patience);
        IReadOnlyDictionary<Guid, byte[]> keys = new Dictionary<Guid, byte[]>();
        var gone = new HashSet<Guid>();
        WriteRound? sent = null;
        while (true)
        {
            var isLookup = sent is not null;
            try
            {
                var connection = await session.OpenedAsync().ConfigureAwait(false);
                if (sent is not null && await sent.IsThereAsync(connection, session.Settings, sql).ConfigureAwait(false))
                {
                    return sent;
                }

                (sent, isLookup) = (null, false);
                var start = await RoundStart.ReadAsync(connection, session.Settings, sql, context, group).ConfigureAwait(false);
                var missing = start.Prepare(context.Keys, keys, out var newContacts);
                if (missing.Count > 0 || (context.Encrypts && !context.Keys.Has(newContacts)))
                {
                    // Not while others wait for the head.
                    await session.RollbackAsync().ConfigureAwait(false);
                    keys = await context.Keys.FindExpectedAsync(missing, gone, CancellationToken.None).ConfigureAwait(false);
                    await context.Keys.ReserveAsync(context.Encrypts ? newContacts : 0, CancellationToken.None).ConfigureAwait(false);
                    continue;
                }

                var round = new WriteRound(context, start);
                foreach (var write in group)
                {
                    write.Run(round);
                }

                sent = round;
                await round.FinishAsync(connection, sql).ConfigureAwait(false);
                return round;
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble))
            {
                // An answer says that nothing was done, unless it is the answer to the lookup; without one, that is looked up next.
                if (!isLookup && !Trouble.IsConnectionLost(trouble))
                {
                    sent = null;
                }

                await session.DisposeAsync().ConfigureAwait(false);
                if (!Trouble.IsTransient(trouble) || !await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    throw sent is null
                        ? Trouble.Of(trouble)
                        : new ConsentStoreException("The connection to PostgreSQL was lost during a commit: whether it was done is not known. Repeat it; change ids keep it from counting twice.", isTransient: true, Trouble.Of(trouble));
                }
            }
            catch
            {
                await session.RollbackAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
