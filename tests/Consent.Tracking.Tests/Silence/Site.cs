using Consent.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Silence;

/// <summary>A folder with a SQLite database, its keys, its published checkpoints and its journal; hosts over it, and what somebody does to the files.</summary>
internal sealed class Site : IDisposable
{
    public const string Origin = "shop.example/consents";

    public Site(string? folder = null) => Folder = folder is null ? Directory.CreateTempSubdirectory("consent-attack12-").FullName : Directory.CreateDirectory(folder).FullName;

    public string Folder { get; }

    public FakeTimeProvider Clock { get; set; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string Database => Path.Combine(Folder, "consents.db");

    public string Keys => Database + ".keys";

    public string Published => Path.Combine(Folder, "published");

    public string SigningKey => Path.Combine(Folder, "signing.key");

    public bool Encrypts { get; set; } = true;

    public Timestamp Now => Clock.GetUtcNow();

    /// <summary>A host as the documentation says one is made; with the generic host's services, which are started.</summary>
    public async Task<IHost> StartAsync(Action<ConsentTrackingOptions>? configure = null, Action<ConsentBuilder>? publish = null, bool isDefault = false)
    {
        var host = Build(configure, publish, isDefault);
        try
        {
            await host.StartAsync(Stop);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>The same host, not started: the first call opens it.</summary>
    public IHost Build(Action<ConsentTrackingOptions>? configure = null, Action<ConsentBuilder>? publish = null, bool isDefault = false)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(Clock);
        var consent = builder.Services.AddConsentTracking(options =>
        {
            (options.TransientRetryDelay, options.AlteredRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
            options.Notices = new([new("v1", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))]);
            configure?.Invoke(options);
        }).UseSqliteStore($"Data Source={Database}", options => (options.EncryptEntries, options.WaitForDisk) = (Encrypts, false));
        if (publish is not null)
        {
            publish(consent);
        }
        else if (!isDefault)
        {
            consent.SignCheckpoints(Origin, SigningKey).PublishCheckpointsTo(Published);
        }

        builder.Services.AddHealthChecks().AddConsent();
        return builder.Build();
    }

    public void Run(string sql, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>A copy of some files and folders, which puts them back as they are now.</summary>
    public Action Remember(params string[] paths)
    {
        var copies = new Dictionary<string, byte[]?>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
                {
                    copies[file] = File.ReadAllBytes(file);
                }
            }
            else
            {
                copies[path] = File.Exists(path) ? File.ReadAllBytes(path) : null;
            }
        }

        return () =>
        {
            foreach (var path in paths.Where(Directory.Exists))
            {
                foreach (var file in Directory.GetFiles(path, "*", SearchOption.AllDirectories).Where(f => !copies.ContainsKey(f)))
                {
                    File.Delete(file);
                }
            }

            foreach (var (file, bytes) in copies)
            {
                File.Delete(file);
                if (bytes is not null)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllBytes(file, bytes);
                    if (!OperatingSystem.IsWindows())
                    {
                        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    }
                }
            }
        };
    }

    public Action RememberDatabase() => Remember(Database, Database + "-wal", Database + "-shm");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}

internal static class SiteCalls
{
    public static ConsentTracker Tracker(this IHost host) => host.Services.GetRequiredService<ConsentTracker>();

    public static ConsentPrivacy Privacy(this IHost host) => host.Services.GetRequiredService<ConsentPrivacy>();

    public static ConsentAudit Audit(this IHost host) => host.Services.GetRequiredService<ConsentAudit>();

    public static async Task<HealthReportEntry> HealthAsync(this IHost host) => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries["consent"];

    public static async Task<ChangeResult> GiveAsync(this IHost host, ContactId contact, string? id = null)
    {
        Timestamp now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var change = ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v1", now).Give(Email, now, Form);
        return await host.Tracker().As(Api).ApplyAsync(id is null ? change : change.WithId(ChangeId.From(id)), Stop);
    }

    public static async Task<ChangeResult> NoAsync(this IHost host, ContactId contact, string? id = null)
    {
        var change = ConsentChange.For(contact).From(ChangeSource.Api).Object(Email).Withdraw(Email);
        return await host.Tracker().As(Api).ApplyAsync(id is null ? change : change.WithId(ChangeId.From(id)), Stop);
    }

    public static async Task<ConsentDecision> DecideAsync(this IHost host, ContactId contact) => await host.Tracker().DecideAsync(ProcessingRequest.ToContact(contact, Email), Stop);

    public static async Task<Auditing.LogVerdict> VerifyAsync(this IHost host) => await host.Audit().As(Dpo).VerifyAsync(cancellationToken: Stop);
}
