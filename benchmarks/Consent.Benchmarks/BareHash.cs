using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Benchmarks;

/// <summary>SHA-256 of runs of bytes of given lengths by one reused instance: what the log cannot do without.</summary>
internal sealed class BareHash(IEnumerable<int> lengths)
{
    private static readonly IncrementalHash s_hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int[] _lengths = [.. lengths];
    private readonly byte[] _content = new byte[lengths.DefaultIfEmpty().Max()];
    private readonly byte[] _digest = new byte[32];

    public byte Run()
    {
        foreach (var length in _lengths)
        {
            s_hash.AppendData(_content.AsSpan(0, length));
            s_hash.GetHashAndReset(_digest);
        }

        return _digest[0];
    }

    /// <summary>What an entry is hashed in: four commitments and the leaf.</summary>
    public static IEnumerable<int> LengthsOf(SealedEntry entry) =>
        Enum.GetValues<EntrySlot>().Select(s => $"consent-register/v1/{s}\n".Length + SlotCommitment.SaltLength + 4 + entry.Payload(s).Length).Append(1 + EntryLeaf.Length);

    /// <summary>What so many nodes are hashed in.</summary>
    public static IEnumerable<int> Nodes(int count) => Enumerable.Repeat(65, count);
}
