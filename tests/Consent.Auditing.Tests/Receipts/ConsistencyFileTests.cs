using FsCheck;
using FsCheck.Fluent;
using static Consent.Auditing.Tests.KeptLog;

namespace Consent.Auditing.Tests;

/// <summary>Two checkpoints and a small file show that no history was rewritten.</summary>
public class ConsistencyFileTests
{
    private static readonly KeptLog s_log = new(Enumerable.Range(1, 20).Select(i => Changed(i)));

    [Fact]
    public void Between_any_two_sizes_the_file_read_again_shows_consistency()
    {
        foreach (var (from, to) in from f in Enumerable.Range(0, 21) from t in Enumerable.Range(f, 21 - f) select (f, t))
        {
            var file = ConsistencyFile.Parse(s_log.Consistency(from, to).ToString());

            Assert.Equal(s_log.Consistency(from, to), file);
            Assert.Equal(ConsistencyVerdict.Consistent, file.Verify(s_log.CheckpointAt(from), s_log.CheckpointAt(to), Signer.VerifierKey));
        }
    }

    [Fact]
    public void Rewritten_history_foreign_keys_and_other_logs_are_told_apart()
    {
        var (file, stranger) = (s_log.Consistency(5, 20), NewSigner("stranger.example/log"));
        var rewritten = new KeptLog(Enumerable.Range(1, 20).Select(i => Changed(i)));
        var elsewhere = new Checkpoint(stranger.VerifierKey.Name, s_log.CheckpointAt(20).Checkpoint.Head);

        Assert.Equal(ConsistencyVerdict.NotConsistent, file.Verify(s_log.CheckpointAt(5), rewritten.CheckpointAt(20), Signer.VerifierKey));
        Assert.Equal(ConsistencyVerdict.NotConsistent, file.Verify(s_log.CheckpointAt(6), s_log.CheckpointAt(20), Signer.VerifierKey));
        Assert.Equal(ConsistencyVerdict.NotConsistent, file.Verify(s_log.CheckpointAt(20), s_log.CheckpointAt(5), Signer.VerifierKey));
        Assert.Equal(ConsistencyVerdict.OlderNotVerified, file.Verify(s_log.CheckpointAt(5, stranger), s_log.CheckpointAt(20), Signer.VerifierKey));
        Assert.Equal(ConsistencyVerdict.NewerNotVerified, file.Verify(s_log.CheckpointAt(5), s_log.CheckpointAt(20, stranger), Signer.VerifierKey));
        Assert.Equal(
            ConsistencyVerdict.OtherLog,
            file.Verify(s_log.CheckpointAt(5), SignedCheckpoint.Of(elsewhere, stranger.Sign(elsewhere.ToString())), Signer.VerifierKey, stranger.VerifierKey));
    }

    [Law(MaxTest = 2_000)]
    public Property Of_a_mangled_file_what_is_read_is_written_again_as_it_was() => Laws.ForAll(
        from at in Gen.Choose(0, 400) from put in Gen.Elements("\n 019aA+=/\r\u2003".ToCharArray()) from kind in Gen.Choose(0, 2) select (at, put, kind),
        c =>
        {
            var text = s_log.Consistency(5, 20).ToString();
            var at = c.at % text.Length;
            var mangled = c.kind switch { 0 => text.Insert(at, $"{c.put}"), 1 => text.Remove(at, 1), _ => text.Remove(at, 1).Insert(at, $"{c.put}") };
            return !ConsistencyFile.TryParse(mangled, null, out var read) || read.ToString() == mangled;
        });

    [Theory]
    [InlineData("")]
    [InlineData("consent/consistency-proof@v1\nold 1\nnew 2")]
    [InlineData("consent/consistency-proof@v1\nold 01\nnew 2\n")]
    [InlineData("consent/consistency-proof@v1\nold 1\nnew -2\n")]
    [InlineData("consent/consistency-proof@v2\nold 1\nnew 2\n")]
    [InlineData("consent/consistency-proof@v1\nold 1\nnew 2\n\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => ConsistencyFile.Parse(text));
}
