using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The table <c>note</c>, apart from the log: whoever writes here locks one row, and not the log's head.</summary>
internal sealed class NoteTable(Database database, Sql sql)
{
    public async ValueTask<IReadOnlyList<StoreNote?>> FindAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        var found = new StoreNote?[keys.Count];
        string[] kinds = [.. keys.Select(k => k.Kind ?? "")];
        byte[]?[] names = [.. keys.Select(k => OrderedText.ToBytes(k.Key ?? ""))];
        var rows = await database.ListAsync(
            sql.FindNotes,
            () => [Commands.Values(kinds), Commands.Values(names)],
            row => (Place: (int)row.GetInt64(3) - 1, Note: Read(row, keys[(int)row.GetInt64(3) - 1])),
            cancellationToken).ConfigureAwait(false);
        foreach (var (place, note) in rows)
        {
            found[place] = note;
        }

        return found;
    }

    public ValueTask<List<StoreNote>> PageAsync(string kind, string? after, int length, CancellationToken cancellationToken) =>
        database.ListAsync(
            sql.ScanNotes,
            () => [Commands.Value(kind), Commands.Value(OrderedText.ToBytes(after ?? "")), Commands.Value(length)],
            row => Read(row, new(kind, OrderedText.FromBytes(row.Bytes(3)))),
            cancellationToken);

    public async ValueTask<bool> WriteAsync(StoreNote note, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(note.Version == 1 ? sql.AddNote : sql.ReplaceNote, () => Parameters(note), cancellationToken).ConfigureAwait(false) > 0;

    public ValueTask<int> PurgeAsync(Timestamp goneBy, CancellationToken cancellationToken) =>
        database.ExecuteAsync(sql.PurgeNotes, () => [Commands.Value(goneBy.UnixMicroseconds)], cancellationToken);

    private static NpgsqlParameter[] Parameters(StoreNote note)
    {
        NpgsqlParameter[] all = [Commands.Value(note.Key.Kind), Commands.Value(OrderedText.ToBytes(note.Key.Key)), Commands.Value(note.Content.ToArray()), Commands.Value(note.GoneAt?.UnixMicroseconds)];
        return note.Version == 1 ? all : [.. all, Commands.Value(note.Version)];
    }

    private static StoreNote Read(NpgsqlDataReader row, NoteKey key) =>
        new(key, row.Bytes(0), row.GetInt64(1), row.IsDBNull(2) ? null : Timestamp.FromUnixMicroseconds(row.GetInt64(2)));
}
