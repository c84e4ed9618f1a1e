namespace Consent;

/// <summary>What a tree is known by: its size and its root, always together, because a root does not bind its size.</summary>
/// <remarks>One root can be passed off as that of another size, so only a signed pair is worth anything; a checkpoint is that.</remarks>
/// <param name="Size">How many leaves there are.</param>
/// <param name="Root">The root over all of them.</param>
public readonly record struct TreeHead(long Size, Sha256Digest Root)
{
    /// <summary>The head of the tree without leaves.</summary>
    public static TreeHead Empty => new(0, Sha256Digest.Of([]));
}
