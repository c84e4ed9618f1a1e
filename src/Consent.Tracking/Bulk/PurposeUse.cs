using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What a bulk run, or a plan, leaves for one purpose: how many of its items may be used for it afterwards, and why the others may not.</summary>
/// <remarks>An item is asked about as it stands after its own batch, without facts such as a sale or a register. A contact that comes twice counts twice.</remarks>
/// <param name="Purpose">The purpose.</param>
/// <param name="Permitted">How many may be used.</param>
/// <param name="Reasons">Of those that may not: how many for which main reason.</param>
public sealed record PurposeUse(PurposePath Purpose, long Permitted, ImmutableSortedDictionary<DecisionCode, long> Reasons)
{
    /// <summary>How many items said anything of it.</summary>
    public long Asked => Permitted + Reasons.Values.Sum();

    /// <summary>The same content; the reasons are compared one by one.</summary>
    public bool Equals(PurposeUse? other) => other is not null && Purpose == other.Purpose && Permitted == other.Permitted && Reasons.SequenceEqual(other.Reasons);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Purpose, Permitted, Reasons.Count);

    /// <summary>The counts: no personal data.</summary>
    public override string ToString() =>
        $"{Purpose}: {Permitted} of {Asked} may be used" + (Reasons.IsEmpty ? "" : $" ({string.Join(", ", Reasons.OrderByDescending(r => r.Value).Select(r => $"{DecisionTable.NameOf(r.Key)} {r.Value}"))})");
}
