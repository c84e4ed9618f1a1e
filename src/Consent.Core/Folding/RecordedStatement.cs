namespace Consent;

/// <summary>A statement as it was recorded: dated, weighed, and knowing where it comes from. What the fold is made of.</summary>
/// <remarks>
/// Ordered by what wins: attested before asserted; later before earlier; protective before permissive; complete evidence before
/// incomplete; then change id, contact id and position in the change. A total order, so the greatest of a set does not depend on the
/// order in which the set was met. <see langword="default"/> is no statement: it has no node and no origin, and where these decide it loses.
/// </remarks>
public readonly struct RecordedStatement : IEquatable<RecordedStatement>, IComparable<RecordedStatement>
{
    /// <summary>A recorded statement.</summary>
    /// <param name="node">The node spoken of.</param>
    /// <param name="flag">The flag spoken of.</param>
    /// <param name="isActive">Whether it is said to hold.</param>
    /// <param name="occurredAt">When it was said.</param>
    /// <param name="isAttested">Whether it is attested; a protective statement always is.</param>
    /// <param name="isComplete">Whether its evidence is complete.</param>
    /// <param name="isConfirmed">For a give: whether it was confirmed (double opt-in).</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="position">Its place in the change, from 0.</param>
    public RecordedStatement(
        PurposePath node, ConsentFlag flag, bool isActive, Timestamp occurredAt, bool isAttested, bool isComplete, bool isConfirmed, StatementOrigin origin, int position)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(origin);
        Node = node;
        Flag = flag;
        IsActive = isActive;
        OccurredAt = occurredAt;
        IsAttested = isAttested || IsProtective;
        IsComplete = isComplete;
        IsConfirmed = isConfirmed;
        Origin = origin;
        Position = (byte)Math.Clamp(position, 0, ConsentChange.MaxStatements - 1);
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

    /// <summary>Whether it is attested.</summary>
    public bool IsAttested { get; }

    /// <summary>Whether its evidence is complete.</summary>
    public bool IsComplete { get; }

    /// <summary>For a give: whether it was confirmed.</summary>
    public bool IsConfirmed { get; }

    /// <summary>Its place in the change, from 0.</summary>
    public byte Position { get; }

    /// <summary>Whether it protects the person.</summary>
    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>What it says of the flag.</summary>
    public FlagValue Value => IsActive ? FlagValue.Active : FlagValue.Inactive;

    /// <summary>Greater wins. Compares statements of one key; node and flag do not take part.</summary>
    public int CompareTo(RecordedStatement other)
    {
        var order = IsAttested.CompareTo(other.IsAttested);
        order = order != 0 ? order : OccurredAt.CompareTo(other.OccurredAt);
        order = order != 0 ? order : IsProtective.CompareTo(other.IsProtective);
        order = order != 0 ? order : IsComplete.CompareTo(other.IsComplete);
        order = order != 0 ? order : Compare(Origin, other.Origin);
        return order != 0 ? order : Position.CompareTo(other.Position);
    }

    /// <inheritdoc/>
    public bool Equals(RecordedStatement other) =>
        Node == other.Node && Flag == other.Flag && IsActive == other.IsActive && OccurredAt == other.OccurredAt && IsAttested == other.IsAttested
        && IsComplete == other.IsComplete && IsConfirmed == other.IsConfirmed && Position == other.Position && Equals(Origin, other.Origin);

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
