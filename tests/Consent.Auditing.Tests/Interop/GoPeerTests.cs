using System.ComponentModel;
using System.Diagnostics;

namespace Consent.Auditing.Tests;

/// <summary>A peer that we did not write, Go's module database (golang.org/x/mod/sumdb), judges our checkpoints and proofs.</summary>
public class GoPeerTests
{
    /// <summary>Where Debian's packages golang-golang-x-*-dev put their sources.</summary>
    private const string GoPath = "/usr/share/gocode";
    private const string Needed = "Needs Go and golang.org/x/mod: Debian's packages golang-go and golang-golang-x-mod-dev.";

    [Fact]
    public async Task Go_accepts_what_we_wrote_and_refuses_what_was_forged()
    {
        // In CI they are installed, and a missing peer is a failure.
        Assert.SkipUnless(IsGoThere() || Environment.GetEnvironmentVariable("CI") == "true", Needed);
        Assert.True(IsGoThere(), Needed);

        var directory = Directory.CreateTempSubdirectory("consent-interop-").FullName;
        try
        {
            var cases = new GoCases(Path.Combine(directory, "written"));
            cases.WriteAll();
            var program = Path.Combine(directory, "interop");
            await RunAsync("go", directory, "build", "-o", program, Path.Combine(AppContext.BaseDirectory, "interop", "main.go"));
            var output = await RunAsync(program, directory, Path.Combine(directory, "written"));

            var verdicts = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1]);
            Assert.Equal(cases.Expected.Keys.Order(), verdicts.Keys.Order());
            Assert.All(verdicts, v => Assert.StartsWith(cases.Expected[v.Key], v.Value, StringComparison.Ordinal));
            Assert.InRange(cases.Expected.Values.Count(e => e == "accepted"), 100, int.MaxValue);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool IsGoThere()
    {
        if (!Directory.Exists(Path.Combine(GoPath, "src/golang.org/x/mod/sumdb/tlog")))
        {
            return false;
        }

        try
        {
            using var go = Process.Start(new ProcessStartInfo("go", ["version"]) { RedirectStandardOutput = true });
            go!.WaitForExit();
            return go.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = GoPath;
        start.Environment["GOFLAGS"] = "";
        start.Environment["GOCACHE"] = Path.Combine(directory, "cache");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
