using System.Collections.Immutable;

namespace Consent;

/// <summary>For which methods a yes must be confirmed by the person before it counts (double opt-in), since when, and how long it waits. Immutable.</summary>
/// <remarks>
/// A yes by one of these methods, dated at or after <see cref="Since"/>, is recorded as waiting and opens nothing until the person has
/// confirmed it. What was said before, and by other methods (a signed paper, a recorded call), goes on counting.
/// </remarks>
public sealed record DoubleOptIn
{
    /// <summary>The methods, as <see cref="Evidence.Method"/> names them, whatever their case; <c>web form</c> unless said otherwise. A method that is not among them is not asked to be confirmed: name every one that strangers can use.</summary>
    public ImmutableSortedSet<string> Methods { get; init => field = value.WithComparer(StringComparer.OrdinalIgnoreCase); } =
        ImmutableSortedSet.Create(StringComparer.OrdinalIgnoreCase, Evidence.WebFormMethod);

    /// <summary>From which date on; unless said otherwise from ever.</summary>
    public Timestamp Since { get; init; } = Timestamp.MinValue;

    /// <summary>How long a yes waits for its confirmation: after that it is as never said. 7 days unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan EndsAfter
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A confirmation needs some time to come.");
    }
    = DefaultEndsAfter;

    internal static TimeSpan DefaultEndsAfter => TimeSpan.FromDays(7);

    /// <summary>Whether a yes by this method, said then, must be confirmed.</summary>
    public bool Asks(string? method, Timestamp saidAt) => method is not null && saidAt >= Since && Methods.Contains(method.Trim());

    /// <inheritdoc/>
    public bool Equals(DoubleOptIn? other) => other is not null && Since == other.Since && EndsAfter == other.EndsAfter && Methods.SetEquals(other.Methods);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Since, EndsAfter, Methods.Count);
}
