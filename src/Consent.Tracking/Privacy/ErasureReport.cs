using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What became of a list of requests to erase.</summary>
/// <param name="Outcomes">How many came to what.</param>
/// <param name="Held">The places, from 0, of those that a legal hold stopped: they are to be sent again when it is released.</param>
/// <param name="Refused">The places, from 0, of those that name nobody. The others were worked off.</param>
public sealed record ErasureReport(ImmutableSortedDictionary<ErasureOutcome, long> Outcomes, ImmutableArray<long> Held, ImmutableArray<long> Refused)
{
    /// <summary>How many requests came to this.</summary>
    public long this[ErasureOutcome outcome] => Outcomes.GetValueOrDefault(outcome);

    /// <inheritdoc/>
    public bool Equals(ErasureReport? other) =>
        other is not null && Outcomes.SequenceEqual(other.Outcomes) && Held.AsSpan().SequenceEqual(other.Held.AsSpan()) && Refused.AsSpan().SequenceEqual(other.Refused.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcomes.Count, Held.Length, Refused.Length);

    /// <summary>The counts: no personal data.</summary>
    public override string ToString() => string.Join(", ", Outcomes.Select(o => $"{o.Value} {o.Key}").Append($"{Refused.Length} refused"));
}
