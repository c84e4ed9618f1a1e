using System.Security.Cryptography;
using static Consent.Auditing.Tests.SigningLog;

namespace Consent.Auditing.Tests;

public class SignedNoteTests
{
    // Made with OpenSSL's command line; the private key was thrown away.
    private const string OpenSslKey = "log.example/consents+ec3dc0e8+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN7hPnqpRJDG7OpicweaGHXLKzu7qs1ATkWHr3YoVrIagZ5X5VlXmj0Gas+Iru4E2LHDt7yg1yJ4TmqLa8+xNWA=";
    private const string OpenSslNote =
        "log.example/consents\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
        + "\u2014 log.example/consents 7D3A6DBFAiEA/r5Mv1On5wIiyVyILQm9l9FPrXwD155TNU7rcz+h+PgCIHA+66tI18eZOZJK4cYtSns2COWJ/DAy8CHpbZMRUPOR\n";

    // The example of c2sp.org/signed-note: Ed25519, which is not known here.
    private const string SpecificationNote =
        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    [Fact]
    public void What_OpenSSL_signed_is_verified()
    {
        var key = NoteVerifierKey.Parse(OpenSslKey);
        var result = SignedCheckpoint.Parse(OpenSslNote).Verify(key);
        Assert.True(result.IsVerified);
        Assert.Same(key, Assert.Single(result.Signers));
        Assert.Equal(NoteVerdict.SignatureFailed, SignedCheckpoint.Parse(OpenSslNote.Replace("\n8\n", "\n9\n", StringComparison.Ordinal)).Verify(key).Verdict);
    }

    [Fact]
    public void A_note_is_written_as_it_was_read()
    {
        Assert.Equal(OpenSslNote, SignedNote.Parse(OpenSslNote).ToString());
        Assert.Equal(SpecificationNote, SignedNote.Parse(SpecificationNote).ToString());
        Assert.Equal(OpenSslKey, NoteVerifierKey.Parse(OpenSslKey).ToString());
    }

    [Fact]
    public void A_note_that_no_known_key_signed_is_not_believed()
    {
        Assert.Equal(NoteVerdict.NoKnownSignature, SignedNote.Parse(SpecificationNote).Verify(Signer.VerifierKey).Verdict);
        Assert.Equal(NoteVerdict.NoKnownSignature, Signed(5).Verify().Verdict);
        Assert.Equal(NoteVerdict.NoKnownSignature, Signed(5, Witness).Verify(Signer.VerifierKey).Verdict);
    }

    [Fact]
    public void Unknown_signatures_are_passed_over_even_with_the_name_or_the_id_of_a_known_key()
    {
        var note = Signed(5)
            .With(Stranger(1))
            .With(new(Origin, Signer.VerifierKey.Id + 1, [1, 2, 3]))
            .With(new("another.example", Signer.VerifierKey.Id, [1, 2, 3]));
        Assert.True(note.Verify(Signer.VerifierKey).IsVerified);
    }

    [Fact]
    public void A_false_signature_in_the_name_of_a_known_key_makes_the_whole_note_false()
    {
        var note = Signed(5, Signer, Witness).With(Signer.Sign(CheckpointOf(6).ToString()));
        var result = note.Verify(Signer.VerifierKey, Witness.VerifierKey);
        Assert.Equal(NoteVerdict.SignatureFailed, result.Verdict);
        Assert.Empty(result.Signers);

        // To whom only the witness is known, the line is a stranger's.
        Assert.Equal(NoteVerdict.NotSignedByTheLog, note.Verify(Witness.VerifierKey).Verdict);
    }

    [Fact]
    public void A_checkpoint_needs_the_signature_of_its_own_log()
    {
        var result = Signed(5, Witness).Verify(Signer.VerifierKey, Witness.VerifierKey);
        Assert.Equal(NoteVerdict.NotSignedByTheLog, result.Verdict);
        Assert.False(result.IsVerified);

        // As a note it is signed all right.
        Assert.True(Signed(5, Witness).Note.Verify(Witness.VerifierKey).IsVerified);
    }

