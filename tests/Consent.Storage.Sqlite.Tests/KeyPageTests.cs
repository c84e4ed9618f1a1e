using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Pages of keys in a file: what was overwritten is in no file any more.</summary>
public sealed class KeyPageTests : KeyPageSuite
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_contacts_of_a_page_are_erased_and_no_byte_of_what_the_page_was_is_left(bool compacts)
    {
        await using var place = new Place();
        await using var store = place.Open(compacts);
        var contacts = await FillAsync(store);
        var handles = await place.HandlesAsync();
        for (var n = 0; n < KeysInPage; n++)
        {
            var parts = handles.Select(place.Part).ToList();
            Assert.All(parts, part => Assert.True(place.Has(part)));

            await EraseAsync(store, contacts, which => which == n);

            Assert.All(parts, part => Assert.False(place.Has(part)));
            Assert.False(await HasKeyAsync(place, handles[n]));
            Assert.True(n == KeysInPage - 1 || await HasKeyAsync(place, handles[n + 1]));
        }

        await using var again = place.Open(compacts: true);
        Assert.IsType<CommitOutcome.Committed>((await again.CommitAsync(Some.First("ada")))[0]);
        Assert.False(await HasKeyAsync(place, handles[0]));
    }

    [Fact]
    public async Task What_was_overwritten_and_not_wiped_is_wiped_by_the_next_process()
    {
        await using var place = new Place();
        byte[] part;
        Guid handle;
        await using (var store = place.Open(compacts: true))
        {
            var contacts = await FillAsync(store);
            handle = (await place.HandlesAsync())[0];
            part = place.Part(handle);
            using var reader = new SqliteConnection($"Data Source={place.Keys};Pooling=False");
            reader.Open();
            using var transaction = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM key_page";
            command.Transaction = transaction;
            command.ExecuteScalar();

            Assert.True((await Assert.ThrowsAsync<ConsentStoreException>(() => EraseAsync(store, contacts, n => n == 0))).IsTransient);
            Assert.False(await HasKeyAsync(place, handle));
            Assert.True(place.Has(part));
        }

        await using var again = place.Open(compacts: true);
        Assert.Equal(KeysInPage - 1, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.False(place.Has(part));
        Assert.False(await HasKeyAsync(place, handle));
    }

    protected override Task<IKeyPagePlace> MakeAsync() => Task.FromResult<IKeyPagePlace>(new Place());

    private sealed class Place : IKeyPagePlace
    {
        private readonly TemporaryFolder _folder = new();

        public string KeyDirectory => Database + ".keys";

        public string Keys => Path.Combine(KeyDirectory, "contacts.keys");

        private string Database => _folder.File("consents.db");

        public IConsentStore Open() => Open(compacts: true);

        public SqliteConsentStore Open(bool compacts) =>
            new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false, CompactAfterErasure = compacts, BusyTimeout = TimeSpan.FromSeconds(2) });

        public Task<Guid[]> HandlesAsync()
        {
            var handles = new List<Guid>();
            using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT handle FROM contact ORDER BY no";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                handles.Add(new((byte[])rows[0], bigEndian: true));
            }

            return Task.FromResult<Guid[]>([.. handles]);
        }

        public Task<byte[]> PageAsync(Guid handle) => Task.FromResult(Page(handle));

        public byte[] Part(Guid handle) => KeyPages.Part(Page(handle), handle);

        public Task AssertWipedAsync(IReadOnlyList<byte[]> overwritten)
        {
            Assert.All(overwritten, part => Assert.False(Has(part)));
            return Task.CompletedTask;
        }

        /// <summary>Whether some bytes are in a file.</summary>
        public bool Has(byte[] mark) => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Any(f => ReadShared(f).AsSpan().IndexOf(mark) >= 0);

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        private byte[] Page(Guid handle)
        {
            using var connection = new SqliteConnection($"Data Source={Keys};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT wrapped FROM key_page WHERE page = $page";
            command.Parameters.AddWithValue("$page", KeyPages.NameOf(handle).ToByteArray(bigEndian: true));
            return (byte[])command.ExecuteScalar()!;
        }

        private static byte[] ReadShared(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
    }
}
