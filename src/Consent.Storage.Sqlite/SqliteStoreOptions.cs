using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite;

/// <summary>How a SQLite store keeps its data.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file, as a connection string of Microsoft.Data.Sqlite: <c>Data Source=consents.db</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// A directory for what must not lie in the database: contacts' keys, the key that wraps them, the erasure journal. Made where there is none, for its owner alone. Unless said
    /// otherwise it is <c>FILE.keys</c> beside the database; better is another disk, with backups of its own that are kept for a short time only.
    /// </summary>
    public string? KeyDirectory { get; set; }

    /// <summary>Wraps contacts' keys; a file in <see cref="KeyDirectory"/> unless said otherwise.</summary>
    public IKeyEncryptionKey? KeyEncryptionKey { get; set; }

    /// <summary>Whether entries are encrypted, each contact's under a key of its own, so that an erasure reaches backups of the database too. On unless said otherwise; may be changed later, for new contacts.</summary>
    public bool EncryptEntries { get; set; } = true;

    /// <summary>Whether each commit waits for the disk (<c>synchronous=FULL</c>). Without it, a power cut may take the last commits away, whole. On unless said otherwise.</summary>
    public bool WaitForDisk { get; set; } = true;

    /// <summary>
    /// Whether the files are written anew after an erasure (<c>VACUUM</c>), so that no trace stays between the rows: what is deleted is overwritten in any case, but a copy of it may be left where SQLite moved rows from one page to another.
    /// It takes time in proportion to the file, and changes wait meanwhile, those of other processes too. On unless said otherwise. Where that is too long, turn it off, and call <see cref="SqliteConsentStore.CompactAsync"/> each night.
    /// </summary>
    public bool CompactAfterErasure { get; set; } = true;

    /// <summary>How long to wait for another process that writes: 0 to 10 minutes; 5 s unless said otherwise.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal SqliteStoreOptions Checked(string parameter)
    {
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"{nameof(BusyTimeout)} is {BusyTimeout}; it must lie between 0 and 10 minutes.", parameter);
        }

        if (new SqliteConnectionStringBuilder(ConnectionString) is not { DataSource: not ("" or ":memory:"), Mode: not SqliteOpenMode.Memory })
        {
            throw new ArgumentException("The connection string names no database file: write, for instance, Data Source=consents.db.", parameter);
        }

        return (SqliteStoreOptions)MemberwiseClone();
    }
}
