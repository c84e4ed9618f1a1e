using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Consent.Crash.Tests;

/// <summary>A process that writes to a store until it is killed.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private volatile int _said;

    public Child(string address, int run)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Consent.Crash.Writer.dll"), address, run.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo(Host(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _reading = ReadAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until it has said so many lines, the first of which is that it has opened the store; or until it ended, which is an error that the kill reports.</summary>
    public async Task SaidAsync(int lines, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); _said < lines && !_reading.IsCompleted;)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "The child says nothing any more.");
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>Kills it (SIGKILL: nothing of it runs any more).</summary>
    /// <returns>What it said until then.</returns>
    public async Task<IReadOnlyList<string>> KillAsync(CancellationToken cancellationToken)
    {
        Assert.False(_process.HasExited, $"The child ended by itself: {(_process.HasExited ? await _errors : "")}");
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        await _reading;
        return _lines;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>The program that runs this test's runtime, from where this test's runtime lies.</summary>
    private static string Host() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private async Task ReadAsync()
    {
        var text = "";
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            // Only whole lines: the kill may have cut the last one.
            var lines = (text + new string(buffer, 0, count)).Split('\n');
            text = lines[^1];
            _lines.AddRange(lines[..^1]);
            _said = _lines.Count;
        }
    }
}
