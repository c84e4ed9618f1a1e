using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage.Tests.Broken;

/// <summary>A log in order over a store's; what derives from it breaks one thing.</summary>
internal abstract class BrokenLog(ISealedLog inner) : ISealedLog
{
    public virtual async IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in inner.ReadAsync(from, to, cancellationToken))
        {
            yield return Seen(entry);
        }
    }

    public virtual async ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken) =>
        [.. (await inner.FindNodesAsync(nodes, cancellationToken)).Zip(nodes, (hash, node) => Seen(node, hash))];

    public virtual ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken) => inner.AddCheckpointAsync(checkpoint, cancellationToken);

    public virtual ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken) => inner.LastCheckpointAsync(cancellationToken);

    public virtual IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken) => inner.ReadCheckpointsAsync(cancellationToken);

    protected virtual SealedEntry Seen(SealedEntry entry) => entry;

    protected virtual Sha256Digest Seen(TreeNode node, Sha256Digest hash) => hash;
}

/// <summary>Writes the payload anew instead of giving back the bytes.</summary>
internal sealed class RewrittenPayloads : BrokenStore
{
    public override ISealedLog Log => new Rewriting(Inner.Log);

    private sealed class Rewriting(ISealedLog inner) : BrokenLog(inner)
    {
        protected override SealedEntry Seen(SealedEntry entry) => SealedEntry.FromParts(
            entry.Index, entry.Leaf, [.. Enum.GetValues<EntrySlot>().SelectMany(s => entry.Salt(s).ToArray())],
            [.. entry.Payload(EntrySlot.Facts)[..^1], (byte)' ', (byte)'}'], entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence));
    }
}

/// <summary>Stores a node that is not the hash of its children.</summary>
internal sealed class WrongNode : BrokenStore
{
    public override ISealedLog Log => new Wrong(Inner.Log);

    private sealed class Wrong(ISealedLog inner) : BrokenLog(inner)
    {
        protected override Sha256Digest Seen(TreeNode node, Sha256Digest hash) => node == new TreeNode(2, 1) ? default : hash;
    }
}

/// <summary>Keeps any checkpoint.</summary>
internal sealed class CheckpointsGoBack : BrokenStore
{
    private readonly Keeping _log;

    public CheckpointsGoBack() => _log = new(Inner.Log);

    public override ISealedLog Log => _log;

    private sealed class Keeping(ISealedLog inner) : BrokenLog(inner)
    {
        private StoredCheckpoint? _last;

        public override ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            _last = checkpoint;
            return ValueTask.FromResult(true);
        }

        public override ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_last);
    }
}

/// <summary>Says that it erased.</summary>
internal sealed class ErasesNothing : BrokenStore
{
    public override ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}

/// <summary>Forgets that the id was closed.</summary>
internal sealed class ForgetsClosings : BrokenStore
{
    public override ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
        Inner.EraseAsync([.. erasures.Select(e => e with { Closed = null })], cancellationToken);
}

/// <summary>Takes away what was marked by whomever: an eraser that another one has overtaken undoes what that one keeps.</summary>
internal sealed class IgnoresMarks : BrokenStore
{
    public override ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
        Inner.EraseAsync([.. erasures.Select(e => e with { Version = null })], cancellationToken);
}

/// <summary>Keeps the slots, and deletes only what finds them.</summary>
internal sealed class KeepsSlots : BrokenStore
{
    public override ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
        Inner.EraseAsync([.. erasures.Select(e => e with { Entries = [] })], cancellationToken);
}
