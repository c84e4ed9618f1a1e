namespace Consent.Storage.Tests.JsonLines;

/// <summary>One line of the file: what was written at once. After a crash the line is there or it is not.</summary>
internal sealed record StoreLine
{
    /// <summary>In the first line only.</summary>
    public byte[]? SuppressionKey { get; init; }

    public IReadOnlyList<EntryLine> Entries { get; init; } = [];

    public IReadOnlyList<ContactLine> Contacts { get; init; } = [];

    public IReadOnlyList<ClosedLine> Closed { get; init; } = [];

    public CheckpointLine? Checkpoint { get; init; }
}

/// <param name="Row">The leaf, and the nodes that it completes (<see cref="LeafRow"/>).</param>
/// <param name="RecordedAt">Microseconds. Beside the slots, because it must not fall after they were erased.</param>
/// <param name="Slots">What the entry says (<see cref="EntryBlob"/>); <see langword="null"/> once that was erased.</param>
internal sealed record EntryLine(byte[] Row, long RecordedAt, byte[]? Slots);

internal sealed record ContactLine(string Id, long Version, byte[] Snapshot, long LastEntry);

/// <param name="Digest">The keyed hash of an id that stands nowhere.</param>
internal sealed record ClosedLine(byte[] Digest, byte[] Snapshot, long Version);

internal sealed record CheckpointLine(long Size, long MadeAt, string Note);
