namespace Consent.Storage.PostgreSql;

/// <summary>After an erasure: removes the keys that are doomed, and has the tables vacuumed. What stops it is carried on by the next erasure, or at start.</summary>
internal sealed class Cleaner(Database eraser, Database owner, Sql sql, WriterContext context, bool compacts)
{
    /// <summary>The names of the keys that are to be removed. One that somebody else wrote names the key of a contact who is there.</summary>
    public static async ValueTask<List<Guid>> DoomedAsync(Database database, Sql sql, WriterContext context, CancellationToken cancellationToken)
    {
        var rows = await database.ListAsync(sql.FindDoomed, () => [], row => (Handle: row.GetGuid(0), Mac: row.Bytes(1)), cancellationToken).ConfigureAwait(false);
        return [.. rows.Where(row => context.IsIntact(context.Records.OfDoomedKey(row.Handle), row.Mac)).Select(row => row.Handle)];
    }

    public async ValueTask CleanAsync(CancellationToken cancellationToken)
    {
        var doomed = await DoomedAsync(eraser, sql, context, cancellationToken).ConfigureAwait(false);
        if (doomed.Count == 0)
        {
            return;
        }

        // The handle of zeros names in the key store the one that must stay.
        await context.Keys.RemoveAsync([.. doomed.Where(h => h != Guid.Empty)], cancellationToken).ConfigureAwait(false);
        await owner.ExecuteAsync(compacts ? sql.Compact : sql.Vacuum, () => [], cancellationToken).ConfigureAwait(false);
        await eraser.ExecuteAsync(sql.DeleteDoomed, () => [Commands.Values([.. doomed])], cancellationToken).ConfigureAwait(false);
    }
}
