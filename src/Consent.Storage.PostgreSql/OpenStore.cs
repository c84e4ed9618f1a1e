using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>A store while it is connected.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    public const int SchemaVersion = 1;
    public const int KeysVersion = 1;

    // Two tries of this length are within 5 s.
    private const int ConnectSeconds = 2;

    // Statements are few and simple: to plan them anew each time, or to compile them, takes longer than they do.
    private const string Settings = "SET plan_cache_mode = force_generic_plan; SET jit = off";

    private readonly bool _waitsForDisk;
    private readonly List<Database> _databases;
    private readonly Committer _committer;

    private OpenStore(List<Database> databases, Database user, Database auditor, StandbyReader? standby, Sql sql, WriterContext context, Eraser eraser, Committer committer, bool waitsForDisk)
    {
        _waitsForDisk = waitsForDisk;
        _databases = databases;
        User = user;
        Standby = standby;
        Reader = new(auditor, standby, sql, context);
        Sql = sql;
        Context = context;
        Eraser = eraser;
        _committer = committer;
        Writer = new(committer.CommitAsync);
        Notes = new(user, sql, context);
    }

    /// <summary>The database as the application sees it.</summary>
    public Database User { get; }

    /// <summary>The log as whoever reads it sees it.</summary>
    public LogReader Reader { get; }

    /// <summary>Where else it may be read; <see langword="null"/>: nowhere.</summary>
    public StandbyReader? Standby { get; }

    public Sql Sql { get; }

    public WriterContext Context { get; }

    public Eraser Eraser { get; }

    public GroupWriter<WriteRound> Writer { get; }

    public NoteTable Notes { get; }

    public static async Task<OpenStore> OpenAsync(PostgreSqlStoreOptions options)
    {
        MakeDirectory(options.KeyDirectory);
        var databases = new List<Database>();
        try
        {
            var timeline = new Timeline();
            var user = options.DataSource is { } given ? Add(databases, given, isOwned: false, options) : Add(databases, Source(options.ConnectionString, options.PoolsTransactions, timeline), isOwned: true, options);
            Database As(string? connectionString, Database otherwise, Timeline of) =>
                connectionString is null ? otherwise : Add(databases, Source(connectionString, options.PoolsTransactions, of), isOwned: true, options);
            var auditor = As(options.AuditorConnectionString, user, timeline);
            var eraser = As(options.EraserConnectionString, user, timeline);
            var owner = As(options.MigratorConnectionString, user, timeline);
            var elsewhere = options.KeysConnectionString is null ? null : As(options.KeysConnectionString, user, new());

            await Migration.RunAsync(owner, options.Schema, "store", SchemaVersion).ConfigureAwait(false);
            var keySchema = options.Schema + "_keys";
            await Migration.RunAsync(elsewhere ?? owner, keySchema, "keys", KeysVersion).ConfigureAwait(false);
            var keyStore = new PostgreSqlKeyStore(elsewhere ?? user, elsewhere ?? eraser, elsewhere ?? owner, keySchema, options.CompactAfterErasure);
            var sql = new Sql(options.Schema);
            var check = await KeyCheck.OfAsync(user, sql).ConfigureAwait(false);
            var keys = new ContactKeyRing(keyStore, options.KeyEncryptionKey ?? FileKeyEncryptionKey.Open(Path.Combine(options.KeyDirectory, "key-encryption.key"), mayMake: check.Kept is null && check.IsEmpty));
            var key = await keys.OpenStoreKeyAsync(async _ => (await KeyCheck.OfAsync(user, sql).ConfigureAwait(false)).Kept, check.IsEmpty, (value, stop) => KeyCheck.KeepAsync(user, sql, value, stop), CancellationToken.None).ConfigureAwait(false);
            var context = new WriterContext(keys, key, options.EncryptEntries);
            await KeyCheck.BeginAsync(user, sql, key.Records).ConfigureAwait(false);
            await Head.DemandNothingBeyondAsync(user, sql).ConfigureAwait(false);
            var making = new Eraser(eraser, sql, context, new(eraser, owner, sql, context, options.CompactAfterErasure));
            await CarryOnAsync(user, making, sql, context).ConfigureAwait(false);
            // It is not waited for: without it the store does all that it does.
            var standby = options.StandbyConnectionString is { } other ? new StandbyReader(Add(databases, Source(other, options.PoolsTransactions, new(), "standby"), isOwned: true, options), sql, context, timeline) : null;
            return new(databases, user, auditor, standby, sql, context, making, new(new(user, options.WaitForDisk, options.PoolsTransactions), sql, context, making, options.RetryTimeout), options.WaitForDisk);
        }
        catch
        {
            await DisposeAsync(databases).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Before what was found is answered as recorded: waits until the synchronous standby has it, where there is one. Whoever wrote it may have waited in vain.</summary>
    public async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        if (_waitsForDisk)
        {
            await User.ExecuteAsync(StandbyWait.Statement, () => [], cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        await _committer.DisposeAsync().ConfigureAwait(false);
        await Context.Keys.DisposeAsync().ConfigureAwait(false);
        await DisposeAsync(_databases).ConfigureAwait(false);
    }

    /// <summary>Finishes erasures that something stopped. Looks as the application, so that a process without an eraser needs none while there is nothing to do.</summary>
    private static async ValueTask CarryOnAsync(Database user, Eraser eraser, Sql sql, WriterContext context)
    {
        var remains = await user.ListAsync(sql.FindRemains, () => [], row => row.GetInt64(0), CancellationToken.None).ConfigureAwait(false);
        var doomed = await Cleaner.DoomedAsync(user, sql, context, CancellationToken.None).ConfigureAwait(false);
        await eraser.SweepAsync(remains).ConfigureAwait(false);
        if (doomed.Count > 0)
        {
            await eraser.CarryOnAsync().ConfigureAwait(false);
        }
    }

    private static void MakeDirectory(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The key directory {directory} cannot be made: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    /// <summary>A data source as the store needs it, where the host says nothing else: statements are prepared by themselves, a server that does not let anybody in is told soon, and of several one of a kind is meant.</summary>
    /// <param name="connectionString">The host's.</param>
    /// <param name="pooled">Whether each transaction has another session: then none is prepared, and nothing set.</param>
    /// <param name="timeline">What the servers' timelines are compared with.</param>
    /// <param name="meant">Which of several servers, unless the host says so.</param>
    public static NpgsqlDataSource Source(string connectionString, bool pooled, Timeline timeline, string meant = "read-write")
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (pooled)
        {
            settings.MaxAutoPrepare = 0;
        }
        else if (!settings.ShouldSerialize("Max Auto Prepare"))
        {
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (64, 2);
        }

        if (!settings.ShouldSerialize("Timeout"))
        {
            settings.Timeout = ConnectSeconds;
        }

        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true && !settings.ShouldSerialize("Target Session Attributes"))
        {
            settings.TargetSessionAttributes = meant;
        }

        // Nobody leaves anything in a session, and resetting each takes longer than reading a record.
        settings.NoResetOnClose = true;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UsePhysicalConnectionInitializer(
            connection =>
            {
                timeline.Check(connection);
                if (!pooled)
                {
                    connection.Command(Settings).ExecuteNonQuery();
                }
            },
            async connection =>
            {
                await timeline.CheckAsync(connection).ConfigureAwait(false);
                if (!pooled)
                {
                    await connection.Command(Settings).ExecuteNonQueryAsync().ConfigureAwait(false);
                }
            });
        return source.Build();
    }

    private static Database Add(List<Database> databases, NpgsqlDataSource source, bool isOwned, PostgreSqlStoreOptions options)
    {
        var database = new Database(source, isOwned, options.RetryTimeout);
        databases.Add(database);
        return database;
    }

    private static async ValueTask DisposeAsync(List<Database> databases)
    {
        foreach (var database in databases)
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }
    }
}
