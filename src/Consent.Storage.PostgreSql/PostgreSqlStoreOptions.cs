using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>How a PostgreSQL store keeps its data.</summary>
/// <remarks>
/// Each part of the work can be done by a database user of its own: the writer inserts and never changes the log, the auditor reads, the eraser deletes what an erasure names, and the migrator owns
/// the tables. Users get their privileges as members of the roles <c>consent_writer</c>, <c>consent_auditor</c> and <c>consent_eraser</c>, which each start makes where it may; <see cref="PostgreSqlSchema.Script"/> is what an administrator runs instead.
/// </remarks>
public sealed class PostgreSqlStoreOptions
{
    // "_keys" is put behind it, and PostgreSQL cuts names after 63 bytes.
    private const int LongestSchema = 58;

    /// <summary>The database as the application sees it, as a connection string of Npgsql. A member of <c>consent_writer</c> suffices.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The host's own data source, instead of <see cref="ConnectionString"/>; the store does not dispose of it.</summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>As whom the audit log is read; the writer unless said otherwise. A member of <c>consent_auditor</c> suffices.</summary>
    public string? AuditorConnectionString { get; set; }

    /// <summary>
    /// A standby of the primary (or several: <c>Host=db2.example,db3.example</c>) from which histories, exports, dossiers and verification are read, where it is at least as new as what this process has seen. None unless said otherwise:
    /// then all is read from the primary. A member of <c>consent_auditor</c> suffices.
    /// </summary>
    /// <remarks>
    /// Whatever decides or is about to be written stays on the primary: records, lists of contacts, commits. A standby that is behind, down, hangs for 0.75 s, was promoted or is left on another timeline is no error: the
    /// primary answers instead (<see cref="PostgreSqlConsentStore.StandbyTrouble"/> says why). What other hosts wrote and this process has not seen may be missing, for as long as the standby is behind.
    /// </remarks>
    public string? StandbyConnectionString { get; set; }

    /// <summary>As whom contacts are erased, and the pages of their keys wrapped anew when the key-encryption key is renewed; the writer unless said otherwise. A member of <c>consent_eraser</c> suffices.</summary>
    public string? EraserConnectionString { get; set; }

    /// <summary>As whom schemas are made and brought up to date, and tables vacuumed after an erasure; the writer unless said otherwise. It becomes the owner of the tables.</summary>
    public string? MigratorConnectionString { get; set; }

    /// <summary>
    /// Where contacts' keys are, in a schema named like <see cref="Schema"/> with <c>_keys</c>; the same database unless said otherwise. Better is another server: as long as the keys are in the same
    /// database, its backups hold both what is encrypted and the wrapped keys, and an erasure reaches a backup only through the key-encryption key.
    /// </summary>
    public string? KeysConnectionString { get; set; }

    /// <summary>The schema: 1 to 58 lower-case letters, digits and underscores, not beginning with a digit. One log for each schema. <c>consent</c> unless said otherwise.</summary>
    public string Schema { get; set; } = "consent";

    /// <summary>A directory for what must not lie in the database: the key that wraps contacts' keys, the erasure journal. Made where there is none, for its owner alone. All processes of a store need the same key.</summary>
    public string KeyDirectory { get; set; } = "";

    /// <summary>Wraps contacts' keys; a file in <see cref="KeyDirectory"/> unless said otherwise.</summary>
    public IKeyEncryptionKey? KeyEncryptionKey { get; set; }

    /// <summary>Whether entries are encrypted, each contact's under a key of its own, so that an erasure reaches backups and write-ahead logs too. On unless said otherwise; may be changed later, for new contacts.</summary>
    public bool EncryptEntries { get; set; } = true;

    /// <summary>Whether each commit waits for the server's disk. Without it (<c>synchronous_commit=off</c>), a crash of the server may take the last commits away, whole. On unless said otherwise.</summary>
    public bool WaitForDisk { get; set; } = true;

    /// <summary>
    /// Whether tables are written anew after an erasure (<c>VACUUM FULL</c>), so that no trace stays between their rows; it locks them for a time in proportion to their size. Unless said so they are vacuumed,
    /// which leaves what was deleted unreachable, and overwritten some time. Either way write-ahead logs and backups keep it until they age out.
    /// </summary>
    public bool CompactAfterErasure { get; set; }

    /// <summary>How long to go on trying while the server is away, restarting or locked: 0 to 10 minutes; 4 s unless said otherwise, so that whoever waits is told within 5 s. For others who write is waited two and a half times as long.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Whether a pooler stands before the server that gives each transaction another session, such as PgBouncer in transaction mode. Then nothing is prepared or set for longer than a transaction. Off unless said otherwise.
    /// A <see cref="DataSource"/> of the host's has to say <c>No Reset On Close=true;Max Auto Prepare=0</c> itself.
    /// </summary>
    public bool PoolsTransactions { get; set; }

    internal PostgreSqlStoreOptions Checked(string parameter)
    {
        if (RetryTimeout < TimeSpan.Zero || RetryTimeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"{nameof(RetryTimeout)} is {RetryTimeout}; it must lie between 0 and 10 minutes.", parameter);
        }

        CheckSchema(Schema, parameter);

        if (DataSource is null && !NamesServer(ConnectionString))
        {
            throw new ArgumentException("The connection string names no server: write, for instance, Host=localhost;Database=crm;Username=crm.", parameter);
        }

        foreach (var other in new[] { AuditorConnectionString, StandbyConnectionString, EraserConnectionString, MigratorConnectionString, KeysConnectionString })
        {
            if (other is not null && !NamesServer(other))
            {
                throw new ArgumentException("One of the other connection strings names no server.", parameter);
            }
        }

        if (StandbyConnectionString is { } standby && new NpgsqlConnectionStringBuilder(standby).TargetSessionAttributes is { } meant && !(meant is "any" || meant.EndsWith("standby", StringComparison.Ordinal)))
        {
            throw new ArgumentException($"{nameof(StandbyConnectionString)} asks for a server that is no standby: leave Target Session Attributes out.", parameter);
        }

        if (string.IsNullOrWhiteSpace(KeyDirectory))
        {
            throw new ArgumentException("The key directory is not given: the key that wraps contacts' keys must not lie in the database.", parameter);
        }

        return (PostgreSqlStoreOptions)MemberwiseClone();
    }

    internal static void CheckSchema(string? schema, string parameter)
    {
        if (schema is not { Length: > 0 and <= LongestSchema } || char.IsAsciiDigit(schema[0]) || !schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') || schema.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw new ArgumentException($"The schema must have 1 to {LongestSchema} lower-case letters, digits and underscores, and begin neither with a digit nor with pg_.", parameter);
        }
    }

    /// <exception cref="ArgumentException">Malformed, or its settings contradict each other.</exception>
    private static bool NamesServer(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.Host is null or "")
        {
            return false;
        }

        // Npgsql would say so when it connects.
        if (!settings.Host.Contains(',', StringComparison.Ordinal) && settings.ShouldSerialize("Target Session Attributes") && !string.Equals(settings.TargetSessionAttributes, "any", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("Target Session Attributes choose among several hosts, and the connection string names one.", nameof(connectionString));
        }

        // Only here Npgsql compares settings with each other, such as a pool's sizes. Nothing is connected.
        OpenStore.Source(connectionString, pooled: false, new()).Dispose();
        return true;
    }
}
