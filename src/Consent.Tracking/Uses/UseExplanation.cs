using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What a use came to for one contact: worked out anew from the log as it was then, under the rules as they were then. Immutable.</summary>
public sealed record UseExplanation
{
    /// <summary>The use.</summary>
    public required LoggedUse Use { get; init; }

    /// <summary>The decision made then, with every row that was asked on the way. Nearly always one.</summary>
    /// <remarks>
    /// Several, in the order in which they could be made, where something was said of the person, or an instant came, while the call ran, and that changed the answer: one of them was given. None where <see cref="IsErased"/> or
    /// <see cref="RulesDiffer"/>: no answer is better than a wrong one. Whether the contact was among those asked the log does not say: it names nobody.
    /// </remarks>
    public required ImmutableArray<DecisionTrace> Decisions { get; init; }

    /// <summary>Whether something that the decision rested on was erased since, or may have been: of this contact, or of one who was linked with it.</summary>
    /// <remarks>Of an id that was forgotten wholly (<see cref="ErasureKeeps.Nothing"/>) nobody knows that it was ever on record: it is answered as one of whom nothing was.</remarks>
    public bool IsErased { get; init; }

    /// <summary>Whether this host cannot decide as was decided then: it has another version of the rules, another jurisdiction, taxonomy or notices; or these became others while the call ran.</summary>
    /// <remarks>Notices and purposes that were published since in the log make no difference: they are left out. A host with the options of then can answer.</remarks>
    public bool RulesDiffer { get; init; }

    /// <summary>Whether the one decision that was made is known. It is not where altered records were met then (<see cref="RecordedUse.HasMetAltered"/>): if the contact's was one, the answer was <see cref="DecisionCode.RecordAltered"/>.</summary>
    public bool IsCertain => Decisions.Length == 1 && !Use.Use.HasMetAltered;

    /// <summary>The same content; the decisions are compared one by one.</summary>
    public bool Equals(UseExplanation? other) =>
        other is not null && Use == other.Use && IsErased == other.IsErased && RulesDiffer == other.RulesDiffer && Decisions.Select(d => d.Decision).SequenceEqual(other.Decisions.Select(d => d.Decision));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Use, Decisions.Length, IsErased, RulesDiffer);

    /// <summary>How many decisions it may have been: no personal data.</summary>
    public override string ToString() => IsErased ? "erased since" : RulesDiffer ? "other rules" : $"{Decisions.Length} decision(s)";
}
