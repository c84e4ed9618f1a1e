namespace Consent.Storage.Sqlite;

/// <summary>A head whose code was verified, with what stood in its row.</summary>
/// <param name="Head">The head.</param>
/// <param name="Edge">The right edge as it is stored.</param>
/// <param name="Mac">The row's code.</param>
internal sealed record VerifiedHead(Head Head, byte[] Edge, byte[] Mac)
{
    /// <summary>Whether a row of size, time, edge, counter, contacts and code is this very one.</summary>
    public bool IsIn(Statement row) =>
        row.Long(0) == Head.Edge.Size && row.Bytes(5).SequenceEqual(Mac) && row.Bytes(2).SequenceEqual(Edge) && row.Long(3) == Head.Changed && row.Long(4) == Head.Contacts
        && (Head.LastRecordedAt is { } last ? row.Long(1) == last.UnixMicroseconds && !row.IsNull(1) : row.IsNull(1));
}
