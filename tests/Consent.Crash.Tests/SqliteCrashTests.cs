namespace Consent.Crash.Tests;

public sealed class SqliteCrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-crash-").FullName;
    private int _stores;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_killed_writer_loses_nothing_that_was_acknowledged_and_leaves_nothing_half_written() =>
        new CrashRun(CrashRun.KillsOr(12)) { Hosts = 2 }.RunAsync(() => ValueTask.FromResult($"sqlite:{Path.Combine(_folder, $"{++_stores}.db")}"));
}
