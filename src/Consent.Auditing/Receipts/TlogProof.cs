using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Consent.Auditing;

/// <summary>A file with all that is needed to check, offline, that a leaf is in a log: index, inclusion proof and signed checkpoint
/// (c2sp.org/tlog-proof@v1).</summary>
/// <remarks>It does not hold the leaf: whoever checks it computes the leaf hash, perhaps from <see cref="Extra"/>, which nothing
/// authenticates by itself. Reading is strict: what is read is written again, by <see cref="ToFile"/>, byte for byte.</remarks>
public sealed class TlogProof : IEquatable<TlogProof>, IParsable<TlogProof>, IUtf8SpanParsable<TlogProof>
{
    /// <summary>How such files are named.</summary>
    public const string FileExtension = ".tlog-proof";

    private const string FirstLine = "c2sp.org/tlog-proof@v1\n";
    private const string ExtraStart = "extra ";
    private const string IndexStart = "index ";
    private const int MaxHashes = 63;
    private const string NotAProof = "Not a proof of c2sp.org/tlog-proof@v1: its first line, perhaps extra data, the index, hashes, an empty line and a signed checkpoint.";

    /// <summary>The proof file with these parts; whether they fit is not looked at, but for the sizes.</summary>
    /// <param name="inclusion">Where the leaf is, and the way to the root; of at most 63 hashes.</param>
    /// <param name="checkpoint">The checkpoint of that size.</param>
    /// <param name="extra">What else the checker may need; empty for nothing.</param>
    /// <exception cref="ArgumentException">The checkpoint has another size than the proof, the index is negative, or there are too many hashes.</exception>
    public TlogProof(InclusionProof inclusion, SignedCheckpoint checkpoint, ImmutableArray<byte> extra = default)
    {
        ArgumentNullException.ThrowIfNull(inclusion);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (inclusion.Size != checkpoint.Checkpoint.Size || inclusion.Index < 0 || inclusion.Hashes.Length > MaxHashes)
        {
            throw new ArgumentException("The proof was not made for a tree of the checkpoint's size.", nameof(inclusion));
        }

        Inclusion = inclusion;
        Checkpoint = checkpoint;
        Extra = extra.IsDefault ? [] : extra;
    }

    /// <summary>Where the leaf is said to be, and the way to the root.</summary>
    public InclusionProof Inclusion { get; }

    /// <summary>The checkpoint that the way leads to.</summary>
    public SignedCheckpoint Checkpoint { get; }

    /// <summary>What else the checker may need, in a form that the application knows; empty for nothing. Not authenticated.</summary>
    public ImmutableArray<byte> Extra { get; }

    /// <summary>Checks that a leaf is in the log: the checkpoint's signatures, then the way from the leaf hash to its root.</summary>
    /// <exception cref="ArgumentException">Two different keys with the same name and id.</exception>
    public TlogProofVerdict Verify(Sha256Digest leafHash, params IEnumerable<NoteVerifierKey> known) => Checkpoint.Verify(known).Verdict switch
    {
        NoteVerdict.Verified => Inclusion.Verify(leafHash, Checkpoint.Checkpoint.Head) ? TlogProofVerdict.Valid : TlogProofVerdict.NotIncluded,
        NoteVerdict.SignatureFailed => TlogProofVerdict.SignatureFailed,
        NoteVerdict.NotSignedByTheLog => TlogProofVerdict.NotSignedByTheLog,
        _ => TlogProofVerdict.NoKnownSignature,
    };

    /// <summary>The same file.</summary>
    public bool Equals(TlogProof? other) => other is not null && string.Equals(ToFile(), other.ToFile(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TlogProof);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToFile(), StringComparison.Ordinal);

    /// <summary>Index and checkpoint: what else the file holds may be a person's data.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"TlogProof({Inclusion.Index} in {Checkpoint.Checkpoint.Origin} at {Inclusion.Size})");

    /// <summary>The text of the file.</summary>
    public string ToFile()
    {
        var result = new StringBuilder(FirstLine);
        if (!Extra.IsEmpty)
        {
            result.Append(ExtraStart).Append(Convert.ToBase64String(Extra.AsSpan())).Append('\n');
        }

        result.Append(CultureInfo.InvariantCulture, $"{IndexStart}{Inclusion.Index}\n");
        foreach (var hash in Inclusion.Hashes)
        {
            result.Append(StrictBase64.Encode(hash)).Append('\n');
        }

        return result.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">Not such a file; the message does not quote it.</exception>
    public static TlogProof Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result) ? result : throw new FormatException(NotAProof);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider)"/>
    public static TlogProof Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider = null) =>
        TryParse(utf8Text, provider, out var result) ? result : throw new FormatException(NotAProof);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, [MaybeNullWhen(false)] out TlogProof result)
    {
        result = null;
        return NoteText.TryDecode(utf8Text, out var text) && TryParse(text, provider, out result);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TlogProof result)
    {
        result = null;
        if (s?.StartsWith(FirstLine, StringComparison.Ordinal) != true)
        {
            return false;
        }

        var rest = s.AsSpan(FirstLine.Length);
        if (!TryReadExtra(ref rest, out var extra) || !TryReadIndex(ref rest, out var index) || !TryReadHashes(ref rest, out var hashes)
            || !SignedCheckpoint.TryParse(rest.ToString(), provider, out var checkpoint))
        {
            return false;
        }

        result = new(new(index, checkpoint.Checkpoint.Size, hashes), checkpoint, extra);
        return true;
    }

    private static bool TryReadExtra(ref ReadOnlySpan<char> rest, out ImmutableArray<byte> extra)
    {
        extra = [];
        if (!rest.StartsWith(ExtraStart, StringComparison.Ordinal))
        {
            return true;
        }

        // A line for no data is not written, so it is not read.
        if (!TryReadLine(ref rest, out var line) || !StrictBase64.TryDecode(line[ExtraStart.Length..], out byte[]? bytes) || bytes.Length == 0)
        {
            return false;
        }

        extra = [.. bytes];
        return true;
    }

    private static bool TryReadIndex(ref ReadOnlySpan<char> rest, out long index)
    {
        index = 0;
        return rest.StartsWith(IndexStart, StringComparison.Ordinal) && TryReadLine(ref rest, out var line) && CanonicalDecimal.TryParse(line[IndexStart.Length..], out index);
    }

    private static bool TryReadHashes(ref ReadOnlySpan<char> rest, out ImmutableArray<Sha256Digest> hashes)
    {
        var result = ImmutableArray.CreateBuilder<Sha256Digest>();
        hashes = [];
        while (TryReadLine(ref rest, out var line))
        {
            if (line.IsEmpty)
            {
                hashes = result.DrainToImmutable();
                return true;
            }

            if (result.Count == MaxHashes || !StrictBase64.TryDecode(line, out Sha256Digest hash))
            {
                return false;
            }

            result.Add(hash);
        }

        return false;
    }

    private static bool TryReadLine(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> line)
    {
        var end = rest.IndexOf('\n');
        line = end < 0 ? [] : rest[..end];
        rest = rest[(end + 1)..];
        return end >= 0;
    }
}
