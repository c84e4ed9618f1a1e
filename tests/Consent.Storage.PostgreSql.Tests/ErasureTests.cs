using Consent.Auditing;
using Consent.Testing;
using Npgsql;
using System.Text;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class ErasureTests
{
    private const string Id = "contact-marker-4711";
    private const string Change = "change-marker-4711";
    private const string Reason = "reason-marker-4711";

    [Fact]
    public async Task After_an_erasure_that_compacts_no_byte_of_the_person_is_in_any_file_but_the_write_ahead_log()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        var options = schema.Options;
        (options.CompactAfterErasure, options.EncryptEntries) = (true, false);
        await using var store = new PostgreSqlConsentStore(options);
        var mine = await FillAsync(store);
        List<byte[]> marks = [.. new[] { Id, Change, Reason }.Select(Encoding.UTF8.GetBytes), .. await SaltsAsync(store, mine)];
        await server.ExecuteAsync("ANALYZE; CHECKPOINT");
        Assert.All(marks, mark => Assert.True(Found(server, mark)));

        await store.EraseAsync([await ErasureAsync(store, mine, Some.Start)], Some.Stop);

        await server.ExecuteAsync("CHECKPOINT");
        Assert.All(marks, mark => Assert.False(Found(server, mark)));
        Assert.Equal(ContactState.Closed, (await store.FindAsync(Id)).Snapshot!.State);
        Assert.NotNull((await store.FindAsync("other 7")).Recorded);
        Assert.Equal(0L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
    }

    [Fact]
    public async Task A_backup_of_the_database_is_no_use_without_the_key()
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            var mine = await FillAsync(store);
            await schema.AskAsync("CREATE TABLE backup AS SELECT * FROM entry; CREATE TABLE backup_of_contacts AS SELECT * FROM contact");
            await store.EraseAsync([await ErasureAsync(store, mine, null)], Some.Stop);
        }

        await schema.AskAsync("SET session_replication_role = replica; UPDATE entry e SET contact = b.contact, change = b.change, type = b.type, quarantined = b.quarantined, recorded_at = b.recorded_at, sealed = b.sealed FROM backup b WHERE b.idx = e.idx; INSERT INTO contact SELECT * FROM backup_of_contacts ON CONFLICT DO NOTHING");
        await using var restored = schema.Open();
        var entries = await restored.Log.ReadAsync(0, long.MaxValue, Some.Stop).ToListAsync(Some.Stop);

        Assert.Equal(3, entries.Count(e => e.FirstBrokenSlot() is not null));
        Assert.Equal(60, entries.Count(e => e.FirstBrokenSlot() is null));
    }

    [Fact]
    public async Task What_stops_the_cleaning_is_carried_on_when_the_store_is_opened_again()
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            var mine = await FillAsync(store);
            await schema.AskAsync($"ALTER TABLE {schema.Name}_keys.key_page RENAME TO away");
            await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.EraseAsync([await ErasureAsync(store, mine, null)], Some.Stop));
            Assert.Null((await store.FindAsync(Id)).Snapshot);
        }

        await schema.AskAsync($"ALTER TABLE {schema.Name}_keys.away RENAME TO key_page");
        Assert.Equal(2L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
        await using var again = schema.Open();
        Assert.Equal(63, (await again.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(0L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
    }

    [Fact]
    public async Task Renewing_the_key_encryption_key_loses_nothing_and_retires_the_earlier_one()
    {
        await using var schema = await Schema.CreateAsync();
        using var folder = new TemporaryFolder();
        var path = folder.File("key");
        var options = schema.Options;
        options.KeyEncryptionKey = FileKeyEncryptionKey.Open(path);
        File.Copy(path, path + ".old");
        await using (var store = new PostgreSqlConsentStore(options))
        {
            await FillAsync(store);
            await store.RotateKeyEncryptionKeyAsync(Some.Stop);
            Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        }

        options.KeyEncryptionKey = FileKeyEncryptionKey.Open(path);
        await using (var again = new PostgreSqlConsentStore(options))
        {
            Assert.NotNull((await again.FindAsync(Id, Change)).Recorded);
        }

        options.KeyEncryptionKey = FileKeyEncryptionKey.Open(path + ".old");
        await using var old = new PostgreSqlConsentStore(options);
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await old.FindAsync(Id, Change));
    }

    [Fact]
    public async Task A_key_encryption_key_that_another_process_renewed_is_used_from_then_on()
    {
        await using var schema = await Schema.CreateAsync();
        await using (var one = schema.Open())
        await using (var other = schema.Open())
        {
            await other.CommitAsync(Some.First("ada"));
            await one.RotateKeyEncryptionKeyAsync(Some.Stop);
            // More than there are keys that were made before.
            await other.CommitAsync([.. Enumerable.Range(0, 200).Select(n => Some.First($"bea {n}"))]);
        }

        await using var again = schema.Open();
        Assert.Equal(201, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
    }

    [Fact]
    public async Task A_contact_that_is_erased_while_its_key_is_looked_for_is_no_trouble_of_those_written_with_it()
    {
        await using var schema = await Schema.CreateAsync();
        await using var eraser = schema.Open();
        var (ada, bea) = (Some.First("ada"), Some.First("bea"));
        await eraser.CommitAsync(ada, bea);
        await using var store = schema.Open();
        await store.GetHeadAsync(Some.Stop);

        await using var other = new NpgsqlConnection(schema.Server.ConnectionString);
        await other.OpenAsync(Some.Stop);
        await using var transaction = await other.BeginTransactionAsync(Some.Stop);
        await using var locking = new NpgsqlCommand($"LOCK TABLE {schema.Name}_keys.key_page IN ACCESS EXCLUSIVE MODE", other);
        await locking.ExecuteNonQueryAsync(Some.Stop);
        var writing = store.CommitAsync(Some.First("ada", "2"), bea.Then("2", 5));
        await WaitingAsync(1);
        var erasing = eraser.EraseAsync([new(Some.Contact("ada"), ada.Snapshots[0].Snapshot.Revision.Incarnation, [new(0, 0)], null)], Some.Stop);
        await WaitingAsync(2);
        await schema.RemoveKeyAsync(other, (Guid)(await schema.AskAsync($"SELECT handle FROM doomed_key WHERE handle <> '{Guid.Empty}'"))!);
        await transaction.CommitAsync(Some.Stop);

        await erasing;
        Assert.All(await writing, o => Assert.IsType<CommitOutcome.Committed>(o));

        async Task WaitingAsync(long count)
        {
            while (!count.Equals(await schema.AskAsync($"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{schema.Name}_keys.key_page'::regclass")))
            {
                await Task.Delay(1, Some.Stop);
            }
        }
    }

    [Fact]
    public async Task A_snapshot_that_is_closed_by_a_commit_leaves_no_row_without_need()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var snapshotOnly = Some.First("ada") with { Entries = [], Change = default };
        await store.CommitAsync(snapshotOnly, Some.First("bea"));
        foreach (var id in new[] { "ada", "bea" })
        {
            await store.CommitAsync(new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact(id), Some.Start), 1)] });
        }

        // Of Ada nothing was left; of Bea there is an entry, which another erasure has to name.
        Assert.Equal("bea", Encoding.UTF8.GetString((byte[])(await schema.AskAsync("SELECT id FROM contact"))!));
        Assert.Equal(1L, await schema.AskAsync("SELECT count(*) FROM contact"));
        Assert.Equal(2L, await schema.AskAsync("SELECT count(*) FROM closed"));
    }

    /// <summary>Three entries of the person among those of others.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reading_while_an_erasure_removes_the_key_tells_of_no_alteration(bool verifies)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        await store.CommitAsync(Some.First("bea"));
        await using var reader = schema.Open();
        await reader.GetHeadAsync(Some.Stop);
        var handle = (Guid)(await schema.AskAsync("SELECT handle FROM contact WHERE no = 1"))!;
        await using var connection = new NpgsqlConnection(schema.Server.ConnectionString);
        await connection.OpenAsync(Some.Stop);
        await using var transaction = await connection.BeginTransactionAsync(Some.Stop);
        await PostgreSqlServer.ExecuteAsync(connection, $"LOCK TABLE {schema.Name}_keys.key_page IN ACCESS EXCLUSIVE MODE");

        // The reader has the rows and waits for the keys; then the rows go, and the key.
        var reading = verifies ? VerdictAsync() : reader.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop).AsTask();
        await WaitingAsync(schema, 1);
        var erasing = store.EraseAsync([new(Some.Contact("ada"), ada.Snapshots[0].Snapshot.Revision.Incarnation, [new(0, 0)], null)], Some.Stop).AsTask();
        await WaitingAsync(schema, 2);
        await schema.RemoveKeyAsync(connection, handle);
        await transaction.CommitAsync(Some.Stop);
        await erasing;

        Assert.Equal(verifies ? (int)LogFlaw.ErasedWithoutEntry : 1, await reading);

        async Task<int> VerdictAsync() => (int)(await reader.VerifyAsync()).Flaw;
    }

    private static async Task<List<long>> FillAsync(PostgreSqlConsentStore store)
    {
        var mine = new List<long>();
        var first = Some.First(Id, Change, reason: Reason);
        for (var n = 0; n < 60; n++)
        {
            await store.CommitAsync(Some.First($"other {n}", reason: new string((char)('a' + (n % 26)), 500)));
            var own = n switch { 10 => first, 30 => first.Then(Change + "b", 5), 50 => first.Then(Change + "b", 5).Then(Change + "c", 6), _ => null };
            if (own is not null)
            {
                mine.Add(Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(own))[0]).Entries[0].Index);
            }
        }

        return mine;
    }

    private static async Task<ContactErasure> ErasureAsync(PostgreSqlConsentStore store, List<long> indexes, Timestamp? closedSince) =>
        new(Some.Contact(Id), (await store.FindAsync(Id)).Snapshot!.Revision.Incarnation, [.. indexes.Select(i => new IndexRange(i, i))], closedSince is { } since ? Closings.Kept(Some.Contact(Id), since) : null);

    private static async Task<List<byte[]>> SaltsAsync(PostgreSqlConsentStore store, List<long> indexes)
    {
        var salts = new List<byte[]>();
        foreach (var index in indexes)
        {
            var entry = await store.Log.ReadAsync(index, index + 1, Some.Stop).SingleAsync(Some.Stop);
            salts.AddRange(Enum.GetValues<EntrySlot>().Select(slot => entry.Salt(slot).ToArray()));
        }

        return salts;
    }

    /// <summary>Until so many wait for the keys' table.</summary>
    private static async Task WaitingAsync(Schema schema, long count)
    {
        while (await schema.AskAsync($"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{schema.Name}_keys.key_page'::regclass") is not long waiting || waiting < count)
        {
            await Task.Delay(5, Some.Stop);
        }
    }

    private static bool Found(PostgreSqlServer server, byte[] mark) =>
        Directory.EnumerateFiles(server.DataFolder!, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/pg_wal/", StringComparison.Ordinal)).Any(f => ReadShared(f).AsSpan().IndexOf(mark) >= 0);

    private static byte[] ReadShared(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (FileNotFoundException)
        {
            return []; // The server removed it meanwhile.
        }
    }
}
