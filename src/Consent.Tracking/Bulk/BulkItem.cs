using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What became of one item of a bulk run.</summary>
/// <param name="Position">Its place in the input, from 0; for a selection, its place among the contacts that matched.</param>
/// <param name="Contact">The contact; <see langword="default"/> of an item that names none.</param>
/// <param name="Results">The answer to each change that it led to; empty when a document said nothing new.</param>
public sealed record BulkItem(long Position, ContactId Contact, ImmutableArray<ChangeResult> Results)
{
    /// <summary>Of an item that could not be worked out (<see cref="ChangeCode.InvalidItem"/>): what it threw, if it did.</summary>
    public Exception? Fault { get; init; }

    /// <summary>What became of it as a whole: recorded if anything was.</summary>
    public ChangeOutcome Outcome =>
        Results.Any(r => r.Outcome == ChangeOutcome.Recorded) ? ChangeOutcome.Recorded
        : Results.Any(r => r.Outcome == ChangeOutcome.Refused) ? ChangeOutcome.Refused
        : Results.Any(r => r.Outcome == ChangeOutcome.Repeated) ? ChangeOutcome.Repeated
        : ChangeOutcome.Unchanged;

    /// <summary>Whether it belongs in the quarantine report: an asserted yes against a no. A change of a closed id does not: it is told, and kept on no list.</summary>
    public bool IsQuarantined => Results.Any(r => r.Has(ChangeCode.WouldWeaken));

    /// <summary>The same content; the results are compared one by one.</summary>
    public bool Equals(BulkItem? other) =>
        other is not null && Position == other.Position && Contact == other.Contact && Results.AsSpan().SequenceEqual(other.Results.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Position, Contact, Results.IsDefault ? 0 : Results.Length);

    /// <summary>Place and outcome: no personal data.</summary>
    public override string ToString() => $"#{Position} {Outcome}";
}
