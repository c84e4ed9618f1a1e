using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>One entry of the log: its sealed bytes, and what queries look at.</summary>
internal sealed class LogRow(SealedEntry entry, AuditEntry said)
{
    private volatile SealedEntry _entry = entry;

    // The time, and in the lowest bit whether it is quarantined: there is one row for each entry.
    private readonly long _recordedAt = (said.RecordedAt.UnixMicroseconds << 1) | (said.IsQuarantined ? 1L : 0);

    public SealedEntry Entry => _entry;

    public Timestamp RecordedAt => Timestamp.FromUnixMicroseconds(_recordedAt >> 1);

    public bool IsQuarantined => (_recordedAt & 1) != 0;

    public AuditEntryType Type { get; } = said.Type;

    /// <summary>Forgets the slots, also for readers that hold an older state: what is erased is gone.</summary>
    public void Erase() => _entry = _entry.Erase();
}
