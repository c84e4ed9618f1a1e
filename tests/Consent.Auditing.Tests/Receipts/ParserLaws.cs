using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Auditing.Tests.SigningLog;

namespace Consent.Auditing.Tests;

/// <summary>Whatever bytes arrive, readers answer or say that they cannot read; what they read they write again as it was.</summary>
public class ParserLaws
{
    private static readonly byte[][] s_valid =
    [
        .. new[]
        {
            CheckpointOf(12).ToString(),
            CheckpointOf(0).ToString(),
            Signed(12, Signer, Witness).With(Stranger(1)).ToString(),
            SignedNote.Of("\u00e8\n\nsera\n", Stranger(1), Stranger(2)).ToString(),
            Proof(3, 12, [1, 2, 3, 4]).ToFile(),
            Proof(0, 1).ToFile(),
            Signer.VerifierKey.ToString(),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly NoteVerifierKey[] s_keys = [Signer.VerifierKey, Witness.VerifierKey];

    [Law(MaxTest = 4_000)]
    public Property Of_mangled_bytes_what_is_read_is_written_again_as_it_was() => Laws.ForAll(Mangled(), IsReadStrictly);

    [Law(MaxTest = 2_000)]
    public Property Of_any_bytes_what_is_read_is_written_again_as_it_was() =>
        Laws.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Resize(60), IsReadStrictly);

    [Law(MaxTest = 2_000)]
    public Property Of_mangled_notes_none_verifies_with_another_text() => Laws.ForAll(
        MangledFrom(Signed(12, Signer, Witness).With(Stranger(1)).ToString()),
        bytes => !SignedNote.TryParse(bytes, null, out var note) || !note.Verify(s_keys).IsVerified || note.Text == CheckpointOf(12).ToString());

    [Law(MaxTest = 2_000)]
    public Property Of_mangled_proofs_none_is_valid_for_another_place_or_checkpoint() => Laws.ForAll(
        MangledFrom(Proof(3, 12, [1, 2, 3, 4]).ToFile()),
        bytes => !TlogProof.TryParse(bytes, null, out var proof)
            || proof.Verify(Tree.Leaves[3], s_keys) != TlogProofVerdict.Valid
            || (proof.Inclusion.Index == 3 && proof.Checkpoint.Checkpoint == CheckpointOf(12) && proof.Inclusion.Hashes.SequenceEqual(Tree.Inclusion(3, 12).Hashes)));

    private static bool IsReadStrictly(byte[] bytes)
    {
        // Invalid UTF-8 has no text of its own: it becomes one with replacement characters, and is refused as bytes.
        var text = Encoding.UTF8.GetString(bytes);
        return IsSame(text, SignedNote.TryParse(text, null, out var note) ? note : null, () => SignedNote.Parse(text))
            && IsSame(text, SignedCheckpoint.TryParse(text, null, out var signed) ? signed : null, () => SignedCheckpoint.Parse(text))
            && IsSame(text, TlogProof.TryParse(text, null, out var proof) ? proof : null, () => TlogProof.Parse(text))
            && IsSame(text, Checkpoint.TryParse(text, null, out var checkpoint) ? checkpoint : null, () => Checkpoint.Parse(text))
            && IsSame(text, NoteVerifierKey.TryParse(text, null, out var key) ? key : null, () => NoteVerifierKey.Parse(text))
            && IsSame(bytes, SignedNote.TryParse(bytes, null, out note) ? note : null, () => SignedNote.Parse(bytes))
            && IsSame(bytes, SignedCheckpoint.TryParse(bytes, null, out signed) ? signed : null, () => SignedCheckpoint.Parse(bytes))
            && IsSame(bytes, TlogProof.TryParse(bytes, null, out proof) ? proof : null, () => TlogProof.Parse(bytes));
    }

    private static bool IsSame(byte[] bytes, object? read, Func<object> parse) =>
        IsSame(Encoding.UTF8.GetString(bytes), read, parse) && (read is null || Encoding.UTF8.GetBytes(Written(read)).AsSpan().SequenceEqual(bytes));

    private static bool IsSame(string text, object? read, Func<object> parse)
    {
        if (read is not null)
        {
            return Written(read) == text && parse().Equals(read);
        }

        return Assert.Throws<FormatException>(parse).Message.Length > 0;
    }

    private static string Written(object read) => read is TlogProof proof ? proof.ToFile() : read.ToString()!;

    private static Gen<byte[]> Mangled() => Gen.Elements(s_valid).SelectMany(Mangled);

    private static Gen<byte[]> MangledFrom(string text) => Mangled(Encoding.UTF8.GetBytes(text));

    private static Gen<byte[]> Mangled(byte[] valid) => Gen.Choose(0, 3).Zip(Gen.Choose(0, int.MaxValue)).Select(x => Mangle(valid, x.Item1, new(x.Item2)));

    private static byte[] Mangle(byte[] valid, int times, System.Random random)
    {
        var bytes = valid.ToList();
        for (; times > 0 && bytes.Count > 1; times--)
        {
            var (at, other) = (random.Next(bytes.Count), random.Next(bytes.Count));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.Insert(at, "\n +=0A\u2014"u8[random.Next(7)]);
                    break;
                case 4:
                    (bytes[at], bytes[other]) = (bytes[other], bytes[at]);
                    break;
                case 5:
                    bytes.RemoveRange(Math.Min(at, other), Math.Abs(at - other));
                    break;
                default:
                    // A line said twice.
                    var start = bytes.LastIndexOf((byte)'\n', at) + 1;
                    var end = bytes.IndexOf((byte)'\n', at);
                    bytes.InsertRange(start, bytes.GetRange(start, (end < 0 ? bytes.Count : end + 1) - start));
                    break;
            }
        }

        return [.. bytes];
    }
}
