using System.Text;
using Consent.Auditing;
using Consent.Testing;

namespace Consent.Storage.Sqlite.Tests;

public sealed class ErasureTests : IDisposable
{
    private const string Id = "contact-marker-4711";
    private const string Change = "change-marker-4711";
    private const string Reason = "reason-marker-4711";

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_erasure_no_byte_of_the_person_is_in_any_file(bool encrypted)
    {
        await using var store = Open(encrypted);
        var (mine, others) = await FillAsync(store);
        List<byte[]> marks = [.. new[] { Id, Change, Reason }.Select(Encoding.UTF8.GetBytes), .. await SaltsAsync(store, mine)];
        var key = Key(encrypted);
        Assert.Equal(!encrypted, Found(Encoding.UTF8.GetBytes(Reason)));
        Assert.True(Found(Encoding.UTF8.GetBytes(Id)));
        Assert.All(key, k => Assert.True(Found(k)));

        await store.EraseAsync([new(Some.Contact(Id), await IncarnationAsync(store), [.. mine.Select(i => new IndexRange(i, i))], Closings.Kept(Some.Contact(Id), Some.Start))], Some.Stop);

        Assert.All([.. marks, .. key], mark => Assert.False(Found(mark)));
        Assert.Equal(ContactState.Closed, (await store.FindAsync(Id)).Snapshot!.State);
        Assert.NotNull((await store.FindAsync(others)).Recorded);
        await store.DisposeAsync();
        Assert.All([.. marks, .. key], mark => Assert.False(Found(mark)));
    }

    /// <summary>What SQLite leaves in the slack of a page when it moves rows is gone once the files are written anew in a quiet hour.</summary>
    [Fact]
    public async Task Where_erasures_do_not_compact_it_is_done_later()
    {
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={Database}", EncryptEntries = false, CompactAfterErasure = false, WaitForDisk = false });
        var ids = Enumerable.Range(0, 4000).Select(n => $"mark-{Guid.NewGuid():N}").ToList();
        for (var n = 0; n < ids.Count; n += 40)
        {
            await store.CommitAsync([.. ids.Skip(n).Take(40).Select(id => Some.First(id, reason: new string('x', 300)))]);
        }

        var gone = ids.Index().Where(id => id.Index % 2 == 0).ToList();
        foreach (var some in gone.Chunk(500))
        {
            List<ContactErasure> erasures = [];
            foreach (var (index, id) in some)
            {
                erasures.Add(new(Some.Contact(id), (await store.FindAsync(id)).Snapshot!.Revision.Incarnation, [new(index, index)], null));
            }

            Assert.True(await store.EraseAsync(erasures, Some.Stop));
        }

        await store.CompactAsync(Some.Stop);

        var files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(f => Encoding.Latin1.GetString(ReadShared(f))).ToList();
        var left = files.SelectMany(f => System.Text.RegularExpressions.Regex.Matches(f, "mark-[0-9a-f]{32}").Select(m => m.Value)).ToHashSet();
        Assert.Equal(ids.Count - gone.Count, left.Count);
        Assert.DoesNotContain(gone, id => left.Contains(id.Item));
    }

    [Fact]
    public async Task A_backup_from_before_is_no_use_without_the_key()
    {
        await using (var store = Open(encrypted: true))
        {
            var (mine, _) = await FillAsync(store);
            var incarnation = await IncarnationAsync(store);
            File.Copy(Database, _folder.File("backup.db"));
            File.Copy(Database + "-wal", _folder.File("backup.db-wal"));
            await store.EraseAsync([new(Some.Contact(Id), incarnation, [.. mine.Select(i => new IndexRange(i, i))], null)], Some.Stop);
        }

        await using var restored = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_folder.File("backup.db")}", KeyDirectory = Database + ".keys" });
        var sealedEntries = await restored.Log.ReadAsync(0, long.MaxValue, Some.Stop).ToListAsync(Some.Stop);

