using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking.Tests;

/// <summary>What a host says that does not start: the key's full name, and what to write.</summary>
public sealed class ConfigurationFlawTests : IDisposable
{
    private readonly ConfiguredHost _host = new();

    public void Dispose() => _host.Dispose();

    public static TheoryData<string, string> Flaws => new()
    {
        { """ "Jurisdicton": "Italy" """, "Consent:Jurisdicton: nobody knows this key. Known here: AlteredRetryDelay, Checkpoints," },
        { """ "Jurisdiction": "Atlantis" """, "Consent:Jurisdiction: no jurisdiction has this name. Write one of EuropeanUnion, Italy," },
        { """ "Jurisdiction": { "Italy": true } """, "Consent:Jurisdiction: it is one value, and keys are below it." },
        { """ "Jurisdictions": { "Atlantis": true } """, "Consent:Jurisdictions:Atlantis: no jurisdiction has this name. Write one of EuropeanUnion," },
        { """ "Jurisdictions": { "Portugal": "law/portugal.json" } """, "Consent:Jurisdictions:Portugal: there is no file " },
        { """ "Jurisdictions": { "Portugal": "italy.json" } """, "is of the jurisdiction Italy (IT): write that name here." },
        { """ "Jurisdictions": { "Portugal": "empty.json" } """, "Consent:Jurisdictions:Portugal: in the file " },
        { """ "Jurisdictions": { "Germany": { "double-opt-out": false } } """, "Consent:Jurisdictions:Germany:double-opt-out: nobody knows this key. Known here: double-opt-in" },
        { """ "Jurisdictions": [ "Italy", "Germany" ] """, "Consent:Jurisdictions:0: a list is not read, since the lists of two sources of configuration mix: write an object, { \"name\": true }." },
        { """ "Sector": "a b" """, "Consent:Sector: it is no line of business. Write Other, Electricity, Gas, Charity," },
        { """ "Jurisdiction": "Italy" """, "Sectors is empty, and Italy has rules for some lines of business" },
        { """ "Start": { "Timeout": "60" } """, "Consent:Start:Timeout: it cannot be read: write hours, minutes and seconds, such as 00:01:00" },
        { """ "Start": { "VerifyState": "perhaps" } """, "Consent:Start:VerifyState: it cannot be read: write true or false." },
        { """ "Start": "00:01:00" """, "Consent:Start: it is a section: write an object, { … }." },
        { """ "TransientRetries": "3.5" """, "Consent:TransientRetries: it cannot be read: write a whole number, such as 3." },
        { """ "TransientRetries": 21 """, "TransientRetries is 21; it must lie between 0 and 20." },
        { """ "TimeZone": "Europe/Atlantis" """, "Consent:TimeZone: this machine knows no such time zone." },
        { """ "EarliestPlausible": "yesterday" """, "Consent:EarliestPlausible: it cannot be read: write an instant" },
        { """ "Taxonomy": "nowhere.json" """, "Consent:Taxonomy: there is no file " },
        { """ "Taxonomy": "empty.json" """, "Consent:Taxonomy: in the file empty.json:version: it is missing. Write, for instance, \"shop-2026\"." },
        { """ "Taxonomy": "purposes.json" """, "Consent:Taxonomy: in the file purposes.json:purposes:news:chanel: nobody knows this key. Known here: basis, channel, operation, softSpamFor, validityMonths." },
        { """ "Taxonomy": "purposes.json" """, "Consent:Taxonomy: in the file purposes.json:purposes:news:operation: it cannot be read: write one of None, ToContact," },
        { """ "Taxonomy": "broken.json" """, "broken.json is no JSON: " },
        { """ "Taxonomy": "orphan.json" """, "Consent:Taxonomy: in the file orphan.json: " },
        { """ "Notices": "nowhere" """, "Consent:Notices: there is no directory " },
        { """ "Notices": "notices" """, "Consent:Notices: in the file v1.json:publishedAt: it is missing. Write, for instance, \"2026-01-01T00:00:00Z\"." },
        { """ "Notices": "texts" """, "Consent:Notices: in the file v1.json:texts:it: there is no file " },
        { """ "Checkpoints": { "Origin": "shop.example/consents" } """, "Consent:Checkpoints:KeyFile: it is missing, and Origin is there." },
        { """ "Checkpoints": { "Origin": "a b\n", "KeyFile": "k" } """, "Consent:Checkpoints:Origin: it is no log's name." },
        { """ "Checkpoints": { "Sinks": { "archive": {} } } """, "Consent:Checkpoints:Sinks:archive:Directory: it is missing. Write, for instance, checkpoints." },
        { """ "Links": { "Origin": "https://shop.example" } """, "Consent:Links: nobody reads it: add the package Consent.AspNetCore, and write c.AddConsentLinks() in the code of AddConsent." },
    };

