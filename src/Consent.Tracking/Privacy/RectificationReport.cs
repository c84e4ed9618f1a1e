using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What became of a list of rectifications.</summary>
/// <param name="Rectified">How many records were taken out.</param>
/// <param name="AlreadyRectified">How many had been before.</param>
/// <param name="NotRectified">The others, by their place in the list from 0, and why.</param>
public sealed record RectificationReport(long Rectified, long AlreadyRectified, ImmutableSortedDictionary<long, RectificationOutcome> NotRectified)
{
    /// <inheritdoc/>
    public bool Equals(RectificationReport? other) =>
        other is not null && Rectified == other.Rectified && AlreadyRectified == other.AlreadyRectified && NotRectified.SequenceEqual(other.NotRectified);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rectified, AlreadyRectified, NotRectified.Count);

    /// <summary>The counts: no personal data.</summary>
    public override string ToString() => $"{Rectified} rectified, {AlreadyRectified} before, {NotRectified.Count} not";
}
