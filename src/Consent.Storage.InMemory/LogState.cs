using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>The log at one instant: its rows, the tree over them, and the checkpoints. Immutable, but for erasure.</summary>
/// <param name="Rows">The entries; each at the place of its index.</param>
/// <param name="Levels">The hashes of the complete nodes above the leaves, by level, each at the place of its index. A leaf's stands in its row.</param>
/// <param name="Frontier">The right edge of the tree.</param>
/// <param name="Checkpoints">The checkpoints, oldest first.</param>
internal sealed record LogState(
    AppendOnlyList<LogRow> Rows, ImmutableArray<AppendOnlyList<Sha256Digest>> Levels, MerkleFrontier Frontier, AppendOnlyList<StoredCheckpoint> Checkpoints)
{
    public static LogState Empty { get; } = new(default, [], MerkleFrontier.Empty, default);

    public Timestamp? LastRecordedAt => Rows.Count == 0 ? null : Rows[Rows.Count - 1].RecordedAt;

    public StoredCheckpoint? LastCheckpoint => Checkpoints.Count == 0 ? null : Checkpoints[Checkpoints.Count - 1];

    public Sha256Digest Find(TreeNode node) =>
        node.Level == 0 && node.Index < Rows.Count ? Rows[(int)node.Index].Entry.Leaf.Hash()
            : node.Level > 0 && node.Level <= Levels.Length && node.Index < Levels[node.Level - 1].Count ? Levels[node.Level - 1][(int)node.Index]
            : throw new ConsentStoreException($"The log has no node {node}: it has {Rows.Count} entries.");
}
