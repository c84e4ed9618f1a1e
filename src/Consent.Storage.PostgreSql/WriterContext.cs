namespace Consent.Storage.PostgreSql;

/// <summary>What outlives the writer's transactions.</summary>
internal sealed class WriterContext(ContactKeyRing keys, StoreKey key, bool encrypts) : StoreContext(keys, key, encrypts)
{
    private const int RememberedRows = 10_000;

    /// <summary>What a standby must have to be read from.</summary>
    public SeenState Seen { get; } = new();

    /// <summary>The number, the key's name and the last entry of contacts that were read or written of late.</summary>
    public RecentlyUsed<ContactId, (long No, Guid Handle, long LastEntry)> Rows { get; } = new(RememberedRows);

    /// <summary>Forgets how far the log had come: it was recovered from a backup on purpose.</summary>
    public void ForgetHead()
    {
        Watch.Forget();
        Seen.Forget();
    }
}
