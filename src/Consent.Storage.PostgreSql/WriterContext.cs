namespace Consent.Storage.PostgreSql;

/// <summary>What outlives the writer's transactions.</summary>
internal sealed class WriterContext(ContactKeyRing keys, StoreKey key, bool encrypts)
{
    private const int RememberedRows = 10_000;

    private volatile PurposeTaxonomy _taxonomy = ContactlabTaxonomy.Instance;
    private long _alteredRows;

    public ContactKeyRing Keys { get; } = keys;

    public SuppressionKey Suppression => key.Suppression;

    public RecordKey Records => key.Records;

    public RecordNumberKey Numbers => key.Numbers;

    /// <summary>The greatest head of the log that this process knows.</summary>
    public HeadWatch Watch { get; } = new();

    /// <summary>What a standby must have to be read from.</summary>
    public SeenState Seen { get; } = new();

    public bool Encrypts { get; } = encrypts;

    /// <summary>The number, the key's name and the last entry of contacts that were read or written of late.</summary>
    public RecentlyUsed<ContactId, (long No, Guid Handle, long LastEntry)> Rows { get; } = new(RememberedRows);

    /// <summary>The taxonomy that snapshots are read through: the one that was last used for writing, so that hosts need not read them through theirs again.</summary>
    public PurposeTaxonomy Taxonomy
    {
        get => _taxonomy;
        set => _taxonomy = value;
    }

    /// <summary>Forgets how far the log had come: it was recovered from a backup on purpose.</summary>
    public void ForgetHead()
    {
        Watch.Forget();
        Seen.Forget();
    }

    /// <inheritdoc cref="IStoredRows.AlteredRows"/>
    public long AlteredRows => Volatile.Read(ref _alteredRows);

    /// <summary>Whether a row that decides nothing is what this library wrote; one that is not is counted.</summary>
    public bool IsIntact(ReadOnlySpan<byte> made, ReadOnlySpan<byte> read)
    {
        var isIntact = RecordKey.Verifies(made, read);
        if (!isIntact)
        {
            Interlocked.Increment(ref _alteredRows);
        }

        return isIntact;
    }

    /// <summary>What is kept of an id when it is closed.</summary>
    public byte[] DigestOf(ContactId contact)
    {
        var digest = new byte[32];
        Suppression.Of(contact).CopyTo(digest);
        return digest;
    }

    /// <exception cref="ConsentStoreException">The bytes are damaged.</exception>
    public ContactConsents Read(ContactId contact, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            return ContactSnapshot.Read(contact, Taxonomy, snapshot);
        }
        catch (FormatException damage)
        {
            throw new ConsentStoreException("A contact's snapshot is damaged.", isTransient: false, damage);
        }
    }
}
