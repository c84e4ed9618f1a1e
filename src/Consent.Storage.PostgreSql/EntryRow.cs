namespace Consent.Storage.PostgreSql;

/// <summary>A row of the table <c>entry</c> to be written.</summary>
internal readonly record struct EntryRow(long Index, long? Contact, long? Change, string Type, bool IsQuarantined, long RecordedAt, byte[] Sealed);
