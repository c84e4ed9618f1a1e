using System.Runtime.CompilerServices;

namespace Consent.Auditing;

/// <summary>The six functions of SHA-256 (FIPS 180-4, 4.1.2), each of words of as many messages as there are lanes.</summary>
internal static class Sha256Functions<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : ILanes<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Ch(TVector x, TVector y, TVector z) => TLanes.Select(x, y, z);

    // Where x and y differ, z is of the majority.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Maj(TVector x, TVector y, TVector z) => TLanes.Select(TLanes.Xor(x, y), z, y);

    // The standard writes two of the sigmas with a capital letter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CapitalSigma0(TVector x) => Xor(TLanes.RotateRight(x, 2), TLanes.RotateRight(x, 13), TLanes.RotateRight(x, 22));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CapitalSigma1(TVector x) => Xor(TLanes.RotateRight(x, 6), TLanes.RotateRight(x, 11), TLanes.RotateRight(x, 25));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigma0(TVector x) => Xor(TLanes.RotateRight(x, 7), TLanes.RotateRight(x, 18), TLanes.ShiftRight(x, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigma1(TVector x) => Xor(TLanes.RotateRight(x, 17), TLanes.RotateRight(x, 19), TLanes.ShiftRight(x, 10));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Xor(TVector x, TVector y, TVector z) => TLanes.Xor(TLanes.Xor(x, y), z);
}
