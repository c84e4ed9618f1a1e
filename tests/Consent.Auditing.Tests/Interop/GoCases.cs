using System.Collections.Immutable;
using System.Text;
using static Consent.Auditing.Tests.SigningLog;

namespace Consent.Auditing.Tests;

/// <summary>Writes what the Go program is to judge, and remembers which answer is the right one.</summary>
internal sealed class GoCases(string directory)
{
    private const int Largest = 257;
    private static readonly int[] s_sizes = [1, 2, 3, 4, 5, 7, 8, 9, 64, 65, 100, 255, 256, Largest];
    private static readonly GrownTree s_tree = GrownTree.OfSize(Largest);
    private static readonly Dictionary<int, SignedCheckpoint> s_signed = s_sizes.Append(0).ToDictionary(s => s, Sign);

    /// <summary>Per case the answer that Go must give: "accepted", or why it refuses.</summary>
    public Dictionary<string, string> Expected { get; } = [];

    public void WriteAll()
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "vkeys"), $"{Signer.VerifierKey}\n{Witness.VerifierKey}\n");
        WriteCheckpoints();
        WriteInclusions();
        WriteConsistencies();
    }

    private static SignedCheckpoint Sign(int size)
    {
        var checkpoint = new Checkpoint(Origin, s_tree.Head(size));
        var text = checkpoint.ToString();
        return SignedCheckpoint.Of(checkpoint, Signer.Sign(text), Witness.Sign(text), Stranger(size));
    }

    private void WriteCheckpoints()
    {
        foreach (var (size, signed) in s_signed)
        {
            var leaves = s_tree.Data.Take(size);
            Checkpoint($"root-{size}", "accepted", signed.ToString(), leaves);
            Checkpoint($"root-{size}-of-others", "refused, root", signed.ToString(), [[], .. leaves.Skip(1), [1]]);
        }

        var whole = s_signed[5].ToString();
        Checkpoint("note-renumbered", "refused, note", whole.Replace("\n5\n", "\n6\n", StringComparison.Ordinal));
        Checkpoint("note-renamed", "refused, note", whole.Replace($"{Origin}\n5", "another.example\n5", StringComparison.Ordinal));
        Checkpoint("note-of-strangers", "refused, note", SignedCheckpoint.Of(s_signed[5].Checkpoint, Stranger(1), NewSigner(Origin).Sign(s_signed[5].Note.Text)).ToString());
        Checkpoint("note-with-a-false-signature", "refused, note", SignedCheckpoint.Of(s_signed[5].Checkpoint, s_signed[5].Note.Signatures[1], Signer.Sign("another text\n")).ToString());
        Checkpoint("note-of-the-witness-alone", "refused, checkpoint: not signed", SignedCheckpoint.Of(s_signed[5].Checkpoint, s_signed[5].Note.Signatures[1]).ToString());
        Checkpoint("note-cut-off", "refused, note", whole[..^1]);
        Checkpoint("note-with-a-tab", "refused, note", whole.Replace("\n5\n", "\n5\t\n", StringComparison.Ordinal));
    }

    private void WriteInclusions()
    {
        foreach (var size in s_sizes)
        {
            foreach (var index in new[] { 0, size / 3, size - 1 }.Distinct())
            {
                var name = $"leaf-{index}-of-{size}";
                var proof = s_tree.Inclusion(index, size);
                var hashes = proof.Hashes;
                Inclusion(name, "accepted", proof, index);
                Inclusion($"{name}-another-leaf", "refused, inclusion", proof, (index + 1) % Largest);
                Inclusion($"{name}-one-more", "refused, inclusion", new(index, size, hashes.Add(s_tree.Leaves[0])), index);
                Inclusion($"{name}-outside", "refused, inclusion", new(size, size, hashes), index);
                if (size > 1)
                {
                    Inclusion($"{name}-another-index", "refused, inclusion", new((index + 1) % size, size, hashes), index);
                    Inclusion($"{name}-one-less", "refused, inclusion", new(index, size, hashes.RemoveAt(hashes.Length / 2)), index);
                    Inclusion($"{name}-one-bit", "refused, inclusion", new(index, size, hashes.SetItem(hashes.Length / 2, ForgedProofTests.Flipped(hashes[hashes.Length / 2], size))), index);
                }
            }
        }
    }

    private void WriteConsistencies()
    {
        foreach (var newSize in s_sizes)
        {
            foreach (var oldSize in s_sizes.Where(s => s <= newSize))
            {
                var name = $"growth-{oldSize}-to-{newSize}";
                var hashes = s_tree.Consistency(oldSize, newSize).Hashes;
                Consistency(name, "accepted", oldSize, newSize, hashes);
                Consistency($"{name}-one-more", "refused, consistency", oldSize, newSize, hashes.Add(s_tree.Leaves[0]));
                if (hashes.Length > 0)
                {
                    Consistency($"{name}-backwards", "refused, consistency", newSize, oldSize, hashes);
                    Consistency($"{name}-one-less", "refused, consistency", oldSize, newSize, hashes.RemoveAt(0));
                    Consistency($"{name}-one-bit", "refused, consistency", oldSize, newSize, hashes.SetItem(0, ForgedProofTests.Flipped(hashes[0], newSize)));
                }
            }
        }
    }

    private void Checkpoint(string name, string expected, string note, IEnumerable<byte[]>? leaves = null) =>
        Case(name, expected, ("checkpoint", note), ("leaves", Lines((leaves ?? s_tree.Data.Take(5)).Select(Convert.ToHexStringLower))));

    private void Inclusion(string name, string expected, InclusionProof proof, int leaf) =>
        Case(name, expected, ("proof.tlog-proof", new TlogProof(proof, s_signed[(int)proof.Size], [1, 2, 3]).ToFile()), ("leaf", Lines([Convert.ToHexStringLower(s_tree.Data[leaf])])));

    private void Consistency(string name, string expected, int oldSize, int newSize, ImmutableArray<Sha256Digest> hashes) =>
        Case(name, expected, ("older", s_signed[oldSize].ToString()), ("newer", s_signed[newSize].ToString()), ("hashes", Lines(hashes.Select(Base64))));

    private void Case(string name, string expected, params (string Name, string Content)[] files)
    {
        Expected.Add(name, expected);
        var path = Directory.CreateDirectory(Path.Combine(directory, "cases", name)).FullName;
        foreach (var (file, content) in files)
        {
            File.WriteAllText(Path.Combine(path, file), content, new UTF8Encoding(false));
        }
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\n"));

    private static string Base64(Sha256Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
