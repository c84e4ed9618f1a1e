using System.Buffers.Binary;
using Consent.Reference;

namespace Consent.Auditing.Tests;

/// <summary>A tree grown leaf by leaf, with all nodes that it said to store, beside the naive one over the same leaves.</summary>
internal sealed class GrownTree
{
    private readonly Dictionary<TreeNode, Sha256Digest> _nodes = [];

    public GrownTree(IReadOnlyList<byte[]> leaves)
    {
        Data = leaves;
        Naive = new(leaves);
        Leaves = [.. leaves.Select(l => MerkleHash.OfLeaf(l))];
        Frontiers = [MerkleFrontier.Empty];
        foreach (var leaf in Leaves)
        {
            var growth = Frontiers[^1].Append(leaf);
            Frontiers.Add(growth.Frontier);
            foreach (var (node, hash) in growth.Nodes)
            {
                _nodes.Add(node, hash);
            }
        }
    }

    public static GrownTree OfSize(int size) => new([.. Enumerable.Range(0, size).Select(Leaf)]);

    public IReadOnlyList<byte[]> Data { get; }

    public NaiveTree Naive { get; }

    public List<Sha256Digest> Leaves { get; }

    public List<MerkleFrontier> Frontiers { get; }

    public IReadOnlyDictionary<TreeNode, Sha256Digest> Nodes => _nodes;

    public TreeHead Head(int size) => new(size, new(Naive.Root(size)));

    public T Resolve<T>(ProofPlan<T> plan) => plan.Assemble([.. plan.Nodes.Select(n => _nodes[n])]);

    public InclusionProof Inclusion(int index, int size) => Resolve(ProofPlan.Inclusion(index, size));

    public ConsistencyProof Consistency(int oldSize, int newSize) => Resolve(ProofPlan.Consistency(oldSize, newSize));

    private static byte[] Leaf(int i)
    {
        var leaf = new byte[4 + (i % 3 * 100)];
        BinaryPrimitives.WriteInt32BigEndian(leaf, i);
        return leaf;
    }
}