        Assert.Equal(3, sealedEntries.Count(e => e.FirstBrokenSlot() is not null));
        Assert.Equal(300, sealedEntries.Count(e => e.FirstBrokenSlot() is null));
    }

    [Fact]
    public async Task What_stops_the_cleaning_is_carried_on_when_the_file_is_opened_again()
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Database}", BusyTimeout = TimeSpan.FromMilliseconds(50) };
        await using (var store = new SqliteConsentStore(options))
        {
            var (mine, _) = await FillAsync(store);
            var erasure = new ContactErasure(Some.Contact(Id), await IncarnationAsync(store), [.. mine.Select(i => new IndexRange(i, i))], null);

            // Another process that reads keeps the write-ahead log from being emptied.
            using var reader = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False");
            reader.Open();
            using var transaction = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM contact";
            command.Transaction = transaction;
            command.ExecuteScalar();

            Assert.True((await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.EraseAsync([erasure], Some.Stop))).IsTransient);
            Assert.Null((await store.FindAsync(Id)).Snapshot);
        }

        await using var again = new SqliteConsentStore(options);
        Assert.Equal(303, (await again.GetHeadAsync(Some.Stop)).Size);
        Assert.False(Found(Encoding.UTF8.GetBytes(Id)));
    }

    [Fact]
    public async Task Renewing_the_key_encryption_key_loses_nothing_and_retires_the_earlier_one()
    {
        var path = _folder.File("key");
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Database}", KeyEncryptionKey = FileKeyEncryptionKey.Open(path) };
        File.Copy(path, path + ".old");
        await using (var store = new SqliteConsentStore(options))
        {
            await FillAsync(store);
            await store.RotateKeyEncryptionKeyAsync(Some.Stop);
            Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        }

        await using (var again = new SqliteConsentStore(new() { ConnectionString = options.ConnectionString, KeyEncryptionKey = FileKeyEncryptionKey.Open(path) }))
        {
            Assert.NotNull((await again.FindAsync(Id, Change)).Recorded);
        }

        await using var old = new SqliteConsentStore(new() { ConnectionString = options.ConnectionString, KeyEncryptionKey = FileKeyEncryptionKey.Open(path + ".old") });
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await old.FindAsync(Id, Change));
    }

    private SqliteConsentStore Open(bool encrypted) => new(new() { ConnectionString = $"Data Source={Database}", EncryptEntries = encrypted });

    /// <summary>Three entries of the person among those of others, enough for many pages.</summary>
    private static async Task<(List<long> Mine, string Other)> FillAsync(SqliteConsentStore store)
    {
        var mine = new List<long>();
        var first = Some.First(Id, Change, reason: Reason);
        for (var n = 0; n < 300; n++)
        {
            await store.CommitAsync(Some.First($"other {n}", reason: new string((char)('a' + (n % 26)), 500)));
            var own = n switch { 20 => first, 150 => first.Then(Change + "b", 5), 280 => first.Then(Change + "b", 5).Then(Change + "c", 6), _ => null };
            if (own is not null)
            {
                mine.Add(Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(own))[0]).Entries[0].Index);
            }
        }

        return (mine, "other 7");
    }

    private static async Task<Guid> IncarnationAsync(SqliteConsentStore store) => (await store.FindAsync(Id)).Snapshot!.Revision.Incarnation;

    private static async Task<List<byte[]>> SaltsAsync(SqliteConsentStore store, List<long> indexes)
    {
        var salts = new List<byte[]>();
        foreach (var index in indexes)
        {
            var entry = await store.Log.ReadAsync(index, index + 1, Some.Stop).SingleAsync(Some.Stop);
            salts.AddRange(Enum.GetValues<EntrySlot>().Select(slot => entry.Salt(slot).ToArray()));
        }

        return salts;
    }

    /// <summary>The person's key, wrapped, as it lies in its page in the key store.</summary>
    private List<byte[]> Key(bool encrypted)
    {
        if (!encrypted)
        {
            return [];
        }

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "ATTACH $keys AS k; SELECT handle, wrapped FROM k.key_page JOIN contact ON substr(page, 1, 15) = substr(handle, 1, 15) WHERE id = $id";
        command.Parameters.AddWithValue("$keys", Path.Combine(Database + ".keys", "contacts.keys"));
        command.Parameters.AddWithValue("$id", Encoding.UTF8.GetBytes(Id));
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        return [KeyPages.Part((byte[])row[1], new((byte[])row[0], bigEndian: true))];
    }

    private bool Found(byte[] mark) =>
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Any(f => ReadShared(f).AsSpan().IndexOf(mark) >= 0);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
