namespace Consent.Storage.PostgreSql;

/// <summary>A row of the table <c>entry</c> to be written. Its sealed bytes come last, when all entries of the round are sealed together.</summary>
internal readonly record struct EntryRow(long Index, long? Contact, long? Change, string Type, bool IsQuarantined, long RecordedAt, byte[] Sealed);
