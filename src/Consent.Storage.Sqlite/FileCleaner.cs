using System.Diagnostics;

namespace Consent.Storage.Sqlite;

/// <summary>After an erasure: removes the keys that are doomed, and sees to it that no trace is left in the files. What stops it is carried on by the next erasure, or at start.</summary>
internal sealed class FileCleaner(WriterContext context, bool compacts, TimeSpan patience)
{
    public async ValueTask CleanAsync(Connection connection)
    {
        if (Doomed(connection).Count == 0)
        {
            return;
        }

        // Another process that was at it may have done this too.
        using var turn = compacts ? await context.Turn.TakeAsync().ConfigureAwait(false) : null;
        var doomed = Doomed(connection);
        if (doomed.Count == 0)
        {
            return;
        }

        // The handle of zeros marks an erasure that dooms no key; in the key store it names the one that must stay.
        await context.Keys.RemoveAsync([.. doomed.Where(h => h != Guid.Empty)], CancellationToken.None).ConfigureAwait(false);
        await WipeAsync(connection, compacts, patience).ConfigureAwait(false);
        foreach (var handle in doomed)
        {
            connection["DELETE FROM doomed_key WHERE handle = ?1"].Bind(1, handle).Run();
        }
    }

    /// <summary>Writes the files anew, whatever the options say.</summary>
    /// <exception cref="ConsentStoreException">Another process is reading or writing for so long that it cannot be done now.</exception>
    public async ValueTask CompactAsync(Connection connection)
    {
        using var turn = await context.Turn.TakeAsync().ConfigureAwait(false);
        await context.KeyStore.WipeAsync(compacts: true, CancellationToken.None).ConfigureAwait(false);
        await WipeAsync(connection, compacts: true, patience).ConfigureAwait(false);
    }

    private List<Guid> Doomed(Connection connection)
    {
        var doomed = new List<Guid>();
        var rows = connection["SELECT handle, mac FROM doomed_key WHERE length(handle) = 16"];
        while (rows.Next())
        {
            // One that somebody else wrote names the key of a contact who is there.
            if (rows.Guid(0) is var handle && context.IsIntact(context.Records.OfDoomedKey(handle), rows.Bytes(1)))
            {
                doomed.Add(handle);
            }
        }

        return doomed;
    }

    /// <summary>Writes the file anew, without what lies between its rows, and empties the write-ahead log.</summary>
    /// <exception cref="ConsentStoreException">Another process is reading for so long that it cannot be done now.</exception>
    public static async ValueTask WipeAsync(Connection connection, bool compacts, TimeSpan patience)
    {
        if (compacts)
        {
            connection.Run("VACUUM");
        }

        for (var since = Stopwatch.GetTimestamp(); connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;)
        {
            if (Stopwatch.GetElapsedTime(since) > patience)
            {
                throw new ConsentStoreException("What was erased is still in SQLite's write-ahead log: another reader keeps it from being emptied.", isTransient: true);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10)).ConfigureAwait(false);
        }
    }
}
