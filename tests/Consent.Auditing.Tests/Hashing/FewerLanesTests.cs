using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace Consent.Auditing.Tests.Hashing;

/// <summary>On a processor that has shorter vectors or none, and where a host turns lanes off, all is the same. The tests run again in such a process, which says first that it is one.</summary>
public sealed class FewerLanesTests
{
    private const string ExpectedLanes = "CONSENT_LANES";

    /// <summary>In such a process: how many lanes it should have.</summary>
    public static int? Expected => int.TryParse(Environment.GetEnvironmentVariable(ExpectedLanes), out var lanes) ? lanes : null;

    private static string Program => typeof(FewerLanesTests).Assembly.Location;

    // Only the first knob takes less than everything away. (The one that names AVX512F does nothing since .NET 10.)
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public Task A_processor_that_can_less_hashes_the_same(string knob, int lanes) =>
        AssertHoldsAsync(Avx2.IsSupported ? lanes : 1, [Program], (knob, "0"));

    [Fact]
    public async Task A_host_that_turns_lanes_off_has_none_and_hashes_the_same()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(Program, "runtimeconfig.json"), TestContext.Current.CancellationToken))!;
        var options = settings["runtimeOptions"]!;
        (options["configProperties"] ??= new JsonObject())[ManySha256.Switch] = false;
        var folder = Directory.CreateTempSubdirectory("consent-lanes-");
        try
        {
            var file = Path.Combine(folder.FullName, "off.runtimeconfig.json");
            await File.WriteAllTextAsync(file, settings.ToJsonString(), TestContext.Current.CancellationToken);
            await AssertHoldsAsync(1, ["exec", "--runtimeconfig", file, Program]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AssertHoldsAsync(int lanes, string[] program, params (string Name, string Value)[] settings)
    {
        Type[] classes = [typeof(ManySha256Tests), typeof(KnownSha256Tests)];
        var start = new ProcessStartInfo("dotnet", [.. program, .. classes.SelectMany(c => new[] { "-class", c.FullName! })]) { RedirectStandardOutput = true };
        start.Environment[ExpectedLanes] = lanes.ToString(CultureInfo.InvariantCulture);
        start.Environment["CONSENT_CASES"] = "300";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
        Assert.Contains("Failed: 0", said, StringComparison.Ordinal);
    }
}
