using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What became of one statement of a change.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Result">What became of it.</param>
/// <param name="OccurredAt">When it counts as said; <see langword="null"/> when refused.</param>
/// <param name="Previous">The flag before the change.</param>
/// <param name="Current">The flag after the change.</param>
/// <param name="Notes">What is told of it, the main thing first.</param>
[JsonConverter(typeof(ConsentJsonConverter<StatementOutcome>))]
public sealed record StatementOutcome(
    Statement Statement, StatementResult Result, Timestamp? OccurredAt, FlagValue Previous, FlagValue Current, ImmutableArray<ChangeNote> Notes)
{
    /// <summary>Whether it is on record and takes effect: nothing outranks it, stands in its way, or makes it wait.</summary>
    public bool IsFullyInForce => Result is StatementResult.InForce or StatementResult.Unchanged && !Notes.Any(n => IsHindered(n.Code));

    /// <summary>Whether a code is told of it.</summary>
    public bool Has(ChangeCode code)
    {
        foreach (var note in Notes)
        {
            if (note.Code == code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same content; the notes are compared one by one.</summary>
    public bool Equals(StatementOutcome? other) =>
        other is not null && Statement == other.Statement && Result == other.Result && OccurredAt == other.OccurredAt && Previous == other.Previous
        && Current == other.Current && Notes.AsSpan().SequenceEqual(other.Notes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Statement, Result, OccurredAt, Previous, Current);

    private static bool IsHindered(ChangeCode code) => code is ChangeCode.Superseded or ChangeCode.WouldWeaken or ChangeCode.NoWithoutEffect
        or ChangeCode.StillObjected or ChangeCode.StillRestricted or ChangeCode.StillCovered
        or ChangeCode.PendingConfirmation or ChangeCode.UnknownPurpose or ChangeCode.NoticeUnknown or ChangeCode.NoticeTextUnknown;

    /// <summary>Statement, result and codes: no personal data.</summary>
    public override string ToString() => $"{Statement}: {Result}{(Notes.IsEmpty ? "" : $" ({string.Join(", ", Notes)})")}";
}
