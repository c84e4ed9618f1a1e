namespace Consent.Storage.InMemory;

/// <summary>One entry of the log: its sealed bytes, and what queries look at.</summary>
internal sealed class LogRow(SealedEntry entry, Timestamp recordedAt, bool isQuarantined)
{
    private volatile SealedEntry _entry = entry;

    public SealedEntry Entry => _entry;

    public Timestamp RecordedAt { get; } = recordedAt;

    public bool IsQuarantined { get; } = isQuarantined;

    /// <summary>Forgets the slots, also for readers that hold an older state: what is erased is gone.</summary>
    public void Erase() => _entry = _entry.Erase();
}
