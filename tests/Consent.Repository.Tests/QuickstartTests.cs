using System.Diagnostics;
using System.Text.Json;
using Consent.Auditing;

namespace Consent.Repository.Tests;

/// <summary>The README's main command, run as a user runs it.</summary>
public class QuickstartTests
{
    private static readonly Lazy<Task<(int Exit, string Output, string Error)>> s_story = new(() => RunAsync("--json"));

    [Fact]
    public async Task The_story_has_every_fact_that_it_promises()
    {
        var (exit, output, _) = await s_story.Value;
        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        var facts = json.RootElement;
        // 500 good lines, and the noes of lines 40 and 120.
        Assert.Equal(502, facts.GetProperty("firstImport").GetProperty("documents").GetInt32());
        Assert.Equal(502, facts.GetProperty("firstImport").GetProperty("recorded").GetInt32());
        Assert.Equal(
            [(40, "$.consents.disclaimer.date"), (120, "$.consents.softSpam.email.objection"), (200, "$.consents.marketing.automatic.fax"), (300, "$.id"), (400, "$.consents.profiling")],
            facts.GetProperty("badLines").EnumerateArray().Select(l => (l.GetProperty("line").GetInt32(), l.GetProperty("path").GetString()!)));
        var again = facts.GetProperty("secondImport");
        Assert.Equal((0, 502, 502), (again.GetProperty("recorded").GetInt32(), again.GetProperty("logBefore").GetInt32(), again.GetProperty("logAfter").GetInt32()));
        var codes = facts.GetProperty("steps").EnumerateArray().SelectMany(s => s.GetProperty("codes").EnumerateArray().Select(c => c.GetString())).ToList();
        Assert.Equal(["SUPERSEDED", "WOULD_WEAKEN", "ChangeMany", "ReadLog"], codes);
        Assert.Equal(["EuropeanUnion", "Italy"], facts.GetProperty("decisions").EnumerateArray().Select(d => d.GetProperty("jurisdiction").GetString()).Distinct());
        Assert.Contains(facts.GetProperty("decisions").EnumerateArray(), d => d.GetProperty("before").GetProperty("outcome").GetString() == "Permit"
            && d.GetProperty("after").GetProperty("failed").EnumerateArray().Any(f => f.GetString() == "CONSENT_WITHDRAWN"));
        Assert.Equal("read", facts.GetProperty("history").EnumerateArray().Last().GetProperty("type").GetString());
        Assert.Equal(("Active", "Unset"), (facts.GetProperty("pasts").GetProperty("trueThen").GetString(), facts.GetProperty("pasts").GetProperty("knownThen").GetString()));
    }

    [Fact]
    public async Task The_log_of_the_story_proves_itself_and_forgets()
    {
        var (_, output, _) = await s_story.Value;
        using var json = JsonDocument.Parse(output);
        var proof = json.RootElement.GetProperty("proof");
        string Of(string name) => proof.GetProperty(name).GetString()!;
        Assert.True(SignedCheckpoint.Parse(Of("checkpoint")).Verify(NoteVerifierKey.Parse(Of("verifierKey"))).IsVerified);
        Assert.Equal(("Verified", "ErasedNeverContact", "Verified"), (Of("receipt"), Of("erasure"), Of("receiptAfterErasure")));
        Assert.Equal($"SlotAltered at {proof.GetProperty("receiptIndex").GetInt64()} (Facts)", Of("tampered"));
        Assert.EndsWith($"entries hold, {proof.GetProperty("erasedEntries").GetInt64()} of them erased", Of("logAfterErasure"), StringComparison.Ordinal);
        Assert.True(proof.GetProperty("grewOnly").GetBoolean());

        // One is erased; of the 53 customers whose consents were dated ahead, two can be taken by now, and 51 are refused again.
        Assert.Equal((2, 52), (proof.GetProperty("importAfterErasure").GetProperty("recorded").GetInt64(), proof.GetProperty("importAfterErasure").GetProperty("refused").GetInt64()));
        Assert.StartsWith("Deny SUPPRESSED", Of("decisionAfterErasure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_twice_on_one_file_the_second_story_goes_on_from_the_first()
    {
        var folder = Directory.CreateTempSubdirectory("consent-quickstart-");
        try
        {
            var store = $"sqlite:{Path.Combine(folder.FullName, "consents.db")}";
            var first = await RunAsync("--json", "--store", store);
            var second = await RunAsync("--json", "--store", store);

            Assert.Equal((0, 0), (first.Exit, second.Exit));
            using var one = JsonDocument.Parse(first.Output);
            using var two = JsonDocument.Parse(second.Output);
            var import = two.RootElement.GetProperty("firstImport");

            // One is erased, and 51 customers' consents are dated ahead still.
            Assert.Equal((0, 450, 52), (import.GetProperty("recorded").GetInt32(), import.GetProperty("unchanged").GetInt32(), import.GetProperty("refused").GetInt32()));
            Assert.NotEqual(one.RootElement.GetProperty("contact").GetString(), two.RootElement.GetProperty("contact").GetString());
            Assert.True(import.GetProperty("logBefore").GetInt64() >= one.RootElement.GetProperty("proof").GetProperty("importAfterErasure").GetProperty("logAfter").GetInt64());
            Assert.Equal(one.RootElement.GetProperty("proof").GetProperty("verifierKey").GetString(), two.RootElement.GetProperty("proof").GetProperty("verifierKey").GetString());
            Assert.Equal("Verified", two.RootElement.GetProperty("proof").GetProperty("receiptAfterErasure").GetString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Off_a_terminal_the_story_is_plain_text()
    {
        var (exit, output, _) = await RunAsync("--jurisdiction", "it");
        Assert.Equal(0, exit);
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("502 imported", output, StringComparison.Ordinal);
        Assert.DoesNotContain("EuropeanUnion", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--colour")]
    [InlineData(2, "--as-of", "yesterday")]
    [InlineData(2, "--jurisdiction", "fr")]
    [InlineData(2, "--input")]
    [InlineData(2, "--store", "oracle")]
    [InlineData(2, "--store", "sqlite:a;b=c")]
    [InlineData(2, "--store", "postgres:nonsense")]
    [InlineData(2, "--store", "postgres:Host=localhost;Minimum Pool Size=50;Maximum Pool Size=10")]
    [InlineData(4, "--store", "sqlite:/dev/null/consents.db")]
    [InlineData(3, "--input", "there-is-no-such-file.jsonl")]
    [InlineData(1)]
    public async Task Exit_codes_mean_something(int expected, params string[] arguments)
    {
        var nothing = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(nothing, "{\"id\":\n");
            var (exit, output, error) = await RunAsync(expected == 1 ? ["--input", nothing] : arguments);
            Assert.Equal(expected, exit);
            Assert.Equal("", output);
            Assert.NotEqual("", error);
            Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(nothing);
        }
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Consent.Quickstart.dll");
        string[] store = arguments.Contains("--store") ? [] : ["--store", "memory"];
        var start = new ProcessStartInfo("dotnet", [program, .. store, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
