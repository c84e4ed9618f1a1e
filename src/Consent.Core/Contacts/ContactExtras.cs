using System.Collections.Immutable;

namespace Consent;

/// <summary>What only some contacts have: links, rectified records, what sources said, unknown entries, an erasure.</summary>
internal sealed record ContactExtras
{
    public static ContactExtras None { get; } = new();

    public ImmutableArray<LinkEvent> Links { get; init; } = [];

    public ImmutableArray<RectifiedRecord> Rectified { get; init; } = [];

    public ImmutableSortedDictionary<string, SourceMemory> Sources { get; init; } = SourceMemories.None;

    public ImmutableArray<PurposePath> Unknown { get; init; } = [];

    /// <summary>How many entries came last that said nothing that counts: only what waits for confirmation.</summary>
    public long Waiting { get; init; }

    public ContactState State { get; init; }

    /// <summary>What is kept since the id was closed; it stays when the id is opened again.</summary>
    public ClosedId? Closing { get; init; }
}
