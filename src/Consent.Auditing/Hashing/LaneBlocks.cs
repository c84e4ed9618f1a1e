using System.Numerics;

namespace Consent.Auditing;

/// <summary>Blocks as lanes need them: the first words of all beside each other, then the second, and so on.</summary>
internal static class LaneBlocks<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : ILanes<TVector>
{
    /// <summary>Turns blocks of 64 bytes, one for each lane, into 16 vectors.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="words">Room for the vectors.</param>
    /// <param name="spare">Room for as many, to work in.</param>
    public static void Read(ReadOnlySpan<byte> blocks, Span<TVector> words, Span<TVector> spare)
    {
        for (var first = 0; first < Sha256Constants.BlockWords; first += TLanes.Count)
        {
            var square = words.Slice(first, TLanes.Count);
            var other = spare[..TLanes.Count];
            var rows = int.IsEvenInteger(BitOperations.Log2((uint)TLanes.Count)) ? square : other;
            for (var lane = 0; lane < rows.Length; lane++)
            {
                rows[lane] = TLanes.ReadBigEndian(blocks.Slice((lane * Sha256Constants.BlockLength) + (first * sizeof(uint)), TLanes.Count * sizeof(uint)));
            }

            Transpose(rows, rows == square ? other : square);
        }
    }

    /// <summary>Turns rows into columns, from one square into the other and back, once for each bit of a row's number.</summary>
    /// <remarks>
    /// Interleaving the first half of the rows with the second makes the topmost bit of a row's number the lowest of the column's, and the topmost of that the lowest of the row's. Done once for each bit, that
    /// exchanges the two numbers.
    /// </remarks>
    private static void Transpose(Span<TVector> rows, Span<TVector> interleaved)
    {
        for (var bits = TLanes.Count; bits > 1; bits >>= 1)
        {
            var (first, second) = (0, TLanes.Count / 2);
            for (var i = 0; i < TLanes.Count; i += 2, first++, second++)
            {
                interleaved[i] = TLanes.InterleaveLow(rows[first], rows[second]);
                interleaved[i + 1] = TLanes.InterleaveHigh(rows[first], rows[second]);
            }

            var swap = rows;
            rows = interleaved;
            interleaved = swap;
        }
    }
}
