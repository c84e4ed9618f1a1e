namespace Consent.Storage.PostgreSql;

/// <summary>Keeps the pages of contacts' wrapped keys in a schema of their own, best in another database.</summary>
/// <param name="user">Adds and finds pages.</param>
/// <param name="eraser">Replaces them.</param>
/// <param name="owner">Vacuums.</param>
/// <param name="schema">The schema's name.</param>
/// <param name="compacts">Whether the table is written anew when it is wiped.</param>
internal sealed class PostgreSqlKeyStore(Database user, Database eraser, Database owner, string schema, bool compacts) : IContactKeyStore
{
    private const int Scanned = 64;

    private readonly string _table = $"{Sql.Quoted(schema)}.key_page";

    public async ValueTask<bool> AddAsync(IReadOnlyList<WrappedKeyPage> pages, WrappedKeyPage? beside, CancellationToken cancellationToken)
    {
        Guid[] names = [.. pages.Select(p => p.Name)];
        byte[][] wrapped = Bytes(pages);
        var added = beside is null
            ? await user.ExecuteAsync($"INSERT INTO {_table} (page, wrapped) SELECT * FROM unnest($1, $2) ON CONFLICT (page) DO NOTHING", () => [Commands.Values(names), Commands.Values(wrapped)], cancellationToken).ConfigureAwait(false)
            : await user.ExecuteAsync(
                $"INSERT INTO {_table} (page, wrapped) SELECT q.* FROM unnest($1, $2) q WHERE EXISTS (SELECT FROM {_table} WHERE page = $3 AND wrapped = $4) ON CONFLICT (page) DO NOTHING",
                () => [Commands.Values(names), Commands.Values(wrapped), new Npgsql.NpgsqlParameter<Guid> { TypedValue = beside.Name }, Commands.Value(beside.Bytes.ToArray())],
                cancellationToken).ConfigureAwait(false);
        if (added == names.Length || (await FindAsync(names, cancellationToken).ConfigureAwait(false)).Count == names.Length)
        {
            return true;
        }

        return beside is null || (await AreStillAsync([beside], cancellationToken).ConfigureAwait(false)).Count > 0 ? throw new NotTakenException() : false;
    }

    public async ValueTask<IReadOnlyList<WrappedKeyPage>> FindAsync(IReadOnlyList<Guid> names, CancellationToken cancellationToken) =>
        names.Count == 0
            ? []
            : await user.ListAsync<WrappedKeyPage>(
                $"SELECT page, wrapped FROM {_table} WHERE page = ANY($1)", () => [Commands.Values([.. names])], row => new(row.GetGuid(0), row.Bytes(1)), cancellationToken)
                .ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WrappedKeyPage>> ScanAsync(Guid after, CancellationToken cancellationToken) =>
        await user.ListAsync<WrappedKeyPage>(
            $"SELECT page, wrapped FROM {_table} WHERE page > $1 ORDER BY page LIMIT $2",
            () => [new Npgsql.NpgsqlParameter<Guid> { TypedValue = after }, Commands.Value(Scanned)],
            row => new(row.GetGuid(0), row.Bytes(1)),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlySet<Guid>> ReplaceAsync(IReadOnlyList<WrappedKeyPage> read, IReadOnlyList<WrappedKeyPage> written, CancellationToken cancellationToken)
    {
        Guid[] names = [.. read.Select(p => p.Name)];
        // Locked in order first, so that of two who replace the same pages one waits for the other.
        var count = await eraser.ExecuteAsync(
            $"""
            WITH locked AS MATERIALIZED (
                SELECT k.page, q.written FROM unnest($1, $2, $3) q (page, read, written) JOIN {_table} k ON k.page = q.page AND k.wrapped = q.read ORDER BY k.page FOR UPDATE OF k
            )
            UPDATE {_table} k SET wrapped = l.written FROM locked l WHERE k.page = l.page
            """,
            () => [Commands.Values(names), Commands.Values(Bytes(read)), Commands.Values(Bytes(written))],
            cancellationToken).ConfigureAwait(false);
        if (names.Contains(Guid.Empty))
        {
            await AwaitAddingAsync(cancellationToken).ConfigureAwait(false);
        }

        if (count == names.Length)
        {
            return names.ToHashSet();
        }

        // It may have been done twice, where the answer to the first time was lost: then the pages are as they were written.
        return (await AreStillAsync(read, cancellationToken).ConfigureAwait(false)).Count == 0
            ? await AreStillAsync(written, cancellationToken).ConfigureAwait(false)
            : throw new NotTakenException();
    }

    public async ValueTask WipeAsync(CancellationToken cancellationToken) =>
        await owner.ExecuteAsync($"VACUUM {(compacts ? "FULL " : "")}{_table}", () => [], cancellationToken).ConfigureAwait(false);

    private static byte[][] Bytes(IReadOnlyList<WrappedKeyPage> pages) => [.. pages.Select(p => p.Bytes.ToArray())];

    /// <summary>Until whoever began to add pages before this has ended. Whoever begins later sees what was committed before.</summary>
    private async ValueTask AwaitAddingAsync(CancellationToken cancellationToken) =>
        await eraser.TransactAsync(
            "UPDATE",
            async (connection, stop) =>
            {
                var command = connection.Command($"LOCK TABLE {_table} IN SHARE MODE");
                await using var disposal = command.ConfigureAwait(false);
                return await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    /// <returns>The names of those pages that are in the store just so.</returns>
    private async ValueTask<HashSet<Guid>> AreStillAsync(IReadOnlyList<WrappedKeyPage> pages, CancellationToken cancellationToken)
    {
        var wanted = pages.ToDictionary(p => p.Name, p => p.Bytes);
        return (await FindAsync([.. wanted.Keys], cancellationToken).ConfigureAwait(false)).Where(p => wanted[p.Name].Span.SequenceEqual(p.Bytes.Span)).Select(p => p.Name).ToHashSet();
    }
}
