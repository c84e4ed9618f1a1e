using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Consent.Auditing;

/// <summary>Hashes messages side by side, one in each lane: as soon as one has ended, the next takes its lane.</summary>
internal static class LaneHash<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : ILanes<TVector>
{
    private const int None = -1;

    /// <summary>Hashes all messages of a length up to the longest; the others are left alone.</summary>
    public static void Run(ReadOnlySpan<byte> bytes, ReadOnlySpan<Message> messages, int longest, Span<Sha256Digest> digests)
    {
        Span<byte> blocks = stackalloc byte[TLanes.Count * Sha256Constants.BlockLength];
        Span<TVector> schedule = stackalloc TVector[Sha256Constants.Rounds];
        Span<TVector> hash = stackalloc TVector[Sha256Constants.HashWords];
        var words = MemoryMarshal.Cast<TVector, uint>(hash);
        Span<(int Message, int Block)> lanes = stackalloc (int, int)[TLanes.Count];
        lanes.Fill((None, 0));
        var next = 0;
        while (true)
        {
            var isDone = true;
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                ref var at = ref lanes[lane];
                if (at.Message == None && Next(messages, longest, ref next) is not None and var begun)
                {
                    at = (begun, 0);
                    Begin(words, lane);
                }

                if (at.Message != None)
                {
                    messages[at.Message].CopyBlock(bytes, at.Block++, blocks.Slice(lane * Sha256Constants.BlockLength, Sha256Constants.BlockLength));
                    isDone = false;
                }
            }

            if (isDone)
            {
                return;
            }

            // A lane without a message hashes what is left in it, and nobody looks.
            LaneBlocks<TVector, TLanes>.Read(blocks, schedule[..Sha256Constants.BlockWords], schedule[Sha256Constants.BlockWords..]);
            Sha256Rounds<TVector, TLanes>.Expand(schedule);
            Sha256Rounds<TVector, TLanes>.Compress(hash, schedule);

            for (var lane = 0; lane < lanes.Length; lane++)
            {
                if (lanes[lane] is (not None and var message, var taken) && taken == messages[message].Blocks)
                {
                    digests[message] = Digest(words, lane);
                    lanes[lane].Message = None;
                }
            }
        }
    }

    /// <summary>The next message that is to be hashed here.</summary>
    private static int Next(ReadOnlySpan<Message> messages, int longest, ref int next)
    {
        while (next < messages.Length)
        {
            if (messages[next++].Length <= longest)
            {
                return next - 1;
            }
        }

        return None;
    }

    private static void Begin(Span<uint> words, int lane)
    {
        for (var i = 0; i < Sha256Constants.HashWords; i++)
        {
            words[(i * TLanes.Count) + lane] = Sha256Constants.Initial[i];
        }
    }

    private static Sha256Digest Digest(ReadOnlySpan<uint> words, int lane)
    {
        Span<byte> bytes = stackalloc byte[Sha256Constants.HashWords * sizeof(uint)];
        for (var i = 0; i < Sha256Constants.HashWords; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * sizeof(uint))..], words[(i * TLanes.Count) + lane]);
        }

        return new(bytes);
    }
}
