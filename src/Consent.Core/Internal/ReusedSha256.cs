using System.Security.Cryptography;

namespace Consent;

/// <summary>SHA-256 through one hash instance per thread.</summary>
/// <remarks>The one-shot <see cref="SHA256.HashData(ReadOnlySpan{byte}, Span{byte})"/> sets up a native context for each call, which costs
/// about a third of the throughput on inputs as small as a tree's.</remarks>
internal static class ReusedSha256
{
    private const int OnStack = 512;

    [ThreadStatic]
    private static IncrementalHash? _instance;

    /// <summary>Hashes bytes.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> content)
    {
        var instance = Instance();
        instance.AppendData(content);
        return Finish(instance);
    }

    /// <summary>Hashes two runs of bytes as if they were one. Few bytes are put together first: each call of the native function costs as much as hashing a hundred.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        if (length <= OnStack)
        {
            Span<byte> content = stackalloc byte[OnStack];
            first.CopyTo(content);
            second.CopyTo(content[first.Length..]);
            return Of(content[..length]);
        }

        var instance = Instance();
        instance.AppendData(first);
        instance.AppendData(second);
        return Finish(instance);
    }

    private static IncrementalHash Instance() => _instance ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private static Sha256Digest Finish(IncrementalHash instance)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        instance.GetHashAndReset(hash);
        return new(hash);
    }
}
