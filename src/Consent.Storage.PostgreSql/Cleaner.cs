namespace Consent.Storage.PostgreSql;

/// <summary>After an erasure: removes the keys that are doomed, and has the tables vacuumed. What stops it is carried on by the next erasure, or at start.</summary>
internal sealed class Cleaner(Database eraser, Database owner, Sql sql, ContactKeyRing keys, bool compacts)
{
    public async ValueTask CleanAsync(CancellationToken cancellationToken)
    {
        var doomed = await eraser.ListAsync(sql.FindDoomed, () => [], row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
        if (doomed.Count == 0)
        {
            return;
        }

        // The handle of zeros names in the key store the one that must stay.
        await keys.RemoveAsync([.. doomed.Where(h => h != Guid.Empty)], cancellationToken).ConfigureAwait(false);
        await owner.ExecuteAsync(compacts ? sql.Compact : sql.Vacuum, () => [], cancellationToken).ConfigureAwait(false);
        await eraser.ExecuteAsync(sql.DeleteDoomed, () => [Commands.Values([.. doomed])], cancellationToken).ConfigureAwait(false);
    }
}
