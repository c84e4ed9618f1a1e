namespace Consent.Storage.Sqlite;

/// <summary>What outlives the writer's transactions.</summary>
internal sealed class WriterContext(ContactKeyRing keys, SqliteKeyStore keyStore, StoreKey key, bool encrypts, CompactionTurn turn) : StoreContext(keys, key, encrypts)
{
    private volatile VerifiedHead? _lastHead;

    public SqliteKeyStore KeyStore { get; } = keyStore;

    public CompactionTurn Turn { get; } = turn;

    /// <summary>The head that was read last, and verified: a row that is the same in every column need not be verified again.</summary>
    public VerifiedHead? LastHead
    {
        get => _lastHead;
        set => _lastHead = value;
    }
}
