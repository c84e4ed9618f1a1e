using Consent.Auditing;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>What attacks on the files of a running host found.</summary>
public sealed class FoundByAttackOnFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    public void Dispose() => _folder.Dispose();

    /// <summary>A host that does nothing looks at the head each second: each look opened a file, and left it open.</summary>
    [Fact]
    public async Task Looking_at_the_head_leaves_no_file_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc tells which files are open.");
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"));
        await store.GetHeadAsync(Some.Stop);
        var before = OpenFiles();
        for (var n = 0; n < 30; n++)
        {
            await store.GetHeadAsync(Some.Stop);
        }

        Assert.Equal(before, OpenFiles());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_recorded_in_a_write_ahead_log_that_is_gone(bool isMadeAnew)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A file that is open is not deleted there.");
        await using (var store = Open())
        {
            await store.CommitAsync(Some.First("ada"));
            File.Delete(Database + "-wal");
            File.Delete(Database + "-shm");
            if (isMadeAnew)
            {
                File.WriteAllBytes(Database + "-wal", []);
            }

            var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("bea")));
            Assert.Contains("write-ahead log", refused.Message, StringComparison.Ordinal);
        }

        // Whoever ends in good order has copied what it had recorded into the file.
        File.Delete(Database + "-wal");
        await using var again = Open();
        Assert.Equal(1, (await again.GetHeadAsync(Some.Stop)).Size);
        Assert.IsType<CommitOutcome.Committed>((await again.CommitAsync(Some.First("bea")))[0]);
        Assert.True((await again.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_is_recorded_under_a_key_of_a_file_that_is_gone(bool isPutBack)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A file that is open is not deleted there.");
        var keys = Path.Combine(Database + ".keys", "contacts.keys");
        await using var store = Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        File.Copy(keys, keys + ".copy");
        File.Copy(keys + "-wal", keys + ".copy-wal");
        File.Delete(keys);
        File.Delete(keys + "-wal");
        File.Delete(keys + "-shm");
        if (isPutBack)
        {
            File.Move(keys + ".copy", keys);
            File.Move(keys + ".copy-wal", keys + "-wal");
        }

        // Keys that were made ahead, to be made, to be wrapped anew; and one to be removed.
        var refused = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("bea")));
        Assert.Contains("contacts' keys", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync([.. Enumerable.Range(0, 100).Select(n => Some.First($"contact {n}"))]));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.RotateKeyEncryptionKeyAsync(Some.Stop));
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(ada.Then("2", 5)))[0]);
        var incarnation = (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation;
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.EraseAsync([new(Some.Contact("ada"), incarnation, [new(0, 1)], null)], Some.Stop));
        Assert.Equal(2, (await store.GetHeadAsync(Some.Stop)).Size);
    }

    [Fact]
    public async Task A_database_that_is_gone_beside_its_keys_is_no_new_one()
    {
        await using (var store = Open())
        {
            await store.CommitAsync(Some.First("ada"));
        }

        File.Move(Database, Database + ".away");
        await using (var empty = Open())
        {
            var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await empty.GetHeadAsync(Some.Stop));
            Assert.Contains("lost", refused.Message, StringComparison.Ordinal);
        }

        // Brought back, or begun anew.
        File.Move(Database + ".away", Database, overwrite: true);
        await using (var back = Open())
        {
            Assert.Equal(1, (await back.GetHeadAsync(Some.Stop)).Size);
        }

        File.Delete(Database);
        Directory.Delete(Database + ".keys", recursive: true);
        await using var anew = Open();
        Assert.Equal(0, (await anew.GetHeadAsync(Some.Stop)).Size);
    }

    /// <summary>Who was written together with a contact whose key is gone was refused too.</summary>
    [Fact]
    public async Task A_key_that_is_gone_fails_its_contact_and_nobody_else()
    {
        var first = Enumerable.Range(0, 32).Select(n => Some.First($"contact {n}")).ToArray();
        foreach (var some in new[] { first[..1], first[1..] })
        {
            // Each process makes pages of its own.
            await using var store = Open();
            await store.CommitAsync(some);
        }

        LoseFirstKey();
        await using var again = Open();
        await again.GetHeadAsync(Some.Stop);
        var troubles = await Task.WhenAll(first.Select(f => Task.Run(async () => await Record.ExceptionAsync(() => again.CommitAsync(f.Then("2", 5))))));

        Assert.IsAssignableFrom<ConsentStoreException>(troubles[0]);
        Assert.All(troubles[1..], trouble => Assert.Null(trouble));
        Assert.Equal(63, (await again.GetHeadAsync(Some.Stop)).Size);
    }

    /// <summary>Who verified in the process that had recorded the entries opened them with the keys in its memory.</summary>
    [Fact]
    public async Task A_key_that_is_gone_is_found_by_whoever_still_has_it_in_memory()
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        Assert.True((await store.VerifyAsync()).IsSound);

        LoseFirstKey();

        var verdict = await store.VerifyAsync();
        Assert.Equal((LogFlaw.SlotAltered, 0), (verdict.Flaw, verdict.Index));
    }

    private void LoseFirstKey()
    {
        using var connection = new SqliteConnection($"Data Source={Database}.keys/contacts.keys;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"ATTACH '{Database}' AS d; DELETE FROM key_page WHERE substr(page, 1, 15) = (SELECT substr(handle, 1, 15) FROM d.contact WHERE no = 1)";
        command.ExecuteNonQuery();
    }

    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);

    private SqliteConsentStore Open() => new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false });
}
