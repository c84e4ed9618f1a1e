using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The slot <c>facts</c> of an audit entry: what happened, without saying to whom.</summary>
[JsonConverter(typeof(ConsentJsonConverter<EntryFacts>))]
public sealed record EntryFacts
{
    /// <summary>The greatest number of statements in one entry: 4,096.</summary>
    public const int MaxStatements = 4096;

    /// <summary>The version of the entry's form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What kind of event.</summary>
    public required AuditEntryType Type { get; init; }

    /// <summary>When it was written down; never falls from one entry to the next.</summary>
    public required Timestamp RecordedAt { get; init; }

    /// <summary>The SHA-256 of the change id. The raw id is the host's data and stands in the evidence.</summary>
    public Sha256Digest? ChangeIdDigest { get; init; }

    /// <summary>How it arrived.</summary>
    public ChangeSource? Source { get; init; }

    /// <summary>The taxonomy that was in use (<see cref="PurposeTaxonomy.Stamp"/>).</summary>
    public required string TaxonomyVersion { get; init; }

    /// <summary>The rule set that was in use.</summary>
    public required string RulesVersion { get; init; }

    /// <summary>The statements, in order; at most <see cref="MaxStatements"/>.</summary>
    public ImmutableArray<EntryStatement> Statements { get; init; } = [];

    /// <summary>The notice accepted, if any.</summary>
    public NoticeAcceptance? Acceptance { get; init; }

    /// <summary>Of an acceptance that waits, because all that was said with it waits for confirmation: from when it is as never said.</summary>
    public Timestamp? AcceptanceEnds { get; init; }

    /// <summary>For which purposes the person was asked and put the answer off.</summary>
    public ImmutableArray<AskedAt> Asked { get; init; } = [];

    /// <summary>Of a link or its undoing: from when they were one person, or no longer.</summary>
    public Timestamp? LinkOccurredAt { get; init; }

    /// <summary>Of a link or its undoing: from when it counts where it would permit more; <see langword="null"/>: from <see cref="LinkOccurredAt"/>.</summary>
    public Timestamp? LinkPermissiveFrom { get; init; }

    /// <summary>Of a rectification: the place in the log of the entry that was wrong.</summary>
    public long? Rectifies { get; init; }

    /// <summary>Of an erasure: the entries whose slots it deletes, ascending.</summary>
    public ImmutableArray<IndexRange> Erased { get; init; } = [];

    /// <summary>Of an erasure: those among <see cref="Erased"/> that are not the person's own, ascending.</summary>
    public ImmutableArray<ErasedOther> ErasedOthers { get; init; } = [];

    /// <summary>Of the closing of an id, or a move of its date: what is kept. Of the change that opened it again: what was kept until then, and goes on counting.</summary>
    public ClosedId? Closing { get; init; }

    /// <summary>With <see cref="Closing"/>: the digests of the closed ids that it stays linked with.</summary>
    public ImmutableArray<Sha256Digest> ClosedWith { get; init; } = [];

    /// <summary>Of a change that opened an id again: its links with ids that were closed then, undone ones too. One with <see cref="ClosedWith"/> of which nothing stands here is for ever.</summary>
    public ImmutableArray<ClosedLink> ClosedLinks { get; init; } = [];

    /// <summary>What else belongs to this kind of event and is no personal data: a fingerprint, a ground, a version. At most 16, as in evidence.</summary>
    public ImmutableSortedDictionary<string, string> Details { get; init; } = StoredText.None;

    /// <summary>The same content; statements, ranges and details are compared one by one.</summary>
    public bool Equals(EntryFacts? other) =>
        other is not null && Version == other.Version && Type == other.Type && RecordedAt == other.RecordedAt && ChangeIdDigest == other.ChangeIdDigest
        && Source == other.Source && string.Equals(TaxonomyVersion, other.TaxonomyVersion, StringComparison.Ordinal)
        && string.Equals(RulesVersion, other.RulesVersion, StringComparison.Ordinal) && Acceptance == other.Acceptance && LinkOccurredAt == other.LinkOccurredAt
        && AcceptanceEnds == other.AcceptanceEnds && Asked.AsSpan().SequenceEqual(other.Asked.AsSpan())
        && LinkPermissiveFrom == other.LinkPermissiveFrom && Rectifies == other.Rectifies
        && Statements.AsSpan().SequenceEqual(other.Statements.AsSpan()) && Erased.AsSpan().SequenceEqual(other.Erased.AsSpan())
        && ErasedOthers.AsSpan().SequenceEqual(other.ErasedOthers.AsSpan())
        && Closing == other.Closing && ClosedWith.AsSpan().SequenceEqual(other.ClosedWith.AsSpan())
        && ClosedLinks.AsSpan().SequenceEqual(other.ClosedLinks.AsSpan()) && Details.SequenceEqual(other.Details);

    /// <summary>The links with closed ids that the entry which opened an id tells of.</summary>
    internal IEnumerable<LinkEvent> LinksWithClosed() =>
        ClosedWith.Where(digest => !ClosedLinks.Any(told => told.Digest == digest)).Select(LinkEvent.ForEver).Concat(ClosedLinks.Select(told => told.ToEvent()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Type, RecordedAt, ChangeIdDigest, Source, TaxonomyVersion, RulesVersion, LinkOccurredAt);
}
