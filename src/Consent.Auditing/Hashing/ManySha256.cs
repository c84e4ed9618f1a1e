using System.Runtime.Intrinsics;

namespace Consent.Auditing;

/// <summary>SHA-256 of many short messages at once: in lanes where the processor has vectors for them, else one after the other.</summary>
/// <remarks>What is hashed is public or salted, and neither the instructions nor the places in memory depend on what the bytes are.</remarks>
internal static class ManySha256
{
    /// <summary>The switch (<see cref="AppContext"/>) that turns lanes off when it is <see langword="false"/>.</summary>
    public const string Switch = "Consent.Auditing.HashInLanes";

    // Of longer ones, one alone would leave the other lanes empty in the end; and the platform's SHA-256 is slow only to begin.
    private const int Longest = 1024;

    // What takes how long, in the time that the platform's SHA-256 takes a block in: it begins in nine times that, and the lanes together take a block of each in ten.
    private const int BeginningOne = 9;
    private const int BlockOfEach = 10;

    /// <summary>How many messages are hashed side by side; 1 where none are.</summary>
    public static int Lanes { get; } =
        AppContext.TryGetSwitch(Switch, out var isOn) && !isOn ? 1
        : Lanes16.IsSupported ? Lanes16.Count
        : Lanes8.IsSupported ? Lanes8.Count
        : 1;

    /// <summary>Hashes messages.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="messages">The messages; they may overlap.</param>
    /// <param name="digests">Room for the digest of each.</param>
    public static void Hash(ReadOnlySpan<byte> bytes, ReadOnlySpan<Message> messages, Span<Sha256Digest> digests)
    {
        if (Lanes == 1 || IsFasterOneByOne(messages))
        {
            OneByOne(bytes, messages, longerThan: -1, digests);
            return;
        }

        OneByOne(bytes, messages, Longest, digests);
        if (Lanes16.IsSupported)
        {
            LaneHash<Vector512<uint>, Lanes16>.Run(bytes, messages, Longest, digests);
        }
        else if (Lanes8.IsSupported)
        {
            LaneHash<Vector256<uint>, Lanes8>.Run(bytes, messages, Longest, digests);
        }
    }

    /// <summary>Whether too many lanes would be empty.</summary>
    private static bool IsFasterOneByOne(ReadOnlySpan<Message> messages)
    {
        var (blocks, most) = (0, 0);
        foreach (var message in messages)
        {
            if (message.Length <= Longest)
            {
                blocks += message.Blocks;
                most = Math.Max(most, message.Blocks);
            }
        }

        return (messages.Length * BeginningOne) + blocks <= BlockOfEach * Math.Max(most, blocks / Lanes);
    }

    private static void OneByOne(ReadOnlySpan<byte> bytes, ReadOnlySpan<Message> messages, int longerThan, Span<Sha256Digest> digests)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            if (messages[i].Length > longerThan)
            {
                digests[i] = ReusedSha256.Of(messages[i].In(bytes));
            }
        }
    }
}
