using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite;

/// <summary>A store's files while they are open.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    public const string KeysFile = "contacts.keys";
    public const string KeyEncryptionKeyFile = "key-encryption.key";
    private const int SchemaVersion = 1;
    private readonly Committer _committer;
    private readonly Func<Connection> _openKeys;
    private readonly SqliteKeyStore _keyStore;

    private OpenStore(Readers readers, Committer committer, WriterContext context, SqliteKeyStore keyStore, string keysFolder, Func<Connection> openKeys)
    {
        _openKeys = openKeys;
        KeysFolder = keysFolder;
        Readers = readers;
        _committer = committer;
        Writer = new(committer.CommitAsync);
        Context = context;
        _keyStore = keyStore;
    }

    public Readers Readers { get; }

    public GroupWriter<WriteRound> Writer { get; }

    public WriterContext Context { get; }

    /// <summary>Where the keys are.</summary>
    public string KeysFolder { get; }

    /// <summary>One more connection to the file of the contacts' keys, which is there.</summary>
    /// <exception cref="ConsentStoreException">Another file has its name, or none.</exception>
    public Connection OpenKeys()
    {
        Context.KeyStore.DemandInPlace();
        return _openKeys();
    }

    public static async Task<OpenStore> OpenAsync(SqliteStoreOptions options)
    {
        var directory = KeyDirectory(options);
        try
        {
            PrivateFile.MakeFolder(directory);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The key directory {directory} cannot be made: {trouble.GetType().Name}.", isTransient: false, trouble);
        }

        Connection? writing = null;
        SqliteKeyStore? keyStore = null;
        try
        {
            PrivateFile.Make(options.ConnectionString);
            writing = new(options.ConnectionString, options);
            Migration.Run(writing, "store", SchemaVersion);
            var check = KeyCheck.Of(writing);
            var turn = new CompactionTurn(Path.Combine(directory, "compacting.lock"), options.BusyTimeout);
            var keyFile = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, KeysFile) };
            if (check.Kept is null)
            {
                PrivateFile.Make(keyFile.ToString());
            }

            keyStore = check.Kept is null || File.Exists(keyFile.DataSource) ? new(new(keyFile.ToString(), options), options, turn)
                : throw new ConsentStoreException($"The keys of the database are missing: there is no file {keyFile.DataSource}. New ones are never made beside data: bring them back from their backup.");
            var keys = new ContactKeyRing(keyStore, options.KeyEncryptionKey ?? FileKeyEncryptionKey.Open(Path.Combine(directory, KeyEncryptionKeyFile), mayMake: check.Kept is null && check.IsEmpty));
            var key = await keys.OpenStoreKeyAsync(_ => new(KeyCheck.Of(writing).Kept), check.IsEmpty, (value, _) => new(KeyCheck.Keep(writing, value)), CancellationToken.None).ConfigureAwait(false);
            var context = new WriterContext(keys, keyStore, key, options.EncryptEntries, turn);
            Head.Begin(writing, key.Records);
            Head.DemandNothingBeyond(writing);
            var cleaner = new FileCleaner(context, options.CompactAfterErasure, options.BusyTimeout);
            await cleaner.CleanAsync(writing).ConfigureAwait(false);
            writing.WatchLog();

            // A file that is gone is not made anew by whoever reads.
            var existing = new SqliteConnectionStringBuilder(options.ConnectionString);
            existing.Mode = existing.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : existing.Mode;
            var existingKeys = new SqliteConnectionStringBuilder(keyFile.ToString()) { Mode = SqliteOpenMode.ReadWrite };
            return new(new(() => new(existing.ToString(), options), context), new(writing, context, cleaner), context, keyStore, directory, () => new(existingKeys.ToString(), options));
        }
        catch
        {
            writing?.Dispose();
            keyStore?.Dispose();
            throw;
        }
    }

    /// <summary>Where the keys are: as the options say, or beside the database.</summary>
    public static string KeyDirectory(SqliteStoreOptions options) =>
        options.KeyDirectory ?? Path.GetFullPath(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource) + ".keys";

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        // The writer last: whoever is the last one copies the write-ahead log into the file, and the writer has had it open all the time.
        Readers.Dispose();
        _committer.Dispose();
        await Context.Keys.DisposeAsync().ConfigureAwait(false);
        _keyStore.Dispose();
    }
}
