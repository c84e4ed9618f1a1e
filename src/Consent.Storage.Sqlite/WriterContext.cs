namespace Consent.Storage.Sqlite;

/// <summary>What outlives the writer's transactions.</summary>
internal sealed class WriterContext(ContactKeyRing keys, SqliteKeyStore keyStore, StoreKey key, bool encrypts)
{
    private volatile PurposeTaxonomy _taxonomy = ContactlabTaxonomy.Instance;
    private volatile VerifiedHead? _lastHead;
    private long _alteredRows;

    public ContactKeyRing Keys { get; } = keys;

    public SqliteKeyStore KeyStore { get; } = keyStore;

    public SuppressionKey Suppression => key.Suppression;

    public RecordKey Records => key.Records;

    public RecordNumberKey Numbers => key.Numbers;

    /// <summary>The greatest head of the log that this process knows.</summary>
    public HeadWatch Watch { get; } = new();

    /// <summary>The head that was read last, and verified: a row that is the same in every column need not be verified again.</summary>
    public VerifiedHead? LastHead
    {
        get => _lastHead;
        set => _lastHead = value;
    }

    public bool Encrypts { get; } = encrypts;

    /// <inheritdoc cref="IStoredRows.AlteredRows"/>
    public long AlteredRows => Volatile.Read(ref _alteredRows);

    /// <summary>The taxonomy that snapshots are read through: the one that was last used for writing, so that hosts need not read them through theirs again.</summary>
    public PurposeTaxonomy Taxonomy
    {
        get => _taxonomy;
        set => _taxonomy = value;
    }

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
