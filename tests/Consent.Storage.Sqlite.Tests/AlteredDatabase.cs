using Consent.Tracking;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>A small database with everything in it that decides: consents, noes, links, a closed id, a notice; and what somebody can do to its files while nobody has them open.</summary>
internal sealed class AlteredDatabase : IDisposable
{
    public static readonly ContactId Ada = ContactId.From("ada");
    public static readonly ContactId Bea = ContactId.From("bea");
    public static readonly ContactId Cid = ContactId.From("cid");
    public static readonly ContactId Dan = ContactId.From("dan");
    public static readonly PurposePath Email = Purposes.Marketing.Automatic.Email;

    private static readonly Actor s_api = Actor.ApiClient("crm");
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    private AlteredDatabase() => Path = _folder.File("consents.db");

    public string Path { get; private init; }

    /// <summary>The files: the database and its keys.</summary>
    public IEnumerable<string> Files => [Path, .. Directory.EnumerateFiles(Path + ".keys").Order(StringComparer.Ordinal)];

    /// <summary>Ada consented and objected, Bea consented, Cid is linked with Bea and withdrew, Dan must not be contacted.</summary>
    public static async Task<AlteredDatabase> WriteAsync()
    {
        var database = new AlteredDatabase();
        await database.UseAsync(async host =>
        {
            foreach (var contact in new[] { Ada, Bea, Cid, Dan })
            {
                await host.GiveAsync(contact);
            }

            await host.NoAsync(Ada);
            await host.Tracker.As(s_api).LinkAsync(new(Bea, Cid, host.Now, ChangeId.From("link")), Some.Stop);
            await host.NoAsync(Dan);
            await host.Privacy.As(s_manager).EraseAsync(new(Dan, "GDPR 17(1)(b)"), Some.Stop);
            await host.Audit.CheckpointAsync(Some.Stop);
            return true;
        });
        return database;
    }

    /// <summary>The same files at another place, for one to do harm to.</summary>
    public AlteredDatabase Copy()
    {
        var copy = new AlteredDatabase { Path = _folder.File($"copy-{++_copies}.db") };
        File.Copy(Path, copy.Path);
        Directory.CreateDirectory(copy.Path + ".keys");
        foreach (var file in Directory.EnumerateFiles(Path + ".keys"))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path + ".keys", System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>Opens it as a host does, and lets go of it again.</summary>
    public async Task<T> UseAsync<T>(Func<Host, Task<T>> use)
    {
        await using var host = new Host(Path);
        return await use(host);
    }

    /// <summary>Whom the host may send mail, and why not; and what verifying comes to.</summary>
    public Task<IReadOnlyList<(DecisionOutcome Outcome, DecisionCode Code)>> AnswersAsync() => UseAsync<IReadOnlyList<(DecisionOutcome Outcome, DecisionCode Code)>>(async host =>
    {
        var answers = new List<(DecisionOutcome, DecisionCode)>();
        foreach (var contact in new[] { Ada, Bea, Cid, Dan })
        {
            var decision = await host.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, Email), Some.Stop);
            answers.Add((decision.Outcome, decision.Code));
        }

        return answers;
    });

    public Task<Auditing.LogVerdict> VerifyAsync() => UseAsync(async host => await host.Audit.As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop));

    /// <summary>Writes into the database as its owner may, past triggers.</summary>
    public void Run(string sql, params (string Name, object? Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var triggers = connection.CreateCommand();
        triggers.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = 'trigger'";
        var drop = triggers.ExecuteScalar() as string;
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = drop is null ? sql : $"{drop};{sql}";
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    /// <summary>Puts the rows of tables back as they are now, when it is called.</summary>
    public Action Remember(params string[] tables)
    {
        foreach (var table in tables)
        {
            Run($"DROP TABLE IF EXISTS old_{table}; CREATE TABLE old_{table} AS SELECT * FROM {table}");
        }

        return () =>
        {
            foreach (var table in tables)
            {
                Run($"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM old_{table}; DROP TABLE old_{table}");
            }
        };
    }

    /// <summary>A row of a table, to be put back.</summary>
    public (string Name, object? Value)[] Row(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        reader.Read();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => ($"${reader.GetName(i)}", (object?)reader.GetValue(i)))];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A host over the database.</summary>
    internal sealed class Host : IAsyncDisposable
    {
        private static int s_changes;
        private readonly ServiceProvider _services;
        private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        public Host(string path, bool encrypts = true)
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(_clock);
            services.AddConsentTracking(options => options.Notices = new([new("v1", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))])).UseSqliteStore($"Data Source={path}", options => options.EncryptEntries = encrypts)
                .SignCheckpoints("shop.example/consents", System.IO.Path.Combine(path + ".keys", "checkpoints.key"));
            _services = services.BuildServiceProvider();
        }

        public Timestamp Now => _clock.GetUtcNow();

        public ConsentTracker Tracker => _services.GetRequiredService<ConsentTracker>();

        public ConsentPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>();

        public SqliteConsentStore Store => (SqliteConsentStore)_services.GetRequiredService<IConsentStore>();

        public ConsentAudience Audience => _services.GetRequiredService<ConsentAudience>();

        public ConsentAudit Audit => _services.GetRequiredService<ConsentAudit>();

        public async Task GiveAsync(ContactId contact)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Tracker.As(s_api).ApplyAsync(
                ConsentChange.For(contact).WithId(Next()).From(ChangeSource.SelfService).AcceptNotice("v1", Now).Give(Email, Now, Evidence.WebForm("https://shop.example/form")), Some.Stop);
        }

        public async Task<HealthCheckResult> HealthAsync()
        {
            var check = _services.GetRequiredService<ConsentHealthCheck>();
            return await check.CheckHealthAsync(new() { Registration = new("consent", check, HealthStatus.Unhealthy, null) }, Some.Stop);
        }

        /// <summary>Mail may be sent to these.</summary>
        public async Task<ContactId[]> ListAsync() => await Audience.StreamAsync(ProcessingRequest.ToContactAnyone(Email), Some.Stop).OrderBy(id => id.Value, StringComparer.Ordinal).ToArrayAsync(Some.Stop);

        /// <summary>Whoever was erased consents again.</summary>
        public async Task AgainAsync(ContactId contact)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            await Tracker.As(Actor.ForSelf(contact)).ApplyAsync(
                ConsentChange.For(contact).WithId(Next()).From(ChangeSource.SelfService).AcceptNotice("v1", Now).Give(Email, Now, Evidence.WebForm("https://shop.example/form")), Some.Stop);
        }

        public async Task NoAsync(ContactId contact)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Tracker.As(s_api).ApplyAsync(ConsentChange.For(contact).WithId(Next()).From(ChangeSource.Api).Object(Email).Withdraw(Email), Some.Stop);
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();

        private static ChangeId Next() => ChangeId.From($"change {Interlocked.Increment(ref s_changes)}");
    }
}
