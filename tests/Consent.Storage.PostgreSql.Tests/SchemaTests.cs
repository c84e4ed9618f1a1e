using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class SchemaTests
{
    [Fact]
    public async Task What_was_written_is_there_when_another_process_opens_it()
    {
        await using var schema = await Schema.CreateAsync();
        StoredContact before;
        TreeHead head;
        await using (var store = schema.Open())
        {
            var first = Some.First("ada");
            await store.CommitAsync(first, Some.First("bea"));
            await store.CommitAsync(first.Then("2", 5));
            await store.Log.AddCheckpointAsync(new(3, Some.Start, "a note\n"), Some.Stop);
            before = await store.FindAsync("ada");
            head = await store.Log.HeadAtAsync(3, Some.Stop);
        }

        await using var again = schema.Open();
        var found = await again.FindAsync("ada");
        Assert.True(before.Snapshot!.SaysTheSameAs(found.Snapshot!));
        Assert.Equal(before.Snapshot.Revision, found.Snapshot!.Revision);
        Assert.Equal((before.Version, before.Recorded), (found.Version, found.Recorded));
        Assert.Equal(3, (await again.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(head, await again.Log.HeadAtAsync(3, Some.Stop));
        Assert.Equal("a note\n", (await again.Log.LastCheckpointAsync(Some.Stop))!.Note);
        Assert.Equal(LogFlaw.None, (await again.VerifyAsync()).Flaw);
        Assert.IsType<CommitOutcome.AlreadyRecorded>((await again.CommitAsync(Some.First("ada")))[0]);
    }

    [Fact]
    public async Task Processes_that_start_at_once_make_one_schema()
    {
        await using var schema = await Schema.CreateAsync();
        PostgreSqlConsentStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => schema.Open())];

        await Task.WhenAll(stores.Select((s, n) => s.CommitAsync(Some.First($"contact {n}"))));

        Assert.Equal(4, (await stores[0].GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(1L, await schema.AskAsync("SELECT count(*) FROM consent_migration"));
        Assert.Equal(LogFlaw.None, (await stores[1].VerifyAsync()).Flaw);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            await store.CommitAsync(Some.First("ada"));
        }

        await schema.AskAsync("INSERT INTO consent_migration (version) VALUES (1000)");
        await using var older = schema.Open();
        var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await older.GetHeadAsync(Some.Stop));
        Assert.Contains("schema 1000", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task Another_programs_schema_is_refused_and_left_as_it_is()
    {
        await using var schema = await Schema.CreateAsync();
        await schema.AskAsync($"CREATE SCHEMA {schema.Name}");
        await schema.AskAsync("CREATE TABLE theirs (x integer)");
        await using var store = schema.Open();

        var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.CommitAsync(Some.First("ada")));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await schema.AskAsync($"SELECT count(*) FROM pg_class WHERE relnamespace = '{schema.Name}'::regnamespace"));
    }

    [Theory]
    [InlineData("UPDATE entry SET leaf = '' WHERE idx = 0")]
    [InlineData("INSERT INTO entry (idx, leaf) VALUES (0, '') ON CONFLICT (idx) DO UPDATE SET leaf = ''")]
    [InlineData("UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); UPDATE entry SET leaf = '', contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = '1' WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); DELETE FROM entry WHERE idx = 0")]
    [InlineData("UPDATE entry SET sealed = '' WHERE idx = 0")]
    [InlineData("DELETE FROM entry")]
    [InlineData("TRUNCATE entry")]
    [InlineData("UPDATE head SET size = 0")]
    [InlineData("DELETE FROM head")]
    [InlineData("TRUNCATE head")]
    [InlineData("UPDATE checkpoint SET note = ''")]
    [InlineData("DELETE FROM checkpoint")]
    [InlineData("TRUNCATE checkpoint")]
    public async Task The_database_refuses_even_its_owner_to_change_the_log(string attack)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        await store.Log.AddCheckpointAsync(new(2, Some.Start, "a note\n"), Some.Stop);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => schema.AskAsync(attack));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Theory]
    [InlineData("UPDATE entry SET sealed = sealed || '\\x00' WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE idx = 0) WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("UPDATE entry SET contact = NULL WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("UPDATE entry SET contact = 1 WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 1", LogFlaw.ErasedWithoutEntry)]
    [InlineData("UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE idx = 0) WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DELETE FROM entry WHERE idx = 1", LogFlaw.OutOfPlace)]
    public async Task Whoever_gets_past_that_is_found_by_a_verification(string attack, LogFlaw flaw)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"), Some.First("cay"));

        var before = await store.TreeHeadAsync();

        await schema.AskAsync($"SET session_replication_role = replica; {attack}");

        var verdict = await store.VerifyAsync(before);
        Assert.Equal((flaw, 1), (verdict.Flaw, verdict.Index));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Consent")]
    [InlineData("1st")]
    [InlineData("pg_consent")]
    [InlineData("a b")]
    [InlineData("x\"; DROP SCHEMA consent; --")]
    [InlineData("a_name_that_is_longer_than_what_postgresql_takes_with_keys_")]
    public void A_schema_name_that_is_no_plain_identifier_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { ConnectionString = "Host=localhost", KeyDirectory = "keys", Schema = name }));

    [Fact]
    public void Options_that_cannot_work_are_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { KeyDirectory = "keys" }));
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { ConnectionString = "Host=localhost;Target Session Attributes=primary", KeyDirectory = "keys" }));
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { ConnectionString = "Host=localhost" }));
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { ConnectionString = "Host=localhost", KeyDirectory = "keys", RetryTimeout = TimeSpan.FromHours(1) }));
        Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(new() { ConnectionString = "Host=localhost", KeyDirectory = "keys", EraserConnectionString = "Database=x" }));
    }

    [Fact]
    public async Task Ids_changes_and_reasons_that_look_like_sql_are_only_text()
    {
        const string Injection = "x'); DROP TABLE entry CASCADE; --$$\\";
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First(Injection, Injection, reason: Injection));

        var found = await store.FindAsync(Injection, Injection);
        Assert.Equal(Injection, found.Recorded!.Evidence!.Reason);
        Assert.Single(await store.ReadLogAsync(new() { Contact = Some.Contact(Injection) }, Some.Stop).ToListAsync(Some.Stop));
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task Many_commits_at_once_are_copied_and_few_are_inserted_to_the_same_effect()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        ConsentCommit[] firsts = [.. Enumerable.Range(0, 1000).Select(n => Some.First($"contact {n}"))];

        await store.CommitAsync(firsts);
        await store.CommitAsync(firsts[..10].Select(f => f.Then("2", 5)).ToArray());

        Assert.Equal(1010, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        Assert.Equal(1000, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(8L, await schema.AskAsync("SELECT count(DISTINCT tableoid) FROM contact"));
        Assert.All(await store.CommitAsync(firsts), o => Assert.IsType<CommitOutcome.AlreadyRecorded>(o));
    }

    [Fact]
    public async Task A_store_that_was_disposed_of_says_so()
    {
        await using var schema = await Schema.CreateAsync();
        var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CommitAsync(Some.First("bea")));
    }
}
