using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Consent.Auditing.Tests.Hashing;

/// <summary>Bytes, and messages in them, hashed at once and by the platform.</summary>
internal static class HashedMessages
{
    /// <summary>Bytes of which none is like its neighbours.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Sha256Digest[] AtOnce(ReadOnlySpan<byte> bytes, params ReadOnlySpan<Message> messages)
    {
        var digests = new Sha256Digest[messages.Length];
        ManySha256.Hash(bytes, messages, digests);
        return digests;
    }

    public static Sha256Digest[] ByThePlatform(byte[] bytes, params IEnumerable<Message> messages) =>
        [.. messages.Select(m => new Sha256Digest(SHA256.HashData(bytes.AsSpan(m.Start, m.Length))))];

    /// <summary>Also in every kind of lanes that the processor has, however long the messages and however few.</summary>
    public static void AssertSame(byte[] bytes, params Message[] messages)
    {
        var expected = ByThePlatform(bytes, messages);
        Assert.Equal(expected, AtOnce(bytes, messages));
        if (Lanes16.IsSupported)
        {
            Assert.Equal(expected, InLanes<Vector512<uint>, Lanes16>(bytes, messages));
        }

        if (Lanes8.IsSupported)
        {
            Assert.Equal(expected, InLanes<Vector256<uint>, Lanes8>(bytes, messages));
        }
    }

    private static Sha256Digest[] InLanes<TVector, TLanes>(byte[] bytes, Message[] messages)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        var digests = new Sha256Digest[messages.Length];
        LaneHash<TVector, TLanes>.Run(bytes, messages, longest: int.MaxValue, digests);
        return digests;
    }
}
