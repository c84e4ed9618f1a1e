using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What became of a publication: of a notice or of purposes.</summary>
public sealed record PublicationResult
{
    /// <summary>Recorded; unchanged when all of it was published before; or refused.</summary>
    public required ChangeOutcome Outcome { get; init; }

    /// <summary>Why it was refused, where there is a code for it: <see cref="ChangeCode.NoticeOtherContent"/>.</summary>
    public ChangeCode? Code { get; init; }

    /// <summary>Of refused purposes: everything that does not hold together.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>The same content; the errors are compared one by one.</summary>
    public bool Equals(PublicationResult? other) =>
        other is not null && Outcome == other.Outcome && Code == other.Code && Errors.AsSpan().SequenceEqual(other.Errors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, Code, Errors.Length);

    /// <summary>Outcome, code and the number of errors: no text of a caller's.</summary>
    public override string ToString() =>
        Code is { } code ? $"{Outcome} ({ChangeTable.NameOf(code)})" : Errors.IsEmpty ? $"{Outcome}" : $"{Outcome}, {Errors.Length} error(s)";
}
