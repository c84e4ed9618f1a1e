using System.Text;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The table <c>note</c>, apart from the log: whoever writes here locks one row, and not the log's head. A row whose code does not verify counts as absent.</summary>
internal sealed class NoteTable(Database database, Sql sql, WriterContext context)
{
    public async ValueTask<IReadOnlyList<StoreNote?>> FindAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        var found = new StoreNote?[keys.Count];
        foreach (var (place, note, _) in await RowsAsync(keys, cancellationToken).ConfigureAwait(false))
        {
            found[place] = note;
        }

        return found;
    }

    /// <summary>Some notes of a kind, in order of their keys; without the note where it does not verify.</summary>
    public ValueTask<List<(string Key, StoreNote? Note)>> PageAsync(string kind, string? after, int length, CancellationToken cancellationToken) =>
        database.ListAsync(
            sql.ScanNotes,
            () => [Commands.Value(kind), Commands.Value(OrderedText.ToBytes(after ?? "")), Commands.Value(length)],
            row => (OrderedText.FromBytes(row.Bytes(4)), Read(row, kind)),
            cancellationToken);

    public async ValueTask<bool> WriteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        if (note.Version > 1)
        {
            return await database.ExecuteAsync(sql.ReplaceNote, () => [.. Parameters(note), Commands.Value(note.Version)], cancellationToken).ConfigureAwait(false) > 0;
        }

        while (await database.ExecuteAsync(sql.AddNote, () => Parameters(note), cancellationToken).ConfigureAwait(false) == 0)
        {
            if (await RowsAsync([note.Key], cancellationToken).ConfigureAwait(false) is not [(_, null, var mac)])
            {
                return false;
            }

            // What is there says nothing, and is only in the way.
            await database.ExecuteAsync(sql.RemoveNote, () => [Commands.Value(note.Key.Kind), Commands.Value(OrderedText.ToBytes(note.Key.Key)), Commands.Value(mac)], cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public ValueTask<int> PurgeAsync(Timestamp goneBy, CancellationToken cancellationToken) =>
        database.ExecuteAsync(sql.PurgeNotes, () => [Commands.Value(goneBy.UnixMicroseconds)], cancellationToken);

    private ValueTask<List<(int Place, StoreNote? Note, byte[] Mac)>> RowsAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        string[] kinds = [.. keys.Select(k => k.IsDefault ? "" : k.Kind)];
        byte[]?[] names = [.. keys.Select(k => OrderedText.ToBytes(k.IsDefault ? "" : k.Key))];
        return database.ListAsync(
            sql.FindNotes,
            () => [Commands.Values(kinds), Commands.Values(names)],
            row => (Place: (int)row.GetInt64(5) - 1, Note: Read(row, kinds[(int)row.GetInt64(5) - 1]), Mac: row.Bytes(3)),
            cancellationToken);
    }

    private NpgsqlParameter[] Parameters(StoreNote note)
    {
        var (key, goneAt) = (OrderedText.ToBytes(note.Key.Key), note.GoneAt?.UnixMicroseconds);
        return
        [
            Commands.Value(note.Key.Kind), Commands.Value(key), Commands.Value(note.Content.ToArray()), Commands.Value(goneAt),
            Commands.Value(Mac(note.Key.Kind, key, note.Version, goneAt, note.Content)),
        ];
    }

    /// <summary>From a row of bytes, version, time, code and key.</summary>
    private StoreNote? Read(NpgsqlDataReader row, string kind)
    {
        var (content, version, key) = (row.Bytes(0), row.GetInt64(1), row.Bytes(4));
        long? goneAt = row.IsDBNull(2) ? null : row.GetInt64(2);
        return context.IsIntact(Mac(kind, key, version, goneAt, content), row.Bytes(3))
            ? new(new(kind, OrderedText.FromBytes(key)), content, version, goneAt is { } at ? Timestamp.FromUnixMicroseconds(at) : null)
            : null;
    }

    private byte[] Mac(string kind, byte[] key, long version, long? goneAt, ReadOnlySpan<byte> content) => context.Records.OfNote(Encoding.UTF8.GetBytes(kind), key, version, goneAt, content);
}
