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

    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);

    private SqliteConsentStore Open() => new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false });
}
