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

    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);

    private SqliteConsentStore Open() => new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false });
}
