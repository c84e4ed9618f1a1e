using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Benchmarks;

/// <summary>A log in memory: the stored nodes of a tree of some size, and a thousand entries, each a change of one flag by another contact.</summary>
internal sealed class SampleLog
{
    public const int Entries = 1000;
    private static readonly Dictionary<int, SampleLog> s_made = [];
    private readonly Sha256Digest[][] _levels;

    private SampleLog(int size)
    {
        _levels = [.. Enumerable.Range(0, 64).Select(level => new Sha256Digest[size >> level]).TakeWhile(level => level.Length > 0)];
        Frontier = MerkleFrontier.Empty;
        while (Frontier.Size < size)
        {
            var first = (int)Frontier.Size;
            var growth = Frontier.Append([.. Enumerable.Range(first, Math.Min(10_000, size - first)).Select(i => MerkleHash.OfLeaf(BitConverter.GetBytes(i)))]);
            Frontier = growth.Frontier;
            foreach (var (node, hash) in growth.Nodes)
            {
                _levels[node.Level][node.Index] = hash;
            }
        }
    }

    /// <summary>Made once: CI runs all benchmarks in one process.</summary>
    public static SampleLog Of(int size)
    {
        if (!s_made.TryGetValue(size, out var log))
        {
            log = s_made[size] = new(size);
        }

        return log;
    }

    public MerkleFrontier Frontier { get; }

    public Sha256Digest Leaf(int index) => _levels[0][index];

    public static IReadOnlyList<AuditEntry> NewEntries(long firstIndex) =>
    [
        .. Enumerable.Range(0, Entries).Select(i =>
        {
            var contact = ContactId.From($"customer-{i:0000}");
            var change = ConsentChange.For(contact).WithId(ChangeId.From($"change-{i:0000}")).Give(Purposes.Marketing.Automatic.Email, Sample.Now, Sample.Form);
            return ContactConsents.Empty(contact, Sample.Rules.Taxonomy).Apply(change, Sample.Rules, Sample.Recording).Entry!.Logged(firstIndex + i, Sample.Now);
        }),
    ];

    public static byte[] NewSalts() => RandomNumberGenerator.GetBytes(EntrySealer.SaltsLength);

    public T Resolve<T>(ProofPlan<T> plan)
    {
        Span<Sha256Digest> hashes = stackalloc Sha256Digest[plan.Nodes.Length];
        for (var i = 0; i < hashes.Length; i++)
        {
            var node = plan.Nodes[i];
            hashes[i] = _levels[node.Level][node.Index];
        }

        return plan.Assemble(hashes);
    }
}
