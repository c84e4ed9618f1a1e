using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Consent.Auditing;

/// <summary>A text with the signatures of one or more keys (c2sp.org/signed-note). It says nothing until it is verified.</summary>
/// <remarks>
/// The text ends with a newline and may have empty lines; text and names are well-formed and have no control character below U+0020 but the newline. Reading is strict:
/// what is read is written again byte for byte. 1 to <see cref="MaxSignatures"/> signatures are read; the specification asks for at
/// least 16.
/// </remarks>
public sealed class SignedNote : IEquatable<SignedNote>, IParsable<SignedNote>, IUtf8SpanParsable<SignedNote>
{
    /// <summary>The most signatures that a note can have here.</summary>
    public const int MaxSignatures = 64;

    private const string NotANote = "Not a signed note: a text, an empty line, and 1 to 64 signature lines, in UTF-8 without control characters.";

    private SignedNote(string text, ImmutableArray<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>What is signed, with its final newline.</summary>
    public string Text { get; }

    /// <summary>The signature lines, in order.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>The note of this text with these signatures; whether they fit is not looked at.</summary>
    /// <exception cref="ArgumentException">Not the text of a note, or not 1 to <see cref="MaxSignatures"/> signatures.</exception>
    public static SignedNote Of(string text, params ReadOnlySpan<NoteSignature> signatures)
    {
        CheckText(text, nameof(text));
        if (signatures.Length is 0 or > MaxSignatures)
        {
            throw new ArgumentException($"A signed note has 1 to {MaxSignatures} signatures, not {signatures.Length}.", nameof(signatures));
        }

        return new(text, [.. signatures]);
    }

    /// <summary>The same note with one signature more, such as a witness gives.</summary>
    /// <exception cref="ArgumentException">There are <see cref="MaxSignatures"/> already.</exception>
    public SignedNote With(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Of(Text, Signatures.Add(signature).AsSpan());
    }

    /// <summary>Checks every signature that names a known key, and passes over all others.</summary>
    /// <exception cref="ArgumentException">Two different keys with the same name and id: which one is meant cannot be told.</exception>
    public NoteVerification Verify(params IEnumerable<NoteVerifierKey> known)
    {
        var keys = ByNameAndId(known);
        var text = Encoding.UTF8.GetBytes(Text);
        var signers = ImmutableArray.CreateBuilder<NoteVerifierKey>();
        foreach (var signature in Signatures)
        {
            if (!keys.TryGetValue((signature.Name, signature.KeyId), out var key))
            {
                continue;
            }

            if (!key.Verify(text, signature.Bytes.AsSpan()))
            {
                return new(NoteVerdict.SignatureFailed, []);
            }

            if (!signers.Contains(key))
            {
                signers.Add(key);
            }
        }

        return new(signers.Count > 0 ? NoteVerdict.Verified : NoteVerdict.NoKnownSignature, signers.DrainToImmutable());
    }

    /// <summary>The same text with the same signatures in the same order.</summary>
    public bool Equals(SignedNote? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignedNote);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The note as it is written and sent.</summary>
    public override string ToString()
    {
        var result = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            result.Append(signature).Append('\n');
        }

        return result.ToString();
    }

    /// <summary>Reads a note.</summary>
    /// <exception cref="FormatException">Not a signed note, or more than <see cref="MaxSignatures"/> signatures; the message does not quote it.</exception>
    public static SignedNote Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result) ? result : throw new FormatException(NotANote);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider)"/>
    public static SignedNote Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider = null) =>
        TryParse(utf8Text, provider, out var result) ? result : throw new FormatException(NotANote);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, [MaybeNullWhen(false)] out SignedNote result)
    {
        result = null;
        return NoteText.TryDecode(utf8Text, out var text) && TryParse(text, provider, out result);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SignedNote result)
    {
        result = null;

        // The last empty line is the separator; before it stands the text with its own newline.
        var separator = s is null || NoteText.Flaw(s) is not null ? -1 : s.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (separator < 0)
        {
            return false;
        }

        var signatures = ImmutableArray.CreateBuilder<NoteSignature>();
        for (var rest = s.AsSpan(separator + 2); !rest.IsEmpty;)
        {
            var end = rest.IndexOf('\n');
            if (end < 0 || signatures.Count == MaxSignatures || !NoteSignature.TryParse(rest[..end], out var signature))
            {
                return false;
            }

            signatures.Add(signature);
            rest = rest[(end + 1)..];
        }

        result = signatures.Count == 0 ? null : new(s![..(separator + 1)], signatures.DrainToImmutable());
        return result is not null;
    }

    internal static void CheckText([NotNull] string? text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (!text.EndsWith('\n'))
        {
            throw new ArgumentException("The text of a note ends with a newline.", parameter);
        }

        if (NoteText.Flaw(text) is { } flaw)
        {
            throw new ArgumentException($"The text of a note {flaw}.", parameter);
        }
    }

    private static Dictionary<(string Name, uint Id), NoteVerifierKey> ByNameAndId(IEnumerable<NoteVerifierKey> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var keys = new Dictionary<(string Name, uint Id), NoteVerifierKey>();
        foreach (var key in known)
        {
            if (!keys.TryAdd((key.Name, key.Id), key) && !keys[(key.Name, key.Id)].Equals(key))
            {
                throw new ArgumentException("Two of the keys have the same name and the same id.", nameof(known));
            }
        }

        return keys;
    }
}
