using Consent.Auditing;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder.File("consents.db")}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        StoredContact before;
        TreeHead head;
        await using (var store = Open())
        {
            var first = Some.First("ada");
            await store.CommitAsync(first, Some.First("bea"));
            await store.CommitAsync(first.Then("2", 5));
            await store.Log.AddCheckpointAsync(new(3, Some.Start, "a note\n"), Some.Stop);
            before = await store.FindAsync("ada");
            head = await store.Log.HeadAtAsync(3, Some.Stop);
        }

        await using var again = Open();
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
    public async Task Two_stores_over_one_file_write_one_log()
    {
        // As two processes do: each has its own writer, and the file keeps them apart.
        await using var one = Open();
        await using var other = Open();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => (n % 2 == 0 ? one : other).CommitAsync(Some.First($"contact {n}"))));

        Assert.Equal(200, (await one.GetHeadAsync(Some.Stop)).Size);
        var verdict = await other.VerifyAsync();
        Assert.Equal((LogFlaw.None, 200), (verdict.Flaw, verdict.Head.Size));
        Assert.Equal(200, await other.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        Assert.NotNull((await one.FindAsync("contact 1")).Recorded);
    }

    [Fact]
    public async Task A_newer_file_is_refused()
    {
        await using (var store = Open())
        {
            await store.CommitAsync(Some.First("ada"));
        }

        Run("PRAGMA user_version = 1000");
        await using var older = Open();
        var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await older.GetHeadAsync(Some.Stop));
        Assert.Contains("schema 1000", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Another_programs_file_is_refused_and_left_as_it_is(int version)
    {
        Run($"CREATE TABLE theirs (x); PRAGMA user_version = {version}");
        await using var store = Open();
        var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.CommitAsync(Some.First("ada")));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, Ask("SELECT count(*) FROM sqlite_master"));
    }

    [Theory]
    [InlineData("UPDATE entry SET leaf = x'00' WHERE idx = 0")]
    [InlineData("INSERT OR REPLACE INTO entry (idx, leaf) VALUES (0, x'00')")]
    [InlineData("UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); UPDATE entry SET leaf = x'00', contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = x'01' WHERE idx = 0")]
    [InlineData("INSERT INTO erasing VALUES (0, 0); DELETE FROM entry WHERE idx = 0")]
    [InlineData("UPDATE entry SET sealed = x'00' WHERE idx = 0")]
    [InlineData("DELETE FROM entry")]
    [InlineData("INSERT OR REPLACE INTO entry VALUES (0, x'00', 1, 1, 'changed', 0, 0, x'00')")]
    [InlineData("UPDATE head SET size = 0")]
    [InlineData("DELETE FROM head")]
    [InlineData("UPDATE checkpoint SET note = ''")]
    [InlineData("DELETE FROM checkpoint")]
    public async Task The_database_refuses_to_change_the_log(string attack)
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        await store.Log.AddCheckpointAsync(new(2, Some.Start, "a note\n"), Some.Stop);

        var refused = Assert.Throws<SqliteException>(() => Run(attack));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Theory]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET sealed = CAST(sealed || x'00' AS BLOB) WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE idx = 0) WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET contact = NULL WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET contact = 1 WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 1", LogFlaw.ErasedWithoutEntry)]
    [InlineData("DROP TRIGGER entry_update; UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE idx = 0) WHERE idx = 1", LogFlaw.SlotAltered)]
    [InlineData("DROP TRIGGER entry_delete; DELETE FROM entry WHERE idx = 1", LogFlaw.OutOfPlace)]
    public async Task Whoever_gets_past_that_is_found_by_a_verification(string attack, LogFlaw flaw)
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"), Some.First("cay"));

        var head = await store.TreeHeadAsync();
        Run(attack);

        var verdict = await store.VerifyAsync(head);
        Assert.Equal((flaw, 1), (verdict.Flaw, verdict.Index));
    }

    [Fact]
    public void A_connection_string_that_names_no_file_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SqliteConsentStore(new() { ConnectionString = "Data Source=:memory:" }));
        Assert.Throws<ArgumentException>(() => new SqliteConsentStore(new()));
        Assert.Throws<ArgumentException>(() => new SqliteConsentStore(new() { ConnectionString = ConnectionString, BusyTimeout = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public async Task Ids_and_reasons_that_look_like_sql_are_only_text()
    {
        const string Injection = "x'); DROP TABLE entry; --";
        await using var store = Open();
        await store.CommitAsync(Some.First(Injection, Injection, reason: Injection));

        var found = await store.FindAsync(Injection, Injection);
        Assert.Equal(Injection, found.Recorded!.Evidence!.Reason);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_store_that_was_disposed_of_says_so()
    {
        var store = Open();
        await store.CommitAsync(Some.First("ada"));
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CommitAsync(Some.First("bea")));
    }

    private SqliteConsentStore Open() => new(new() { ConnectionString = ConnectionString });

    private void Run(string sql) => Ask(sql);

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [Fact]
    public async Task A_new_database_is_its_owners_alone()
    {
        await using var store = new SqliteConsentStore(new() { ConnectionString = ConnectionString });
        await store.CommitAsync(Some.First("ada"));

        foreach (var file in OperatingSystem.IsWindows() ? [] : Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
        }
    }
}
