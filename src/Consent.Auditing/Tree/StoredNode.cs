namespace Consent.Auditing;

/// <summary>A complete subtree and its hash, as it is stored.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Hash">Its hash; at level 0 the leaf hash.</param>
public readonly record struct StoredNode(TreeNode Node, Sha256Digest Hash);