    public static TheoryData<string, string> StoreFlaws => new()
    {
        { "{}", "Consent:Store: no store is chosen. Write, for instance, \"Store\": { \"Sqlite\": { \"ConnectionString\": \"Data Source=consents.db\" } }." },
        { """{ "Store": "Sqlite" }""", "Consent:Store: it is a section: write an object, { … }." },
        { """{ "Store": { "Sqlite": true } }""", "Consent:Store:Sqlite:ConnectionString: it is missing. Write, for instance, Data Source=consents.db." },
        { """{ "Store": { "Sqlite": "Data Source=consents.db" } }""", "Consent:Store:Sqlite: it is a section: write an object, { … }, or true." },
        { """{ "Store": { "Sqlite": { "ConectionString": "x", "ConnectionString": "Data Source=a.db" } } }""", "Consent:Store:Sqlite:ConectionString: nobody knows this key. Known here: BusyTimeout, CompactAfterErasure, ConnectionString," },
        { """{ "Store": { "Sqlite": { "ConnectionString": "Data Source=:memory:" } } }""", "Consent:Store:Sqlite: The connection string names no database file: write, for instance, Data Source=consents.db." },
        { """{ "Store": { "Sqlite": { "ConnectionString": "Password" } } }""", "Consent:Store:Sqlite: " },
        { """{ "Store": { "PostgreSql": { "ConnectionString": "Host=localhost" } } }""", "Consent:Store:PostgreSql: nobody has named this store. Add the package Consent.Storage.PostgreSql, and write c => c.AddPostgreSql() in the code of AddConsent." },
        { """{ "Store": { "Oracle": {} } }""", "Consent:Store:Oracle: no store has this name. Write one of InMemory, PostgreSql, Sqlite." },
        { """{ "Store": { "Sqlite": { "ConnectionString": "Data Source=a.db" }, "InMemory": true } }""", "Consent:Store: 2 stores are chosen (" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_told_with_the_keys_full_name_and_what_to_write(string said, string told)
    {
        WriteFiles();
        Assert.Contains(_host.Flaws($$"""{ "Consent": { {{said}}, "Store": { "InMemory": true } } }"""), f => f.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(StoreFlaws))]
    public void A_flaw_in_the_choice_of_the_store_is_told_once_with_what_to_write(string section, string told) =>
        Assert.StartsWith(told, Assert.Single(_host.Flaws($$"""{ "Consent": {{section.Replace("{}", """{ "Start": { "Timeout": "00:01:00" } }""", StringComparison.Ordinal)}} }""", c => c.AddSqlite().AddInMemory())), StringComparison.Ordinal);

    [Fact]
    public void A_missing_section_is_told() => Assert.Contains(_host.Flaws("{}"), f => f.StartsWith("Consent: the configuration has no such section.", StringComparison.Ordinal));

    [Fact]
    public void All_flaws_are_told_at_once()
    {
        var flaws = _host.Flaws("""{ "Consent": { "Jurisdiction": "Atlantis", "Strat": true, "Start": { "Timeout": "soon" }, "Store": { "Sqlite": { "BusyTimeout": "1" } } } }""");
        Assert.All(["Consent:Jurisdiction:", "Consent:Strat:", "Consent:Start:Timeout:", "Consent:Store:Sqlite:BusyTimeout:", "Consent:Store:Sqlite:ConnectionString:"], key => Assert.Contains(flaws, f => f.StartsWith(key, StringComparison.Ordinal)));
        Assert.Equal(5, flaws.Count);
    }

    [Fact]
    public void No_flaw_quotes_what_stands_there_in_a_connection_string()
    {
        var flaws = _host.Flaws("""{ "Consent": { "TransientRetries": "hunter2", "Store": { "Sqlite": { "ConnectionString": "Data Source=a.db;Pasword=hunter2" } } } }""");
        Assert.DoesNotContain(flaws, f => f.Contains("hunter2", StringComparison.Ordinal));
    }

    private void WriteFiles()
    {
        _host.Write("italy.json", Jurisdiction.Italy.ToJson());
        _host.Write("empty.json", "{}");
        _host.Write("broken.json", "{");
        _host.Write("purposes.json", """{ "version": "1", "purposes": { "news": { "chanel": "Email", "operation": "Sing" } } }""");
        _host.Write("orphan.json", """{ "version": "1", "purposes": { "news.letter": { "channel": "Email", "operation": "ToContact" } } }""");
        _host.Write("notices/v1.json", """{ "version": "v1" }""");
        _host.Write("texts/v1.json", """{ "version": "v1", "publishedAt": "2026-01-01T00:00:00Z", "texts": { "it": "v1.it.html" } }""");
    }
}
