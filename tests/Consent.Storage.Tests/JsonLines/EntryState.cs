using Consent.Auditing;

namespace Consent.Storage.Tests.JsonLines;

/// <summary>An entry of the log in memory.</summary>
/// <param name="Sealed">Its leaf, and its slots unless they were erased.</param>
/// <param name="Row">Its leaf with the nodes that it completes.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Said">What it says; <see langword="null"/> once that was erased.</param>
internal sealed record EntryState(SealedEntry Sealed, byte[] Row, Timestamp RecordedAt, AuditEntry? Said)
{
    public static EntryState Of(long index, EntryLine line)
    {
        var leaf = LeafRow.Leaf(line.Row);
        var entry = line.Slots is null ? SealedEntry.Erased(index, leaf) : EntryBlob.Read(index, leaf, line.Slots, []) ?? EntryBlob.Altered(index, leaf);
        return new(entry, line.Row, Timestamp.FromUnixMicroseconds(line.RecordedAt), entry.IsErased ? null : entry.Open());
    }

    public EntryState Erase() => this with { Sealed = Sealed.Erase(), Said = null };

    public EntryLine ToLine() => new(Row, RecordedAt.UnixMicroseconds, Sealed.IsErased ? null : EntryBlob.Write(Sealed, [], []));
}