    [Fact]
    public void Signers_are_named_once_each()
    {
        var note = Signed(5, Witness, Signer, Witness);
        Assert.Equal([Witness.VerifierKey, Signer.VerifierKey], note.Verify(Signer.VerifierKey, Witness.VerifierKey, Witness.VerifierKey).Signers);
    }

    [Fact]
    public void Sixty_four_signatures_are_read_and_no_more()
    {
        NoteSignature[] strangers = [.. Enumerable.Range(1, SignedNote.MaxSignatures - 1).Select(Stranger)];
        var text = CheckpointOf(5).ToString();
        var full = SignedNote.Of(text, [.. strangers, Signer.Sign(text)]);
        Assert.True(SignedNote.Parse(full.ToString()).Verify(Signer.VerifierKey).IsVerified);
        Assert.Throws<ArgumentException>(() => full.With(Stranger(99)));
        Assert.False(SignedNote.TryParse(full + Stranger(99).ToString() + "\n", null, out _));
    }

    [Fact]
    public void The_text_ends_before_the_last_empty_line()
    {
        const string Text = "one\n\n\u2014 not a signature\n\n\ntwo\n";
        var note = SignedNote.Parse(SignedNote.Of(Text, Signer.Sign(Text)).ToString());
        Assert.Equal(Text, note.Text);
        Assert.True(note.Verify(Signer.VerifierKey).IsVerified);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no newline at the end")]
    [InlineData("a tab\t\n")]
    [InlineData("a return\r\n")]
    [InlineData("nothing\0\n")]
    public void Some_texts_cannot_be_signed(string text)
    {
        Assert.Throws<ArgumentException>(() => Signer.Sign(text));
        Assert.Throws<ArgumentException>(() => SignedNote.Of(text, Stranger(1)));
    }

    [Fact]
    public void Half_a_character_cannot_be_signed_or_read()
    {
        Assert.Throws<ArgumentException>(() => Signer.Sign("\ud83d\n"));
        Assert.Throws<ArgumentException>(() => Signer.Sign("\ude00\ud83d\n"));
        Assert.False(SignedNote.TryParse("\ud83d\n\n\u2014 a AAAAAAE=\n", null, out _));
    }

    [Fact]
    public void A_text_may_have_any_other_character()
    {
        const string Text = "\u00e8 subito sera \ud83d\ude00 \u007f\u0085\u2028\ufeff\n";
        Assert.True(SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(SignedNote.Of(Text, Signer.Sign(Text)).ToString())).Verify(Signer.VerifierKey).IsVerified);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("\n\n")]
    [InlineData("text\n\u2014 a AAAAAAE=\n")]
    [InlineData("text\n\n\u2014 a AAAAAAE=")]
    [InlineData("text\n\n\u2014 a AAAAAAE=\n\n")]
    [InlineData("text\n\n\u2014 a AAAAAAE=\nmore\n")]
    [InlineData("text\n\n\u2014 a AAAAAA==\n")]
    [InlineData("text\n\n\u2014 a AAAAAAF=\n")]
    [InlineData("text\n\n\u2014 a AAAAAAE\n")]
    [InlineData("text\n\n\u2014 a  AAAAAAE=\n")]
    [InlineData("text\n\n\u2014 a AAAAAAE= \n")]
    [InlineData("text\n\n\u2014 a AAAA AAE=\n")]
    [InlineData("text\n\n\u2014  AAAAAAE=\n")]
    [InlineData("text\n\n\u2014 a+b AAAAAAE=\n")]
    [InlineData("text\n\n\u2014 a\u3000b AAAAAAE=\n")]
    [InlineData("text\n\n\u2014 a\n")]
    [InlineData("text\n\n- a AAAAAAE=\n")]
    [InlineData("text\n\n\u2014a AAAAAAE=\n")]
    [InlineData(" text\t\n\n\u2014 a AAAAAAE=\n")]
    [InlineData("text\r\n\r\n\u2014 a AAAAAAE=\r\n")]
    public void Anything_else_is_no_note(string text)
    {
        Assert.False(SignedNote.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => SignedNote.Parse(text));
        Assert.Throws<FormatException>(() => SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_no_note()
    {
        byte[] note = [.. "te"u8, 0xff, .. "xt\n\n\u2014 a AAAAAAE=\n"u8];
        Assert.False(SignedNote.TryParse(note, null, out _));
        note[2] = (byte)'-';
        Assert.True(SignedNote.TryParse(note, null, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("log.example")]
    [InlineData("log.example+ec3dc0e8")]
    [InlineData("log.example+ec3dc0e8+")]
    [InlineData("log.example+ec3dc0e8+Ag==")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void Other_text_and_other_types_are_no_key_that_is_known_here(string vkey)
    {
        Assert.False(NoteVerifierKey.TryParse(vkey, null, out _));
        Assert.Throws<FormatException>(() => NoteVerifierKey.Parse(vkey));
    }

    [Fact]
    public void A_key_is_read_in_one_form_only()
    {
        Assert.True(NoteVerifierKey.TryParse(OpenSslKey, null, out var key));
        string[] flawed =
        [
            OpenSslKey.Replace("ec3dc0e8", "EC3DC0E8", StringComparison.Ordinal),
            OpenSslKey.Replace("ec3dc0e8", "ec3dc0e9", StringComparison.Ordinal),
            OpenSslKey.Replace("consents+", "con sents+", StringComparison.Ordinal),
            OpenSslKey + "\n",
            OpenSslKey.TrimEnd('='),
            OpenSslKey.Replace("+Ajb", "+AzB", StringComparison.OrdinalIgnoreCase),
            "+" + OpenSslKey,
            VKey([.. key.PublicKey, 0]),
            VKey([.. key.PublicKey[..^1]]),
            VKey([.. key.PublicKey[..^1], (byte)(key.PublicKey[^1] ^ 1)]),
            VKey([.. key.PublicKey[..27], .. new byte[64]]),
            VKey([.. key.PublicKey[..27], .. Enumerable.Repeat((byte)0xff, 64)]),
            VKey(Spki(ECCurve.NamedCurves.nistP384)),
            VKey(Spki(ECCurve.NamedCurves.brainpoolP256r1)),
        ];
        Assert.All(flawed, f => Assert.False(NoteVerifierKey.TryParse(f, null, out _), f));
        Assert.Equal(OpenSslKey, VKey([.. key.PublicKey]));
    }

    [Fact]
    public void A_key_on_another_curve_does_not_sign_notes()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => EcdsaNoteKey.Of(Origin, key));
        Assert.Throws<ArgumentException>(() => new EcdsaNoteSigner(Origin, key));
    }

    [Fact]
    public void Two_keys_that_cannot_be_told_apart_are_refused()
    {
        var other = new HostKey(Origin, Signer.VerifierKey.Id);
        Assert.Throws<ArgumentException>(() => Signed(5).Verify(Signer.VerifierKey, other));
    }

    [Fact]
    public void A_host_can_bring_a_key_of_a_type_of_its_own()
    {
        var key = new HostKey(Origin, 7);
        Assert.True(Signed(5, Witness).With(new(Origin, 7, [42])).Verify(key).IsVerified);
        Assert.Equal(NoteVerdict.SignatureFailed, Signed(5).With(new(Origin, 7, [43])).Verify(Signer.VerifierKey, key).Verdict);
        Assert.Equal("log.example/consents+00000007+/wEC", key.ToString());
    }

    [Fact]
    public void Not_one_bit_of_a_signature_can_be_changed()
    {
        var text = CheckpointOf(5).ToString();
        var signature = Signer.Sign(text);
        for (var bit = 0; bit < signature.Bytes.Length * 8; bit++)
        {
            var bytes = signature.Bytes.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(NoteVerdict.SignatureFailed, SignedNote.Of(text, new NoteSignature(Origin, signature.KeyId, bytes)).Verify(Signer.VerifierKey).Verdict);
        }
    }

    private static byte[] Spki(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static string VKey(byte[] spki) =>
        $"{Origin}+{Convert.ToHexStringLower(SHA256.HashData(spki)[..4])}+{Convert.ToBase64String([2, .. spki])}";

    private sealed class HostKey(string name, uint id) : NoteVerifierKey(name, id, 0xff, [1, 2])
    {
        public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => signature is [42];
    }
}
