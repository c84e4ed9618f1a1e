using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private const string InMemory = """{ "Consent": { "Store": { "InMemory": {} } } }""";
    private readonly ConfiguredHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_is_not_said_stays_as_it_is_without_configuration()
    {
        var (plain, read) = (new ConsentTrackingOptions(), _host.Options(InMemory));
        Assert.All(typeof(ConsentTrackingOptions).GetProperties().Where(p => p.Name is not nameof(plain.Sectors) and not nameof(plain.OtherJurisdictions)), p => Assert.Equal(p.GetValue(plain), p.GetValue(read)));
        Assert.Empty(read.OtherJurisdictions);
        Assert.Empty(read.Sectors);
    }

    [Fact]
    public void Every_option_that_a_text_can_say_can_be_configured()
    {
        var read = _host.Options("""
            {
              // Comments are for people.
              "Consent": {
                "Jurisdiction": "italy", "Sector": { "Electricity": true, "Gas": false, "Other": true },
                "Jurisdictions": { "Germany": { "double-opt-in": false }, "FR": true, "Spain": false },
                "FutureTolerance": "00:10:00", "EarliestPlausible": "2001-01-01T00:00:00Z", "TimeZone": "Europe/Rome", "TransientRetries": 5, "TransientRetryDelay": "00:00:00.1",
                "PublicationInterval": "00:00:30", "AlteredRetryDelay": "00:00:01", "ScrubInterval": "never",
                "Checkpoints": { "Interval": "00:00:02", "Entries": 50, "Limit": "00:00:03" },
                "Start": { "Timeout": "00:05:00", "VerifyState": true },
                "Store": { "InMemory": true, "Sqlite": false }
              }
            }
            """);
        Assert.Equal(Jurisdiction.Italy, read.Jurisdiction);
        Assert.Equal([Jurisdiction.Germany.TurnOff("double-opt-in"), Jurisdiction.France], read.OtherJurisdictions.OrderBy(j => j.Code, StringComparer.Ordinal));
        Assert.Equal(["electricity", "other"], read.Sectors.Select(s => s.Name).Order());
        Assert.Equal((TimeSpan.FromMinutes(10), Timestamp.Parse("2001-01-01T00:00:00.000000Z"), "Europe/Rome"), (read.FutureTolerance, read.EarliestPlausible, read.TimeZone!.Id));
        Assert.Equal((5, TimeSpan.FromMilliseconds(100)), (read.TransientRetries, read.TransientRetryDelay));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan), (read.PublicationInterval, read.AlteredRetryDelay, read.ScrubInterval));
        Assert.Equal((TimeSpan.FromSeconds(2), 50, TimeSpan.FromSeconds(3)), (read.CheckpointInterval, read.CheckpointEntries, read.CheckpointLimit));
        Assert.Equal((TimeSpan.FromMinutes(5), true), (read.StartTimeout, read.VerifyStateAtStart));
    }

    [Fact]
    public void Purposes_come_from_a_file()
    {
        _host.Write("purposes.json", """
            {
              "version": "shop-2026", "extends": "Contactlab",
              "groups": { "newsletters": { "operation": "ToContact", "validityMonths": 24 } },
              "purposes": { "newsletters.sneakers": { "channel": "Email" }, "orders": { "channel": "Email", "operation": "ToContact", "basis": "Contract" } }, // ours
              "covers": { "marketing": { "newsletters": true, "profiling.classic": "onlyForDirectMarketing" } },
              "retired": { "profiling.online": true }
            }
            """);
        var read = _host.Options("""{ "Consent": { "Taxonomy": "purposes.json", "Store": { "InMemory": true } } }""").Taxonomy;
        var wanted = ContactlabTaxonomy.Extend("shop-2026").Group("newsletters", Operation.ToContact, 24).Purpose("newsletters.sneakers", Channel.Email)
            .Purpose("orders", Channel.Email, Operation.ToContact, basis: PurposeBasis.Contract)
            .Covers("marketing", "newsletters").Covers("marketing", "profiling.classic", onlyForDirectMarketing: true).Retire("profiling.online").Build();
        Assert.Equal(wanted.Stamp, read.Stamp);
    }

    [Fact]
    public void Notices_come_from_a_directory_with_their_texts_beside_them()
    {
        _host.Write("notices/v1.json", """{ "version": "v1", "publishedAt": "2025-01-01T00:00:00Z", "texts": { "it": "v1.it.html", "en": "v1.en.html" } }""");
        _host.Write("notices/v1.it.html", "Informativa è");
        _host.Write("notices/v1.en.html", "Notice");
        _host.Write("notices/v2.json", """{ "version": "v2", "publishedAt": "2026-01-01T01:00:00+01:00", "materialFor": { "marketing.automatic.sms": true }, "saysAutomatedCoversTraditional": true }""");
        var read = _host.Options("""{ "Consent": { "Notices": "notices/", "Store": { "InMemory": true } } }""").Notices;
        Assert.Equal(
            [
                new Notice("v1", Timestamp.Parse("2025-01-01T00:00:00.000000Z")).WithText("it", "Informativa è").WithText("en", "Notice"),
                new Notice("v2", Timestamp.Parse("2026-01-01T00:00:00.000000Z")) { MaterialFor = [Purposes.Marketing.Automatic.Sms], SaysAutomatedCoversTraditional = true },
            ],
            read.Notices);
    }

    [Fact]
    public void A_jurisdiction_of_ones_own_comes_from_a_file()
    {
        var own = Jurisdiction.Italy.With(it => it.Validity(24, v => v.Operations(Operation.ToContact)));
        _host.Write("law/italy.json", own.ToJson());
        var read = _host.Options("""{ "Consent": { "Jurisdiction": "IT", "Sector": "Other", "Jurisdictions": { "Italy": "law/italy.json", "EU": true }, "Store": { "InMemory": true } } }""");
        Assert.Equal(own, read.Jurisdiction);
        Assert.Equal([Jurisdiction.EuropeanUnion], read.OtherJurisdictions);
    }

    [Fact]
    public async Task The_store_its_keys_and_checkpoints_lie_where_the_content_root_is()
    {
        var services = _host.Services("""
            {
              "Consent": {
                "Store": { "Sqlite": { "ConnectionString": "Data Source=consents.db", "KeyDirectory": "keys", "ErasureJournal": "elsewhere/erasures.jsonl", "BusyTimeout": "00:00:01" } },
                "Checkpoints": { "Origin": "shop.example/consents", "KeyFile": "signing/checkpoints.key", "Interval": "00:00:00", "Sinks": { "archive": { "Directory": "published" }, "old": false } }
              }
            }
            """);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.Folder));
        Assert.IsType<SqliteConsentStore>(services.GetRequiredService<IConsentStore>());
        var told = await services.GetRequiredService<ConsentTracker>().As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Object(Purposes.All), Stop);
        Assert.Equal(ChangeOutcome.Recorded, told.Outcome);
        Assert.All(["consents.db", "keys/contacts.keys", "signing/checkpoints.key"], file => Assert.True(File.Exists(Path.Combine(_host.Folder, file)), file));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_host.Folder, "published")));
        await services.DisposeAsync();
    }

    [Fact]
    public void Environment_variables_say_it_too_whatever_their_case()
    {
        const string Prefix = "CONSENT_TEST_";
        const string Name = $"{Prefix}Consent__Store__Sqlite__ConnectionString";
        try
        {
            Environment.SetEnvironmentVariable(Name, "Data Source=from-environment.db");
            Environment.SetEnvironmentVariable($"{Prefix}CONSENT__START__TIMEOUT", "00:02:00");
            var services = _host.Services(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());
            Assert.Equal(TimeSpan.FromMinutes(2), services.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value.StartTimeout);
            Assert.Equal(Path.Combine(_host.Folder, "from-environment.db.keys"), services.GetRequiredService<ConsentStoreRegistration>().KeysFolder);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
            Environment.SetEnvironmentVariable($"{Prefix}CONSENT__START__TIMEOUT", null);
        }
    }

    [Fact]
    public void A_later_source_switches_off_what_an_earlier_one_chose()
    {
        var services = _host.Services(
            """{ "Consent": { "Store": { "Sqlite": { "ConnectionString": "Data Source=consents.db" } } } }""", null, ("Consent:Store:Sqlite", "false"), ("Consent:Store:InMemory", "true"));
        Assert.IsType<InMemoryConsentStore>(services.GetRequiredService<IConsentStore>());
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void Code_wins_over_configuration()
    {
        var store = new InMemoryConsentStore();
        var services = _host.Services(
            """{ "Consent": { "Jurisdiction": "Germany", "Start": { "Timeout": "00:05:00" }, "Store": { "Sqlite": { "ConnectionString": "no file at all" } } } }""",
            c => c.UseStore("UseTheHosts", _ => store).Configure(o => o.Jurisdiction = Jurisdiction.France));
        services.GetRequiredService<IStartupValidator>().Validate();
        var options = services.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value;
        Assert.Equal((Jurisdiction.France, TimeSpan.FromMinutes(5)), (options.Jurisdiction, options.StartTimeout));
        Assert.Same(store, services.GetRequiredService<IConsentStore>());
    }

    [Fact]
    public async Task A_test_of_the_host_replaces_the_configured_store_and_all_that_belongs_to_it()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Consent:Store:Sqlite:ConnectionString", "nothing"), new("Consent:Checkpoints:Sinks:archive:Directory", Path.Combine(_host.Folder, "published"))]).Build();
        services.AddConsent(configuration.GetSection("Consent"), c => c.AddSqlite());
        var store = new InMemoryConsentStore();
        await using var provider = services.ReplaceConsentStore(store).BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        await provider.GetRequiredService<ConsentTracker>().As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Object(Purposes.All), Stop);
        Assert.Equal(1, (await store.FindAsync([new(Ada)], Stop))[0].Version);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.Folder));
    }
}
