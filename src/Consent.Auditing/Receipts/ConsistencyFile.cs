using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Consent.Auditing;

/// <summary>A consistency proof as a small text file: with two signed checkpoints it shows, offline, that the later log begins with all of the earlier one.</summary>
/// <remarks>
/// The lines, each with a newline: <c>consent/consistency-proof@v1</c>; <c>old</c>, a space and the earlier size; <c>new</c>, a space and the later size;
/// then each hash in base 64, from the bottom up (RFC 9162, 2.1.4). Sizes are decimal without leading zeroes. Reading is strict: what is
/// read is written again byte for byte.
/// </remarks>
public sealed class ConsistencyFile : IEquatable<ConsistencyFile>, IParsable<ConsistencyFile>
{
    /// <summary>How such files are named.</summary>
    public const string FileExtension = ".consistency-proof";

    private const string FirstLine = "consent/consistency-proof@v1";
    private const string OldStart = "old ";
    private const string NewStart = "new ";
    private const int MaxHashes = 64;

    /// <summary>The file of a proof; whether it holds is not looked at.</summary>
    /// <exception cref="ArgumentException">A negative size, or more than 64 hashes.</exception>
    public ConsistencyFile(ConsistencyProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        Proof = proof.OldSize >= 0 && proof.NewSize >= 0 && proof.Hashes.Length <= MaxHashes
            ? proof
            : throw new ArgumentException($"A proof has sizes from 0 on and at most {MaxHashes} hashes.", nameof(proof));
    }

    /// <summary>The proof.</summary>
    public ConsistencyProof Proof { get; }

    /// <summary>Checks both checkpoints' signatures, then that the later log begins with the earlier one.</summary>
    /// <param name="older">The earlier checkpoint.</param>
    /// <param name="newer">The later checkpoint.</param>
    /// <param name="known">The keys that are believed.</param>
    /// <exception cref="ArgumentException">Two different keys with the same name and id.</exception>
    public ConsistencyVerdict Verify(SignedCheckpoint older, SignedCheckpoint newer, params IEnumerable<NoteVerifierKey> known)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        var keys = known.ToList();
        return !older.Verify(keys).IsVerified ? ConsistencyVerdict.OlderNotVerified
            : !newer.Verify(keys).IsVerified ? ConsistencyVerdict.NewerNotVerified
            : !string.Equals(older.Checkpoint.Origin, newer.Checkpoint.Origin, StringComparison.Ordinal) ? ConsistencyVerdict.OtherLog
            : Proof.Verify(older.Checkpoint.Head, newer.Checkpoint.Head) ? ConsistencyVerdict.Consistent
            : ConsistencyVerdict.NotConsistent;
    }

    /// <summary>The text of the file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(FirstLine).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{OldStart}{Proof.OldSize}\n{NewStart}{Proof.NewSize}\n");
        foreach (var hash in Proof.Hashes)
        {
            text.Append(StrictBase64.Encode(hash)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same proof.</summary>
    public bool Equals(ConsistencyFile? other) =>
        other is not null && (Proof.OldSize, Proof.NewSize) == (other.Proof.OldSize, other.Proof.NewSize) && Proof.Hashes.AsSpan().SequenceEqual(other.Proof.Hashes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConsistencyFile);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Proof.OldSize, Proof.NewSize, Proof.Hashes.Length);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">Not such a file; the message does not quote it.</exception>
    public static ConsistencyFile Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("Not a consistency proof: the line consent/consistency-proof@v1, the old size, the new size, and at most 64 hashes, each on a line of its own.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ConsistencyFile result)
    {
        result = null;
        var lines = s?.Split('\n') ?? [];

        // After the last newline there is nothing: one empty line more.
        if (lines.Length is < 4 or > 4 + MaxHashes || lines[^1].Length > 0 || !string.Equals(lines[0], FirstLine, StringComparison.Ordinal)
            || !TryReadSize(lines[1], OldStart, out var oldSize) || !TryReadSize(lines[2], NewStart, out var newSize))
        {
            return false;
        }

        var hashes = ImmutableArray.CreateBuilder<Sha256Digest>(lines.Length - 4);
        foreach (var line in lines.AsSpan(3..^1))
        {
            if (!StrictBase64.TryDecode(line, out Sha256Digest hash))
            {
                return false;
            }

            hashes.Add(hash);
        }

        result = new(new(oldSize, newSize, hashes.DrainToImmutable()));
        return true;
    }

    private static bool TryReadSize(string line, string start, out long size)
    {
        size = 0;
        return line.StartsWith(start, StringComparison.Ordinal) && CanonicalDecimal.TryParse(line.AsSpan(start.Length), out size);
    }
}
