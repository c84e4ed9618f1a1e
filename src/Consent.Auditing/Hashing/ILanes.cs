using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>A vector whose elements are words of as many messages, and what SHA-256 does to words, done to all of them at once.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether the processor does it, so that it is worth while.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>How many messages are hashed side by side: a power of two.</summary>
    static abstract int Count { get; }

    /// <summary>The same word in each lane.</summary>
    static abstract TVector All(uint word);

    /// <summary>The sum modulo 2^32.</summary>
    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Xor(TVector x, TVector y);

    /// <summary>The bits of <paramref name="x"/> where the mask has ones, those of <paramref name="y"/> where it has zeroes.</summary>
    static abstract TVector Select(TVector mask, TVector x, TVector y);

    static abstract TVector ShiftRight(TVector x, [ConstantExpected] byte bits);

    static abstract TVector RotateRight(TVector x, [ConstantExpected] byte bits);

    /// <summary>As many words as there are lanes, each of four bytes, the first of which counts most.</summary>
    static abstract TVector ReadBigEndian(ReadOnlySpan<byte> bytes);

    /// <summary>The first half of two vectors, in turn an element of each.</summary>
    static abstract TVector InterleaveLow(TVector x, TVector y);

    /// <summary>As <see cref="InterleaveLow"/>, the second half.</summary>
    static abstract TVector InterleaveHigh(TVector x, TVector y);
}
