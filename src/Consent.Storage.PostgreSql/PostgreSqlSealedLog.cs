using System.Runtime.CompilerServices;
using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The store's log as evidence.</summary>
internal sealed class PostgreSqlSealedLog(OpenedOnce<OpenStore> open) : ISealedLog
{
    private const int PageLength = 256;

    public async IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        var entries = Pages.EntriesAsync(
            store.Context.Keys,
            from,
            PageLength,
            // Whoever reads the whole log verifies it: what this process can open from memory alone, nobody can who starts tomorrow. Not where a standby is to spare the primary, which has the keys.
            remembers: to != long.MaxValue || store.Standby is not null,
            async (start, isAgain) => await PageAsync(store, start, to, isAgain, cancellationToken).ConfigureAwait(false),
            (entry, keys) => entry.Sealed(keys),
            cancellationToken);
        await foreach (var entry in entries.ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    public async ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        cancellationToken.ThrowIfCancellationRequested();
        if (nodes.Count == 0)
        {
            return [];
        }

        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        long[] indexes = [.. nodes.Select(LeafRow.IndexOf).Distinct()];
        NpgsqlParameter[] Parameters() => [Commands.Values(indexes)];
        static (long Index, byte[] Bytes) Read(NpgsqlDataReader row) => (row.GetInt64(0), row.Bytes(1));
        var found = await store.Reader.ListAsync(indexes.Max() + 1, store.Sql.FindLeaves, Parameters, Read, cancellationToken).ConfigureAwait(false);
        if (found.Count < indexes.Length && store.Standby is not null)
        {
            // It is damaged there.
            found = await store.Reader.ListAsync(store.Sql.FindLeaves, Parameters, Read, cancellationToken).ConfigureAwait(false);
        }

        var rows = found.ToDictionary(row => row.Index, row => row.Bytes);
        var hashes = new Sha256Digest[nodes.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = rows.TryGetValue(LeafRow.IndexOf(nodes[i]), out var row) ? LeafRow.Hash(row, nodes[i].Level) : throw new ConsentStoreException($"The log has no node {nodes[i]}.");
        }

        return hashes;
    }

    public async ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Writer.WriteAsync(round => round.Add(checkpoint), [], isAlone: false, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken)
    {
        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        return (await store.Reader.ListAsync(store.Sql.LastCheckpoints, () => [Commands.Value(CheckpointRows.Looked)], row => CheckpointRows.Read(row, store.Context), cancellationToken).ConfigureAwait(false)).Find(c => c is not null);
    }

    public IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            open,
            (Size: -1L, Mac: Array.Empty<byte>()),
            PageLength,
            (store, place, stop) => store.Reader.ListAsync(
                Math.Max(0, place.Size),
                store.Sql.ReadCheckpoints,
                () => [Commands.Value(place.Size), Commands.Value(place.Mac), Commands.Value(PageLength)],
                row => (Place: (Size: row.GetInt64(0), Mac: row.Bytes(3)), Checkpoint: CheckpointRows.Read(row, store.Context)),
                stop),
            row => row.Place,
            cancellationToken).Where(row => row.Checkpoint is not null).Select(row => row.Checkpoint!);

    /// <summary>Who names an end looks at something particular, perhaps once more, and is told how it is on the primary. Whose key is missing was erased since, perhaps: the primary knows.</summary>
    private static ValueTask<List<StoredEntry>> PageAsync(OpenStore store, long from, long to, bool isAgain, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] Parameters() => [Commands.Value(from), Commands.Value(to), Commands.Value(PageLength)];
        return to == long.MaxValue && !isAgain
            ? store.Reader.ListAsync(from, store.Sql.ReadSealed, Parameters, EntryReader.Read, cancellationToken)
            : store.Reader.ListAsync(store.Sql.ReadSealed, Parameters, EntryReader.Read, cancellationToken);
    }
}
