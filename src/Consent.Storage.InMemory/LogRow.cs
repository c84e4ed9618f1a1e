using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>One entry of the log: its sealed bytes, and what queries look at.</summary>
internal sealed class LogRow(SealedEntry entry, AuditEntry said)
{
    private volatile SealedEntry _entry = entry;

    public SealedEntry Entry => _entry;

    public Timestamp RecordedAt { get; } = said.RecordedAt;

    public bool IsQuarantined { get; } = said.IsQuarantined;

    public AuditEntryType Type { get; } = said.Type;

    /// <summary>Forgets the slots, also for readers that hold an older state: what is erased is gone.</summary>
    public void Erase() => _entry = _entry.Erase();
}
