using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage.Sqlite;

/// <summary>The store's log as evidence.</summary>
internal sealed class SqliteSealedLog(OpenedOnce<OpenStore> open) : ISealedLog
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
            // Whoever reads the whole log verifies it: what this process can open from memory alone, nobody can who starts tomorrow.
            remembers: to != long.MaxValue,
            (start, _) => new(store.Readers.Read(connection => Page(connection, start, to))),
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
        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read(connection =>
        {
            var hashes = new Sha256Digest[nodes.Count];
            for (var i = 0; i < hashes.Length; i++)
            {
                var row = connection["SELECT leaf FROM entry WHERE idx = ?1"].Bind(1, LeafRow.IndexOf(nodes[i]));
                hashes[i] = row.Next() ? LeafRow.Hash(row.Bytes(0), nodes[i].Level) : throw new ConsentStoreException($"The log has no node {nodes[i]}.");
                row.Reset();
            }

            return hashes;
        });
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
        return store.Readers.Read(connection => CheckpointRows.Last(connection, store.Context));
    }

    public IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            open,
            (Size: -1L, Mac: Array.Empty<byte>()),
            PageLength,
            (store, place, stop) => ValueTask.FromResult(store.Readers.Read(connection => CheckpointRows.Page(connection, store.Context, place, PageLength))),
            row => row.Place,
            cancellationToken).Where(row => row.Checkpoint is not null).Select(row => row.Checkpoint!);

    private static List<StoredEntry> Page(Connection connection, long from, long to)
    {
        var rows = connection[
            "SELECT e.idx, e.sealed, e.leaf, c.handle FROM entry e LEFT JOIN contact c ON c.no = e.contact WHERE e.idx >= ?1 AND e.idx < ?2 ORDER BY e.idx LIMIT ?3"]
            .Bind(1, from).Bind(2, to).Bind(3, PageLength);
        var page = new List<StoredEntry>();
        while (rows.Next())
        {
            page.Add(EntryReader.Read(rows));
        }

        return page;
    }
}
