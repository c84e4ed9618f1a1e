namespace Consent.Crash.Tests;

public sealed class JsonLinesCrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-crash-").FullName;
    private int _stores;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_killed_writer_loses_nothing_that_was_acknowledged_and_leaves_nothing_half_written() =>
        new CrashRun(CrashRun.KillsOr(4)).RunAsync(() => ValueTask.FromResult($"lines:{Path.Combine(_folder, $"{++_stores}.jsonl")}"));
}
