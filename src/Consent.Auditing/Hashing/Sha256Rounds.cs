using System.Runtime.CompilerServices;

namespace Consent.Auditing;

/// <summary>How SHA-256 takes in a block (FIPS 180-4, 6.2.2): one of each of as many messages as there are lanes.</summary>
internal static class Sha256Rounds<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : ILanes<TVector>
{
    /// <summary>The rest of the message schedule W (step 1): its first 16 words are the block.</summary>
    public static void Expand(Span<TVector> schedule)
    {
        // What each next word waits for, the one two places before it, is kept at hand rather than read again.
        var (even, odd) = (schedule[Sha256Constants.BlockWords - 2], schedule[Sha256Constants.BlockWords - 1]);
        for (var t = Sha256Constants.BlockWords; t < schedule.Length - 1; t += 2)
        {
            schedule[t] = even = Next(even, schedule[t - 7], schedule[t - 15], schedule[t - 16]);
            schedule[t + 1] = odd = Next(odd, schedule[t - 6], schedule[t - 14], schedule[t - 15]);
        }
    }

    /// <summary>The rounds (steps 2 to 4). Eight at a time: after so many each variable is in its place again, and none had to be moved.</summary>
    public static void Compress(Span<TVector> hash, ReadOnlySpan<TVector> schedule)
    {
        var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3]);
        var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7]);
        var k = Sha256Constants.K;
        for (var t = 0; t < Sha256Constants.Rounds; t += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, k[t], schedule[t]);
            Round(h, a, b, ref c, d, e, f, ref g, k[t + 1], schedule[t + 1]);
            Round(g, h, a, ref b, c, d, e, ref f, k[t + 2], schedule[t + 2]);
            Round(f, g, h, ref a, b, c, d, ref e, k[t + 3], schedule[t + 3]);
            Round(e, f, g, ref h, a, b, c, ref d, k[t + 4], schedule[t + 4]);
            Round(d, e, f, ref g, h, a, b, ref c, k[t + 5], schedule[t + 5]);
            Round(c, d, e, ref f, g, h, a, ref b, k[t + 6], schedule[t + 6]);
            Round(b, c, d, ref e, f, g, h, ref a, k[t + 7], schedule[t + 7]);
        }

        hash[0] = TLanes.Add(hash[0], a);
        hash[1] = TLanes.Add(hash[1], b);
        hash[2] = TLanes.Add(hash[2], c);
        hash[3] = TLanes.Add(hash[3], d);
        hash[4] = TLanes.Add(hash[4], e);
        hash[5] = TLanes.Add(hash[5], f);
        hash[6] = TLanes.Add(hash[6], g);
        hash[7] = TLanes.Add(hash[7], h);
    }

    /// <summary>A round (step 3). Instead of moving the eight variables by one place, what the standard calls d and h is written where it is, and the next round is given them in another order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, uint k, TVector w)
    {
        var t1 = TLanes.Add(
            TLanes.Add(h, TLanes.Add(TLanes.All(k), w)),
            TLanes.Add(Sha256Functions<TVector, TLanes>.CapitalSigma1(e), Sha256Functions<TVector, TLanes>.Ch(e, f, g)));
        var t2 = TLanes.Add(Sha256Functions<TVector, TLanes>.CapitalSigma0(a), Sha256Functions<TVector, TLanes>.Maj(a, b, c));
        d = TLanes.Add(d, t1);
        h = TLanes.Add(t1, t2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Next(TVector before2, TVector before7, TVector before15, TVector before16) =>
        TLanes.Add(Sha256Functions<TVector, TLanes>.Sigma1(before2), TLanes.Add(before7, TLanes.Add(Sha256Functions<TVector, TLanes>.Sigma0(before15), before16)));
}
