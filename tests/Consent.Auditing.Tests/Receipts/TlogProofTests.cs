using System.Text;
using static Consent.Auditing.Tests.SigningLog;

namespace Consent.Auditing.Tests;

public class TlogProofTests
{
    [Fact]
    public void A_proof_is_written_as_the_specification_says()
    {
        var lines = Proof(2, 5, [1, 2, 3]).ToFile().Split('\n');
        Assert.Equal("c2sp.org/tlog-proof@v1", lines[0]);
        Assert.Equal("extra AQID", lines[1]);
        Assert.Equal("index 2", lines[2]);
        Assert.Equal(Tree.Naive.Inclusion(2, 5).Select(Convert.ToBase64String), lines[3..6]);
        Assert.Equal("", lines[6]);
        Assert.Equal(CheckpointOf(5).ToString(), string.Join('\n', lines[7..10]) + "\n");
        Assert.Equal("", lines[10]);
        Assert.StartsWith("\u2014 log.example/consents ", lines[11], StringComparison.Ordinal);
        Assert.StartsWith("\u2014 witness.example/w1 ", lines[12], StringComparison.Ordinal);
        Assert.Equal("", lines[13]);
        Assert.Equal(14, lines.Length);
        Assert.Equal("index 2", Proof(2, 5).ToFile().Split('\n')[1]);
    }

    [Fact]
    public void Every_leaf_of_every_size_has_a_proof_that_is_read_back_and_verifies()
    {
        for (var size = 1; size <= 20; size++)
        {
            var signed = Signed(size);
            for (var index = 0; index < size; index++)
            {
                var text = new TlogProof(Tree.Inclusion(index, size), signed, [.. Enumerable.Repeat((byte)7, index)]).ToFile();
                var read = TlogProof.Parse(Encoding.UTF8.GetBytes(text));
                Assert.Equal(text, read.ToFile());
                Assert.Equal(index, read.Extra.Length);
                Assert.Equal(TlogProofVerdict.Valid, read.Verify(Tree.Leaves[index], Signer.VerifierKey));
            }
        }
    }

    [Fact]
    public void The_verdict_says_what_is_wrong()
    {
        var (proof, leaf) = (Proof(2, 5), Tree.Leaves[2]);
        Assert.Equal(TlogProofVerdict.Valid, proof.Verify(leaf, Signer.VerifierKey));
        Assert.Equal(TlogProofVerdict.Valid, proof.Verify(leaf, Signer.VerifierKey, Witness.VerifierKey));
        Assert.Equal(TlogProofVerdict.NotIncluded, proof.Verify(Tree.Leaves[3], Signer.VerifierKey));
        Assert.Equal(TlogProofVerdict.NoKnownSignature, proof.Verify(leaf));
        Assert.Equal(TlogProofVerdict.NoKnownSignature, proof.Verify(leaf, NewSigner(Origin).VerifierKey));
        Assert.Equal(TlogProofVerdict.NotSignedByTheLog, proof.Verify(leaf, Witness.VerifierKey));
        var forged = new TlogProof(proof.Inclusion, SignedCheckpoint.Of(CheckpointOf(5), Signer.Sign(CheckpointOf(6).ToString())));
        Assert.Equal(TlogProofVerdict.SignatureFailed, forged.Verify(leaf, Signer.VerifierKey));
        Assert.Equal(default, TlogProofVerdict.NoKnownSignature);
    }

    [Fact]
    public void What_a_proof_discloses_is_not_in_its_short_form() =>
        Assert.Equal("TlogProof(2 in log.example/consents at 5)", Proof(2, 5, [1, 2, 3]).ToString());

    [Fact]
    public void Another_index_never_verifies()
    {
        var text = Proof(2, 5).ToFile();
        Assert.All(Enumerable.Range(0, 50).Where(i => i != 2), i =>
            Assert.Equal(TlogProofVerdict.NotIncluded, TlogProof.Parse(text.Replace("index 2\n", $"index {i}\n", StringComparison.Ordinal)).Verify(Tree.Leaves[2], Signer.VerifierKey)));
    }

