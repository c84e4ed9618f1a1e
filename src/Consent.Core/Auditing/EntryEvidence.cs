using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The slot <c>evidence</c> of an audit entry: what shows it.</summary>
[JsonConverter(typeof(ConsentJsonConverter<EntryEvidence>))]
public sealed record EntryEvidence
{
    /// <summary>The caller's change id.</summary>
    public ChangeId? Change { get; init; }

    /// <summary>The digest of all that the caller said: tells a retry from a reused id.</summary>
    public Sha256Digest? ContentDigest { get; init; }

    /// <summary>The evidence of each statement, in the order of the facts.</summary>
    public ImmutableArray<StatementEvidence> Statements { get; init; } = [];

    /// <summary>The evidence of each asking, in the order of the facts.</summary>
    public ImmutableArray<Evidence> Asked { get; init; } = [];

    /// <summary>Why the actor did it; of a reading: what was asked for; of a rectification: where it is shown.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a rectification: the change or the link whose record was wrong.</summary>
    public ChangeId? Rectifies { get; init; }

    /// <summary>The SHA-256 of the whole reason, where it was cut.</summary>
    public Sha256Digest? ReasonSha256 { get; init; }

    /// <summary>The document that the change was read from, if any.</summary>
    public SourceDocument? Document { get; init; }

    /// <summary>The same content; the statements' evidence is compared one by one.</summary>
    public bool Equals(EntryEvidence? other) =>
        other is not null && Change == other.Change && ContentDigest == other.ContentDigest && string.Equals(Reason, other.Reason, StringComparison.Ordinal)
        && ReasonSha256 == other.ReasonSha256 && Rectifies == other.Rectifies && Document == other.Document && Asked.AsSpan().SequenceEqual(other.Asked.AsSpan()) && Statements.AsSpan().SequenceEqual(other.Statements.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Change, ContentDigest, Reason, Document);

    /// <summary>The type's name only.</summary>
    public override string ToString() => "EntryEvidence(hidden)";
}
