namespace Consent.Reference;

/// <summary>The host's settings that admission looks at.</summary>
/// <param name="FutureTolerance">How far ahead of now a permissive statement may be dated, microseconds.</param>
/// <param name="EarliestPlausible">Before when no date is believed.</param>
/// <param name="DoubleOptIns">The double opt-in of each jurisdiction of the tracker's set that has one.</param>
public sealed record RefRules(long FutureTolerance, long EarliestPlausible, IReadOnlyList<RefDoubleOptIn> DoubleOptIns)
{
    /// <summary>Seven days.</summary>
    public const long DefaultEndsAfter = 7 * 86_400_000_000;

    /// <summary>The shortest that any of them waits.</summary>
    public long ShortestEndsAfter => DoubleOptIns.Count == 0 ? DefaultEndsAfter : DoubleOptIns.Min(it => it.EndsAfter);
}
