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
        while (true)
        {
            var start = from;
            var (page, keys) = await store.Context.Keys.ReadAsync<StoredEntry>(
                () => new(store.Readers.Read(connection => Page(connection, start, to))), entry => entry.Handle, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry.Sealed(keys);
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            from = page[^1].Index + 1;
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
                var row = connection["SELECT bytes FROM leaf WHERE idx = ?1"].Bind(1, LeafRow.IndexOf(nodes[i]));
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
        return store.Readers.Read(connection =>
        {
            var row = connection["SELECT size, made_at, note FROM checkpoint ORDER BY size DESC LIMIT 1"];
            var last = row.Next() ? Checkpoint(row) : null;
            row.Reset();
            return last;
        });
    }

    public async IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = await open.GetAsync(cancellationToken).ConfigureAwait(false);
        for (var after = -1L; ;)
        {
            var page = store.Readers.Read(connection =>
            {
                var rows = connection["SELECT size, made_at, note FROM checkpoint WHERE size > ?1 ORDER BY size LIMIT ?2"].Bind(1, after).Bind(2, PageLength);
                var read = new List<StoredCheckpoint>();
                while (rows.Next())
                {
                    read.Add(Checkpoint(rows));
                }

                return read;
            });
            foreach (var checkpoint in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return checkpoint;
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            after = page[^1].Size;
        }
    }

    private static List<StoredEntry> Page(Connection connection, long from, long to)
    {
        var rows = connection[
            "SELECT l.idx, e.sealed, l.bytes, c.handle FROM leaf l LEFT JOIN entry e ON e.idx = l.idx LEFT JOIN contact c ON c.no = e.contact WHERE l.idx >= ?1 AND l.idx < ?2 ORDER BY l.idx LIMIT ?3"]
            .Bind(1, from).Bind(2, to).Bind(3, PageLength);
        var page = new List<StoredEntry>();
        while (rows.Next())
        {
            page.Add(StoredEntry.Read(rows));
        }

        return page;
    }

    private static StoredCheckpoint Checkpoint(Statement row) => new(row.Long(0), Timestamp.FromUnixMicroseconds(row.Long(1)), row.Text(2));
}
