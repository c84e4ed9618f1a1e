namespace Consent;

/// <summary>A statement as it was recorded: dated, weighed, and knowing where it comes from. What the fold is made of.</summary>
/// <remarks>
/// Ordered by what wins: attested before asserted; later before earlier; protective before permissive; complete evidence before
/// incomplete; then change id, contact id and position in the change. What waits for confirmation comes last, and is never folded. A total order, so the greatest of a set does not depend on the
/// order in which the set was met. <see langword="default"/> is no statement: it has no node and no origin, and where these decide it loses.
/// </remarks>
public readonly struct RecordedStatement : IEquatable<RecordedStatement>, IComparable<RecordedStatement>
{
    /// <summary>A recorded statement.</summary>
    /// <param name="node">The node spoken of.</param>
    /// <param name="flag">The flag spoken of.</param>
    /// <param name="isActive">Whether it is said to hold.</param>
    /// <param name="occurredAt">When it was said.</param>
    /// <param name="weight">How much it counts for; a protective statement is always attested.</param>
    /// <param name="isComplete">Whether its evidence is complete.</param>
    /// <param name="proof">For a give: which proof its evidence has.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="position">Its place in the change, from 0.</param>
    /// <param name="span">Its dates besides the one on which it was said, if it has any.</param>
    public RecordedStatement(
        PurposePath node, ConsentFlag flag, bool isActive, Timestamp occurredAt, StatementWeight weight, bool isComplete, StatementProof proof, StatementOrigin origin, int position,
        StatementSpan? span = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(origin);
        Node = node;
        Flag = flag;
        IsActive = isActive;
        OccurredAt = occurredAt;
        Weight = IsProtective ? StatementWeight.Attested : weight;
        IsComplete = isComplete;
        Proof = proof;
        Origin = origin;
        Span = span;
        Position = (ushort)Math.Clamp(position, 0, EntryFacts.MaxStatements - 1);
    }

    /// <summary>The node spoken of.</summary>
    public PurposePath Node { get; }

    /// <summary>Where it comes from.</summary>
    public StatementOrigin Origin { get; }

    /// <summary>When it was said.</summary>
    public Timestamp OccurredAt { get; }

    /// <summary>The flag spoken of.</summary>
    public ConsentFlag Flag { get; }

    /// <summary>Whether it is said to hold.</summary>
    public bool IsActive { get; }

    /// <summary>How much it counts for.</summary>
    public StatementWeight Weight { get; }

    /// <summary>Whether it is attested.</summary>
    public bool IsAttested => Weight == StatementWeight.Attested;

    /// <summary>Whether it waits for the person's confirmation, and so is never in force.</summary>
    public bool IsPending => Weight == StatementWeight.Pending;

    /// <summary>Whether it is a pause: a restriction or objection that is over at a date of its own.</summary>
    public bool IsPause => Span?.Until is not null && Flag != ConsentFlag.Status;

    /// <summary>Whether its evidence is complete.</summary>
    public bool IsComplete { get; }

    /// <summary>For a give: which proof its evidence has.</summary>
    public StatementProof Proof { get; }

    /// <summary>Its dates besides the one on which it was said, if it has any.</summary>
    public StatementSpan? Span { get; }

    /// <summary>Its place in the change, from 0.</summary>
    public ushort Position { get; }

    /// <summary>Whether it protects the person.</summary>
    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>What it says of the flag.</summary>
    public FlagValue Value => IsActive ? FlagValue.Active : FlagValue.Inactive;

    /// <summary>Greater wins. Compares statements of one key; node and flag do not take part.</summary>
    public int CompareTo(RecordedStatement other)
    {
        // Enumerations would be boxed to be compared.
        var order = ((int)Weight).CompareTo((int)other.Weight);
        order = order != 0 ? order : OccurredAt.CompareTo(other.OccurredAt);
        order = order != 0 ? order : IsProtective.CompareTo(other.IsProtective);
        order = order != 0 ? order : IsComplete.CompareTo(other.IsComplete);
        order = order != 0 ? order : Compare(Origin, other.Origin);
        return order != 0 ? order : Position.CompareTo(other.Position);
    }

    /// <inheritdoc/>
    public bool Equals(RecordedStatement other) =>
        Node == other.Node && Flag == other.Flag && IsActive == other.IsActive && OccurredAt == other.OccurredAt && Weight == other.Weight
        && IsComplete == other.IsComplete && Proof == other.Proof && Position == other.Position && Equals(Origin, other.Origin) && Span == other.Span;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordedStatement other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Node, Flag, IsActive, OccurredAt, Origin, Position);

    /// <summary>Node, flag, value and time: no personal data.</summary>
    public override string ToString() => $"{Node} {Flag} {Value} at {OccurredAt}";

    /// <summary>The same statement.</summary>
    public static bool operator ==(RecordedStatement left, RecordedStatement right) => left.Equals(right);

    /// <summary>Another statement.</summary>
    public static bool operator !=(RecordedStatement left, RecordedStatement right) => !left.Equals(right);

    /// <summary>Loses.</summary>
    public static bool operator <(RecordedStatement left, RecordedStatement right) => left.CompareTo(right) < 0;

    /// <summary>Wins.</summary>
    public static bool operator >(RecordedStatement left, RecordedStatement right) => left.CompareTo(right) > 0;

    /// <summary>Loses or is the same.</summary>
    public static bool operator <=(RecordedStatement left, RecordedStatement right) => left.CompareTo(right) <= 0;

    /// <summary>Wins or is the same.</summary>
    public static bool operator >=(RecordedStatement left, RecordedStatement right) => left.CompareTo(right) >= 0;

    private static int Compare(StatementOrigin? left, StatementOrigin? right)
    {
        if (left is null || right is null)
        {
            return (left is not null).CompareTo(right is not null);
        }

        var order = left.Change.CompareTo(right.Change);
        return order != 0 ? order : left.Contact.CompareTo(right.Contact);
    }
}
