using System.Diagnostics;
using Consent.Auditing;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

public sealed class TroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_the_data_as_before()
    {
        using var disk = SmallDisk.Mount(_folder.File("disk"));
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={disk.Path}/consents.db", KeyDirectory = _folder.File("keys") });
        var written = 0;
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(async () =>
        {
            for (; ; written++)
            {
                await store.CommitAsync(Some.First($"contact {written}", reason: new string('x', 1000)));
            }
        });

        Assert.Contains("full", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(written, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        Assert.Null((await store.FindAsync($"contact {written}")).Snapshot);
        Assert.Equal(written, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
    }

    [Fact]
    public async Task A_read_only_file_can_be_read_and_says_that_it_cannot_be_written()
    {
        var path = _folder.File("consents.db");
        await using (var store = Open(path))
        {
            await store.CommitAsync(Some.First("ada"));
        }

        await using var readOnly = new SqliteConsentStore(new() { ConnectionString = $"Data Source={path};Mode=ReadOnly", KeyDirectory = path + ".keys" });
        Assert.NotNull((await readOnly.FindAsync("ada")).Recorded);
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => readOnly.CommitAsync(Some.First("bea")));

        Assert.Contains("read-only", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await readOnly.GetHeadAsync(Some.Stop)).Size);
    }

    [Fact]
    public async Task A_locked_database_is_waited_for_and_then_said()
    {
        var path = _folder.File("consents.db");
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={path}", BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await store.CommitAsync(Some.First("ada"));
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);

        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("bea")));
        Assert.True(trouble.IsTransient);
        Assert.NotNull((await store.FindAsync("ada")).Snapshot);

        transaction.Rollback();
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First("bea")))[0]);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    /// <summary>Whoever says no does not hear that it failed because somebody else was erased.</summary>
    [Fact]
    public async Task A_database_that_another_process_writes_anew_is_waited_for_however_long_it_takes()
    {
        var path = _folder.File("consents.db");
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={path}", BusyTimeout = TimeSpan.FromMilliseconds(50) };
        await using var store = new SqliteConsentStore(options);
        await store.CommitAsync(Some.First("ada"));
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        using (new FileStream(Path.Combine(path + ".keys", "compacting.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            using var transaction = other.BeginTransaction(deferred: false);
            var no = Task.Run(() => store.CommitAsync(Some.First("bea")));
            await Task.Delay(600, Some.Stop);
            Assert.False(no.IsCompleted);
            transaction.Rollback();

            Assert.IsType<CommitOutcome.Committed>((await no)[0]);
        }

        // The lock alone keeps nobody from writing; and one that is let go of is not waited for.
        await Task.Delay(1200, Some.Stop);
        using var forever = other.BeginTransaction(deferred: false);
        Assert.True((await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("cid")))).IsTransient);
    }

    [Fact]
    public async Task Nobodys_change_fails_while_others_are_erased_by_another_process()
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={_folder.File("consents.db")}", BusyTimeout = TimeSpan.FromMilliseconds(20), WaitForDisk = false };
        await using var store = new SqliteConsentStore(options);
        await using var erasing = new SqliteConsentStore(new() { ConnectionString = options.ConnectionString, WaitForDisk = false });
        var many = Enumerable.Range(0, 3000).Select(n => Some.First($"contact {n:D4}", reason: new string('x', 2000))).ToArray();
        await store.CommitAsync(many);

        var over = false;
        var changes = Task.Run(async () =>
        {
            for (var n = 0; !Volatile.Read(ref over); n++)
            {
                Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(Some.First($"new {n}")))[0]);
            }
        });
        for (var n = 0; n < 10; n++)
        {
            var snapshot = many[n].Snapshots[0].Snapshot;
            Assert.True(await erasing.EraseAsync([new(snapshot.Id, snapshot.Revision.Incarnation, [new(n, n)], null)], Some.Stop));
        }

        await erasing.CompactAsync(Some.Stop);
        Volatile.Write(ref over, true);
        await changes;
        Assert.Null((await store.FindAsync("contact 0000")).Snapshot);
    }

    [Fact]
    public async Task A_damaged_page_is_said_and_never_read_as_something_else()
    {
        var path = _folder.File("consents.db");
        await using (var store = Open(path))
        {
            await store.CommitAsync([.. Enumerable.Range(0, 500).Select(n => Some.First($"contact {n:D3}"))]);
        }

        var bytes = await File.ReadAllBytesAsync(path, Some.Stop);
        var said = 0;
        for (var page = 1; page < bytes.Length / 4096; page += 7)
        {
            var damaged = (byte[])bytes.Clone();
            Random.Shared.NextBytes(damaged.AsSpan(page * 4096, 4096));
            await File.WriteAllBytesAsync(path, damaged, Some.Stop);
            await using var store = Open(path);
            try
            {
                said += (await store.VerifyAsync()).Flaw == LogFlaw.None && await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop) == 500 ? 0 : 1;
            }
            catch (ConsentStoreException)
            {
                said++;
            }
        }

        // A page of an index says nothing to a reader who goes through the tables; most pages are of tables.
        Assert.True(said > bytes.Length / 4096 / 7 / 2);
    }

    [Theory]
    [InlineData("", "there is no file")]
    [InlineData("contacts.keys", "there is no file")]
    [InlineData("key-encryption.key", "is missing")]
    public async Task Keys_that_are_missing_beside_data_are_said_and_never_made_anew(string lost, string said)
    {
        var path = _folder.File("consents.db");
        await FilledAsync(path);
        var (keys, backup) = (path + ".keys", path + ".backup");
        Copy(keys, backup);
        if (lost.Length == 0)
        {
            Directory.Delete(keys, recursive: true);
        }
        else
        {
            File.Delete(Path.Combine(keys, lost));
        }

        await IsRefusedAsync(path, said);
        await IsRefusedAsync(path, said);

        Copy(backup, keys);
        await using var again = Open(path);
        Assert.NotNull((await again.FindAsync("ada")).Snapshot);
    }

    [Fact]
    public async Task The_keys_of_another_database_are_said()
    {
        var (path, other) = (_folder.File("consents.db"), _folder.File("other.db"));
        await FilledAsync(path);
        await FilledAsync(other);
        Copy(other + ".keys", path + ".keys");

        await IsRefusedAsync(path, "is not the one that belongs to this database");
    }

    [Fact]
    public async Task A_database_that_lost_what_it_knows_its_keys_by_is_refused()
    {
        var path = _folder.File("consents.db");
        await FilledAsync(path);
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Some.Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM key_check";
            await command.ExecuteNonQueryAsync(Some.Stop);
        }

        await IsRefusedAsync(path, "no check value of its keys");
    }

    private static async Task FilledAsync(string path)
    {
        await using var store = Open(path);
        await store.CommitAsync(Some.First("ada"));
    }

    private static async Task IsRefusedAsync(string path, string said)
    {
        await using var store = Open(path);
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.FindAsync("ada"));
        Assert.Contains(said, trouble.Message, StringComparison.Ordinal);
        Assert.False(trouble.IsTransient);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static SqliteConsentStore Open(string path) => new(new() { ConnectionString = $"Data Source={path}" });

    /// <summary>A disk of two megabytes in memory.</summary>
    private sealed class SmallDisk(string path) : IDisposable
    {
        public string Path { get; } = path;

        public static SmallDisk Mount(string path)
        {
            Directory.CreateDirectory(path);
            Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", path), "Only root of a Linux machine can mount a small disk.");
            return new(path);
        }

        public void Dispose() => Run("umount", Path);

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
