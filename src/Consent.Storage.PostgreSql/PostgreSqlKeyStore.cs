namespace Consent.Storage.PostgreSql;

/// <summary>Keeps contacts' wrapped keys in a schema of their own, best in another database.</summary>
/// <param name="user">Adds, finds and replaces keys.</param>
/// <param name="eraser">Removes them.</param>
/// <param name="owner">Vacuums.</param>
/// <param name="schema">The schema's name.</param>
/// <param name="compacts">Whether the table is written anew after a removal.</param>
internal sealed class PostgreSqlKeyStore(Database user, Database eraser, Database owner, string schema, bool compacts) : IContactKeyStore
{
    private const int PageLength = 500;

    private readonly string _table = $"{Sql.Quoted(schema)}.contact_key";

    public async ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync($"INSERT INTO {_table} (handle, wrapped) SELECT * FROM unnest($1, $2) ON CONFLICT (handle) DO NOTHING", keys, (_, found) => found == keys.Count, cancellationToken).ConfigureAwait(false);

    public async ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync($"UPDATE {_table} k SET wrapped = q.wrapped FROM unnest($1, $2) q (handle, wrapped) WHERE k.handle = q.handle", keys, (written, found) => found <= written, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WrappedKey>> FindAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken) =>
        handles.Count == 0
            ? []
            : await user.ListAsync<WrappedKey>(
                $"SELECT handle, wrapped FROM {_table} WHERE handle = ANY($1)", () => [Commands.Values([.. handles])], row => new(row.GetGuid(0), row.Bytes(1)), cancellationToken)
                .ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WrappedKey>> PageAsync(Guid after, CancellationToken cancellationToken) =>
        await user.ListAsync<WrappedKey>(
            $"SELECT handle, wrapped FROM {_table} WHERE handle > $1 ORDER BY handle LIMIT $2",
            () => [new Npgsql.NpgsqlParameter<Guid> { TypedValue = after }, Commands.Value(PageLength)],
            row => new(row.GetGuid(0), row.Bytes(1)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
    {
        if (handles.Count == 0)
        {
            return;
        }

        var gone = await eraser.ExecuteAsync($"DELETE FROM {_table} WHERE handle = ANY($1)", () => [Commands.Values([.. handles])], cancellationToken).ConfigureAwait(false);
        if (gone < handles.Count && (await FindAsync(handles, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            throw new NotTakenException();
        }

        await owner.ExecuteAsync($"VACUUM {(compacts ? "FULL " : "")}{_table}", () => [], cancellationToken).ConfigureAwait(false);
    }

    /// <param name="sql">Writes them.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="isRight">Where fewer were written: whether that may be, by how many were, and how many are there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private async ValueTask WriteAsync(string sql, IReadOnlyList<WrappedKey> keys, Func<int, int, bool> isRight, CancellationToken cancellationToken)
    {
        Guid[] handles = [.. keys.Select(k => k.Handle)];
        var written = await user.ExecuteAsync(sql, () => [Commands.Values(handles), Commands.Values([.. keys.Select(k => k.Bytes.ToArray())])], cancellationToken).ConfigureAwait(false);
        if (written < keys.Count && !isRight(written, (await FindAsync(handles, cancellationToken).ConfigureAwait(false)).Count))
        {
            throw new NotTakenException();
        }
    }
}
