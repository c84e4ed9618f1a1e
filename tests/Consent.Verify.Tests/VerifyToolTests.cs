using System.Diagnostics;
using System.Text;
using Consent.Auditing;
using Consent.Auditing.Tests;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Verify.Tests;

public sealed class VerifyToolTests : IDisposable
{
    private readonly GivenOut _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData("receipt", "entry.tlog-proof")]
    [InlineData("receipt", "facts-only.tlog-proof")]
    [InlineData("dossier", "dossier.html")]
    [InlineData("consistency", "2.checkpoint", "6.checkpoint", "2-6.consistency-proof")]
    public void What_holds_ends_with_0_and_says_what_no_check_can_show(params string[] command)
    {
        foreach (var key in new[] { GivenOut.Key, "log.vkey" })
        {
            var (code, output, error) = _given.Run([.. command, "--key", key]);

            Assert.Equal((0, ""), (code, error));
            Assert.Contains("not shown", output, StringComparison.Ordinal);
            Assert.Contains("signed", output, StringComparison.Ordinal);
            Assert.DoesNotContain("DOES NOT HOLD", output, StringComparison.Ordinal);
            Assert.EndsWith("OK: all that can be checked here holds.", output.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("the entry is not at this place of the log", "receipt", "altered.tlog-proof")]
    [InlineData("history was rewritten", "consistency", "2.checkpoint", "rewritten.checkpoint", "2-6.consistency-proof")]
    [InlineData("history was rewritten", "consistency", "6.checkpoint", "2.checkpoint", "2-6.consistency-proof")]
    public void What_does_not_hold_ends_with_1_and_is_named(string named, params string[] command)
    {
        var (code, output, error) = _given.Run([.. command, "--key", "log.vkey"]);

        Assert.Equal((1, ""), (code, error));
        Assert.Contains("DOES NOT HOLD", output, StringComparison.Ordinal);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.EndsWith("NOT OK.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("receipt", "entry.tlog-proof")]
    [InlineData("dossier", "dossier.html")]
    [InlineData("consistency", "2.checkpoint", "6.checkpoint", "2-6.consistency-proof")]
    public void With_another_key_nothing_holds(params string[] command) =>
        Assert.Equal(1, _given.Run([.. command, "--key", KeptLog.NewSigner(KeptLog.Origin).VerifierKey.ToString()]).Code);

    [Fact]
    public void A_page_that_was_edited_does_not_hold()
    {
        _given.Write("edited.html", _given.Dossier.ToHtml().Replace("consent given", "consent refused", StringComparison.Ordinal));

        var (code, output, _) = _given.Run("dossier", "edited.html", "--key", "log.vkey");

        Assert.Equal(1, code);
        Assert.Contains("the page says something else than the data in it", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flaw_of_a_dossier_has_words_of_its_own()
    {
        var words = Enum.GetValues<DossierFlaw>().Where(f => f != DossierFlaw.None).Select(f => DossierCheck.Words(new(f, 3, EntrySlot.Actor))).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
    }

    [Fact]
    public void Only_a_receipt_that_is_asked_to_shows_what_it_says()
    {
        Assert.DoesNotContain("\"contact\"", _given.Run("receipt", "entry.tlog-proof", "--key", "log.vkey").Output, StringComparison.Ordinal);
        Assert.Contains("\"contact\":\"ada\"", _given.Run("receipt", "entry.tlog-proof", "--key", "log.vkey", "--show").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"contact\"", _given.Run("receipt", "facts-only.tlog-proof", "--key", "log.vkey", "--show").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", _given.Run("dossier", "dossier.html", "--key", "log.vkey").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_terminal_would_obey_is_printed_as_text()
    {
        _given.Write("nasty.tlog-proof", KeptLog.Story("a\u009b31mb\u202ec").Receipt(1).ToFile());

        var output = _given.Run("receipt", "nasty.tlog-proof", "--key", "log.vkey", "--show").Output;

        Assert.Contains("a\\u009b31mb\\u202ec", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => c is '\u009b' or '\u202e' or '\u001b');
    }

    [Theory]
    [InlineData]
    [InlineData("receipt")]
    [InlineData("receipt", "entry.tlog-proof")]
    [InlineData("receipt", "entry.tlog-proof", "--key")]
    [InlineData("receipt", "entry.tlog-proof", "--key", "nothing+00000000+AAAA")]
    [InlineData("receipt", "entry.tlog-proof", "--key", "entry.tlog-proof")]
    [InlineData("receipt", "entry.tlog-proof", "dossier.html", "--key", "log.vkey")]
    [InlineData("receipt", "missing.tlog-proof", "--key", "log.vkey")]
    [InlineData("receipt", "dossier.html", "--key", "log.vkey")]
    [InlineData("dossier", "entry.tlog-proof", "--key", "log.vkey")]
    [InlineData("dossier", "dossier.html", "--key", "log.vkey", "--show")]
    [InlineData("dossier", "dossier.html", "--key", "log.vkey", "--colour")]
    [InlineData("consistency", "2.checkpoint", "6.checkpoint", "--key", "log.vkey")]
    [InlineData("consistency", "2-6.consistency-proof", "6.checkpoint", "2-6.consistency-proof", "--key", "log.vkey")]
    [InlineData("forget", "dossier.html", "--key", "log.vkey")]
    public void What_cannot_be_checked_ends_with_2_and_says_why(params string[] command)
    {
        var (code, output, error) = _given.Run(command);

        Assert.Equal((2, ""), (code, output));
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_given() => Assert.Equal((0, VerifyTool.Usage + Environment.NewLine, ""), _given.Run("--help"));

    [Property(MaxTest = 300)]
    public Property Whatever_bytes_are_given_the_tool_ends_with_one_of_its_codes() => Prop.ForAll(
        (from file in Gen.Elements("entry.tlog-proof", "dossier.html", "2.checkpoint", "2-6.consistency-proof")
         from at in Gen.Choose(0, int.MaxValue) from put in Gen.Choose(0, 255) from length in Gen.Choose(0, 30)
         select (file, at, put, length)).ToArbitrary(),
        c =>
        {
            var bytes = File.ReadAllBytes(_given.PathOf(c.file)).ToList();
            var at = c.at % bytes.Count;
            bytes.RemoveRange(at, Math.Min(c.length, bytes.Count - at));
            bytes.Insert(at, (byte)c.put);
            _given.Write("mangled.bin", [.. bytes]);
            string[][] commands = [["receipt", "mangled.bin"], ["dossier", "mangled.bin"], ["consistency", "mangled.bin", "6.checkpoint", "mangled.bin"]];
            return commands.All(command => _given.Run([.. command, "--key", "log.vkey"]).Code is 0 or 1 or 2);
        });

    [Theory]
    [InlineData("receipt", "entry.tlog-proof")]
    [InlineData("dossier", "dossier.html")]
    [InlineData("consistency", "old.checkpoint", "new.checkpoint", "log.consistency-proof")]
    public void What_the_first_version_gave_out_holds_for_ever(params string[] command)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "v1");
        using var output = new StringWriter();

        var code = VerifyTool.Run([command[0], .. command.Skip(1).Select(f => Path.Combine(folder, f)), "--key", Path.Combine(folder, "log.vkey")], output, output);

        Assert.True(code == 0, output.ToString());
    }

    [Fact]
    public async Task As_a_process_it_ends_with_the_same_code()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "consent-verify.dll"), "receipt", _given.PathOf("altered.tlog-proof"), "--key", GivenOut.Key])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("DOES NOT HOLD", output, StringComparison.Ordinal);
    }
}
