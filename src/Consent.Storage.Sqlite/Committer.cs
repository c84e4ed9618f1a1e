namespace Consent.Storage.Sqlite;

/// <summary>Does what a group wants, in one transaction.</summary>
internal sealed class Committer(Connection connection, WriterContext context, FileCleaner cleaner) : IDisposable
{
    /// <exception cref="ConsentStoreException">Nothing was done; or, after an erasure, it was done but traces of it are still in the files.</exception>
    public async ValueTask CommitAsync(IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        IReadOnlyDictionary<Guid, byte[]> keys = new Dictionary<Guid, byte[]>();
        var gone = new HashSet<Guid>();
        WriteRound? round;
        while ((round = TryOnce(group, keys, out var missing, out var newContacts)) is null)
        {
            keys = await context.Keys.FindExpectedAsync(missing, gone, CancellationToken.None).ConfigureAwait(false);
            await context.Keys.ReserveAsync(context.Encrypts ? newContacts : 0, CancellationToken.None).ConfigureAwait(false);
        }

        if (round.HasErased)
        {
            await cleaner.CleanAsync(connection).ConfigureAwait(false);
        }
        else if (round.Compacts)
        {
            await cleaner.CompactAsync(connection).ConfigureAwait(false);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <returns>The round that was committed; <see langword="null"/> when keys are wanted first.</returns>
    private WriteRound? TryOnce(IReadOnlyList<GroupedWrite<WriteRound>> group, IReadOnlyDictionary<Guid, byte[]> keys, out IReadOnlyList<Guid> missing, out int newContacts)
    {
        try
        {
            var round = new WriteRound(connection, context);
            missing = round.Prepare(group.SelectMany(w => w.Lookups), keys, out newContacts);
            // What is erased is not read: its key may be gone already, when a backup brought it back.
            if (!group[0].IsAlone && (missing.Count > 0 || (context.Encrypts && !context.Keys.Has(newContacts))))
            {
                return null;
            }

            foreach (var write in group)
            {
                write.Run(round);
            }

            round.Finish();
            return round;
        }
        finally
        {
            connection.Rollback();
        }
    }
}
