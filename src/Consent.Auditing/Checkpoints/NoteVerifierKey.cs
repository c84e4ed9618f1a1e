using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Consent.Auditing;

/// <summary>A public key that notes are checked with, and the name it signs under (c2sp.org/signed-note, Verifier keys).</summary>
/// <remarks>Written as a vkey: <c>name+hex(key id)+base64(type ‖ public key)</c>. Read here are keys of type 0x02
/// (<see cref="EcdsaNoteKey"/>); a host that trusts keys of another type derives a class for them. Such a class must not throw on any
/// signature.</remarks>
public abstract class NoteVerifierKey : IEquatable<NoteVerifierKey>, IParsable<NoteVerifierKey>
{
    private protected const int KeyIdDigits = 8;

    /// <summary>The key with these parts.</summary>
    /// <exception cref="ArgumentException">A name that is empty or has a space, a plus sign or a control character.</exception>
    protected NoteVerifierKey(string name, uint id, byte signatureType, ReadOnlySpan<byte> publicKey)
    {
        Name = NoteText.CheckedName(name, "The name of a note key", nameof(name));
        Id = id;
        SignatureType = signatureType;
        PublicKey = [.. publicKey];
    }

    /// <summary>The name that the key signs under; for a log's key, the log's origin.</summary>
    public string Name { get; }

    /// <summary>The key id: tells keys of one name apart, and proves nothing.</summary>
    public uint Id { get; }

    /// <summary>The kind of key and of signature, as c2sp.org/signed-note numbers them.</summary>
    public byte SignatureType { get; }

    /// <summary>The public key, in the encoding that its type prescribes.</summary>
    public ImmutableArray<byte> PublicKey { get; }

    /// <summary>Whether this is the key's signature over the UTF-8 bytes of a note's text. Never throws.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);

    /// <summary>Reads a vkey.</summary>
    /// <exception cref="FormatException">Not a vkey of a type that is known here, or a key id that is not the key's.</exception>
    public static NoteVerifierKey Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("Not a verifier key of type 0x02: name, plus sign, eight lower-case hexadecimal digits, plus sign, base 64 of 0x02 and a P-256 public key in DER.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out NoteVerifierKey result)
    {
        result = null;
        var text = s.AsSpan();
        var nameEnd = text.IndexOf('+');
        if (nameEnd < 0 || NoteText.NameFlaw(text[..nameEnd]) is not null)
        {
            return false;
        }

        // Base 64 has plus signs too: only the first two separate.
        var rest = text[(nameEnd + 1)..];
        if (rest.Length <= KeyIdDigits || rest[KeyIdDigits] != '+' || !TryParseId(rest[..KeyIdDigits], out var id)
            || !StrictBase64.TryDecode(rest[(KeyIdDigits + 1)..], out byte[]? key) || key.Length < 2)
        {
            return false;
        }

        if (key[0] == EcdsaNoteKey.EcdsaType && EcdsaNoteKey.TryRead(text[..nameEnd].ToString(), key.AsSpan(1), out var ecdsa) && ecdsa.Id == id)
        {
            result = ecdsa;
        }

        return result is not null;
    }

    /// <summary>The same name, id, type and public key.</summary>
    public bool Equals(NoteVerifierKey? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as NoteVerifierKey);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The vkey.</summary>
    public sealed override string ToString() =>
        $"{Name}+{Id.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String([SignatureType, .. PublicKey])}";

    private static bool TryParseId(ReadOnlySpan<char> digits, out uint id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        var isRead = Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done && !digits.ContainsAnyInRange('A', 'F');
        id = isRead ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return isRead;
    }
}
