using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>A place that signed checkpoints are published to, best one that the operator's hands do not reach: the log is tamper-evident from the last checkpoint there, and not after it.</summary>
/// <remarks>It may throw and it may hang: no commit fails by it. It is given one checkpoint at a time, and the same one again where it is not known to have taken it; a late one may arrive after a newer one.</remarks>
public interface ICheckpointSink
{
    /// <summary>Whether it can tell what was published here. One that can, and has nothing, has lost it: that is told when the host starts.</summary>
    bool IsReadable => true;

    /// <summary>Publishes a checkpoint. May be given the same one again.</summary>
    ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The last checkpoint published here of one origin, to compare with when the host starts; <see langword="null"/> when there is none or this place cannot tell.</summary>
    /// <param name="origin">The log's name at that time: a log that was recovered has had several. One of them must not hide those of another.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SignedCheckpoint?> LastAsync(string origin, CancellationToken cancellationToken);

    /// <summary>The checkpoints published here of one origin, the greatest first, so that one which somebody else put here hides none of the log's own. Unless a place can do better: the last one.</summary>
    /// <returns>They; <see langword="null"/> for what is there in the place of a checkpoint and is none.</returns>
    /// <inheritdoc cref="LastAsync" path="/param"/>
    async IAsyncEnumerable<SignedCheckpoint?> LatestAsync(string origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await LastAsync(origin, cancellationToken).ConfigureAwait(false) is { } last)
        {
            yield return last;
        }
    }
}
