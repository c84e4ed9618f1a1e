using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>A checkpoint with the signatures of its log and perhaps of witnesses: what leaves the operator's hands.</summary>
public sealed class SignedCheckpoint : IEquatable<SignedCheckpoint>, IParsable<SignedCheckpoint>, IUtf8SpanParsable<SignedCheckpoint>
{
    private const string NotACheckpoint = "Not a signed checkpoint: three lines with origin, size and root, an empty line, and signature lines.";

    private SignedCheckpoint(Checkpoint checkpoint, SignedNote note)
    {
        Checkpoint = checkpoint;
        Note = note;
    }

    /// <summary>What is signed. Not to be believed before <see cref="Verify"/> says so.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The note that it stands in.</summary>
    public SignedNote Note { get; }

    /// <summary>The checkpoint with these signatures; whether they fit is not looked at.</summary>
    /// <exception cref="ArgumentException">Not 1 to <see cref="SignedNote.MaxSignatures"/> signatures.</exception>
    public static SignedCheckpoint Of(Checkpoint checkpoint, params ReadOnlySpan<NoteSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return new(checkpoint, SignedNote.Of(checkpoint.ToString(), signatures));
    }

    /// <summary>The same with one signature more, such as a witness gives.</summary>
    /// <exception cref="ArgumentException">There are <see cref="SignedNote.MaxSignatures"/> already.</exception>
    public SignedCheckpoint With(NoteSignature signature) => new(Checkpoint, Note.With(signature));

    /// <summary>Checks the signatures: verified only where a known key signed whose name is the origin.</summary>
    /// <exception cref="ArgumentException">Two different keys with the same name and id.</exception>
    public NoteVerification Verify(params IEnumerable<NoteVerifierKey> known)
    {
        var result = Note.Verify(known);
        return result.IsVerified && !result.Signers.Any(k => string.Equals(k.Name, Checkpoint.Origin, StringComparison.Ordinal))
            ? new(NoteVerdict.NotSignedByTheLog, result.Signers)
            : result;
    }

    /// <summary>The same checkpoint with the same signatures in the same order.</summary>
    public bool Equals(SignedCheckpoint? other) => other is not null && Note.Equals(other.Note);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignedCheckpoint);

    /// <inheritdoc/>
    public override int GetHashCode() => Note.GetHashCode();

    /// <summary>The note as it is written and sent.</summary>
    public override string ToString() => Note.ToString();

    /// <summary>Reads a signed checkpoint.</summary>
    /// <exception cref="FormatException">Not a signed note, or its text is not a checkpoint; the message does not quote it.</exception>
    public static SignedCheckpoint Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result) ? result : throw new FormatException(NotACheckpoint);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider)"/>
    public static SignedCheckpoint Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider = null) =>
        TryParse(utf8Text, provider, out var result) ? result : throw new FormatException(NotACheckpoint);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, [MaybeNullWhen(false)] out SignedCheckpoint result)
    {
        result = null;
        return NoteText.TryDecode(utf8Text, out var text) && TryParse(text, provider, out result);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SignedCheckpoint result)
    {
        var isRead = SignedNote.TryParse(s, provider, out var note) & Checkpoint.TryParse(note?.Text, provider, out var checkpoint);
        result = isRead ? new(checkpoint!, note!) : null;
        return isRead;
    }
}
