using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Pages of keys that several processes erase from, renew and add to.</summary>
public sealed class KeyPageTests : IDisposable
{
    private const int KeysInPage = 64;

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    private string Keys => Path.Combine(Database + ".keys", "contacts.keys");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_that_erase_from_one_page_while_a_third_renews_leave_no_erased_key_and_every_other()
    {
        await using var one = Open();
        var contacts = await FillAsync(one);
        await using var other = Open();
        await using var third = Open();
        var handles = Handles();
        var before = new List<byte[]> { Part(handles[0]), Part(handles[1]) };

        await Task.WhenAll(
            EraseAsync(one, contacts, n => n < 20 && n % 2 == 0),
            EraseAsync(other, contacts, n => n < 20 && n % 2 == 1),
            Task.Run(async () =>
            {
                for (var n = 0; n < 10; n++)
                {
                    await third.RotateKeyEncryptionKeyAsync(Some.Stop);
                    await third.CommitAsync(Some.First($"new {n}"));
                }
            }));

        for (var n = 0; n < KeysInPage; n++)
        {
            Assert.Equal(n >= 20, await HasKeyAsync(handles[n]));
        }

        Assert.All(before, part => Assert.False(Found(part)));
        await using var again = Open();
        Assert.Equal(KeysInPage - 20 + 10, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Database + ".keys", "key-encryption.key"), Some.Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_contacts_of_a_page_are_erased_and_no_byte_of_what_the_page_was_is_left(bool compacts)
    {
        await using var store = Open(compacts);
        var contacts = await FillAsync(store);
        var handles = Handles();
        Assert.All(handles, handle => Assert.Equal(KeyPages.NameOf(handles[0]), KeyPages.NameOf(handle)));
        for (var n = 0; n < KeysInPage; n++)
        {
            var parts = handles.Select(Part).ToList();
            Assert.All(parts, part => Assert.True(Found(part)));

            await EraseAsync(store, contacts, which => which == n);

            Assert.All(parts, part => Assert.False(Found(part)));
            Assert.False(await HasKeyAsync(handles[n]));
            Assert.True(n == KeysInPage - 1 || await HasKeyAsync(handles[n + 1]));
        }

        await using var again = Open();
        Assert.IsType<CommitOutcome.Committed>((await again.CommitAsync(Some.First("ada")))[0]);
        Assert.False(await HasKeyAsync(handles[0]));
    }

    [Fact]
    public async Task What_was_overwritten_and_not_wiped_is_wiped_by_the_next_process()
    {
        byte[] part;
        Guid handle;
        await using (var store = Open())
        {
            var contacts = await FillAsync(store);
            handle = Handles()[0];
            part = Part(handle);
            using var reader = new SqliteConnection($"Data Source={Keys};Pooling=False");
            reader.Open();
            using var transaction = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM key_page";
            command.Transaction = transaction;
            command.ExecuteScalar();

            Assert.True((await Assert.ThrowsAsync<ConsentStoreException>(() => EraseAsync(store, contacts, n => n == 0))).IsTransient);
            Assert.False(await HasKeyAsync(handle));
            Assert.True(Found(part));
        }

        await using var again = Open();
        Assert.Equal(KeysInPage - 1, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.False(Found(part));
        Assert.False(await HasKeyAsync(handle));
    }

    private SqliteConsentStore Open(bool compacts = true) =>
        new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false, CompactAfterErasure = compacts, BusyTimeout = TimeSpan.FromSeconds(2) });

    private static async Task<ConsentCommit[]> FillAsync(SqliteConsentStore store)
    {
        var contacts = Enumerable.Range(0, KeysInPage).Select(n => Some.First(n.ToString(CultureInfo.InvariantCulture))).ToArray();
        await store.CommitAsync(contacts);
        return contacts;
    }

    private static Task EraseAsync(SqliteConsentStore store, ConsentCommit[] contacts, Func<int, bool> isErased) => Task.Run(async () =>
    {
        for (var n = 0; n < contacts.Length; n++)
        {
            if (isErased(n))
            {
                var snapshot = contacts[n].Snapshots[0].Snapshot;
                Assert.True(await store.EraseAsync([new(snapshot.Id, snapshot.Revision.Incarnation, [new(n, n)], null)], Some.Stop));
            }
        }
    });

    private Guid[] Handles()
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

        return [.. handles];
    }

    private Task<bool> HasKeyAsync(Guid handle) => KeyPages.HasAsync(Database + ".keys", Page(handle), handle);

    private byte[] Part(Guid handle) => KeyPages.Part(Page(handle), handle);

    private byte[] Page(Guid handle)
    {
        using var connection = new SqliteConnection($"Data Source={Keys};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT wrapped FROM key_page WHERE page = $page";
        command.Parameters.AddWithValue("$page", KeyPages.NameOf(handle).ToByteArray(bigEndian: true));
        return (byte[])command.ExecuteScalar()!;
    }

    private bool Found(byte[] mark) => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Any(f => ReadShared(f).AsSpan().IndexOf(mark) >= 0);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