    [Fact]
    public void Another_size_never_verifies_against_a_signed_checkpoint()
    {
        // The way to the root is the same in trees of 5 to 8 leaves for their first four: only the signed size tells them apart.
        for (var size = 1; size <= 40; size++)
        {
            for (var other = 1; other <= 40; other++)
            {
                var (index, expected) = (Math.Min(size, other) - 1, size == other ? TlogProofVerdict.Valid : TlogProofVerdict.NotIncluded);
                var inclusion = new InclusionProof(index, size, Tree.Inclusion(index, other).Hashes);
                Assert.Equal(expected, new TlogProof(inclusion, s_signed[size]).Verify(Tree.Leaves[index], Signer.VerifierKey));
            }
        }

        var renumbered = Signed(5).ToString().Replace("\n5\n", "\n6\n", StringComparison.Ordinal);
        Assert.Equal(NoteVerdict.SignatureFailed, SignedCheckpoint.Parse(renumbered).Verify(Signer.VerifierKey).Verdict);
    }

    [Fact]
    public void A_proof_for_another_size_is_not_put_together_with_a_checkpoint()
    {
        Assert.Throws<ArgumentException>(() => new TlogProof(Tree.Inclusion(2, 5), Signed(6)));
        Assert.Throws<ArgumentException>(() => new TlogProof(new(-1, 5, []), Signed(5)));
        Assert.Throws<ArgumentException>(() => new TlogProof(new(1, 5, [.. new Sha256Digest[64]]), Signed(5)));
    }

    [Theory]
    [InlineData("tlog-proof@v1\n", "tlog-proof@v2\n")]
    [InlineData("c2sp.org/", " c2sp.org/")]
    [InlineData("tlog-proof@v1\n", "tlog-proof@v1\r\n")]
    [InlineData("extra AQID\n", "extra \n")]
    [InlineData("extra AQID\n", "extra\n")]
    [InlineData("extra AQID\n", "extra AQI\n")]
    [InlineData("extra AQID\n", "extra AQJ=\n")]
    [InlineData("extra AQID\n", "extra AQ ID\n")]
    [InlineData("extra AQID\n", "extra AQID\nextra AQID\n")]
    [InlineData("extra AQID\n", "\n")]
    [InlineData("index 2\n", "")]
    [InlineData("index 2\n", "index 02\n")]
    [InlineData("index 2\n", "index -2\n")]
    [InlineData("index 2\n", "index 2 \n")]
    [InlineData("index 2\n", "index\n")]
    [InlineData("index 2\n", "index 9223372036854775808\n")]
    [InlineData("index 2\n", "index 2\nindex 2\n")]
    [InlineData("index 2\n", "index 2\n\n")]
    [InlineData("index 2\n", "index 2\nAAAA\n")]
    [InlineData("\n\nlog.example", "\nlog.example")]
    [InlineData("\n\nlog.example", "\n\n\nlog.example")]
    [InlineData("\n\nlog.example", "\n\nanother log.example")]
    [InlineData("\n5\n", "\n05\n")]
    public void Anything_else_is_no_proof(string part, string instead)
    {
        var text = Proof(2, 5, [1, 2, 3]).ToFile();
        var changed = text.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        Assert.False(TlogProof.TryParse(changed, null, out _));
        Assert.Throws<FormatException>(() => TlogProof.Parse(changed));
    }

    [Fact]
    public void A_proof_cut_off_anywhere_is_no_proof_but_after_a_whole_signature()
    {
        var text = Proof(2, 5, [1, 2, 3]).ToFile();
        var firstSignatureEnd = text.IndexOf("\n\u2014 witness", StringComparison.Ordinal) + 1;
        Assert.All(Enumerable.Range(0, text.Length), i => Assert.Equal(i == firstSignatureEnd, TlogProof.TryParse(text[..i], null, out _)));
    }

    private static readonly SignedCheckpoint[] s_signed = [.. Enumerable.Range(0, 41).Select(i => Signed(i))];
}
