using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>One signature line of a note: whose it says it is, and the bytes (c2sp.org/signed-note, Signatures).</summary>
/// <remarks>It claims nothing until a note is verified. What the bytes sign is the key type's business; for
/// <see cref="EcdsaNoteKey"/> the UTF-8 bytes of the note's text.</remarks>
public sealed class NoteSignature : IEquatable<NoteSignature>
{
    private const string LineStart = "\u2014 ";
    private const int KeyIdLength = sizeof(uint);

    /// <summary>The signature with these parts, wherever it was made.</summary>
    /// <exception cref="ArgumentException">A name that is empty or has a space, a plus sign or a control character; no bytes.</exception>
    public NoteSignature(string name, uint keyId, ReadOnlySpan<byte> bytes)
    {
        Name = NoteText.CheckedName(name, "The name of a note key", nameof(name));
        KeyId = keyId;
        Bytes = bytes.IsEmpty ? throw new ArgumentException("A signature has at least one byte.", nameof(bytes)) : [.. bytes];
    }

    /// <summary>The name of the key.</summary>
    public string Name { get; }

    /// <summary>The id of the key.</summary>
    public uint KeyId { get; }

    /// <summary>The signature, without the key id.</summary>
    public ImmutableArray<byte> Bytes { get; }

    /// <summary>The same name, key id and bytes.</summary>
    public bool Equals(NoteSignature? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NoteSignature);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The line, without its newline: em dash, space, name, space, base 64 of key id and signature.</summary>
    public override string ToString()
    {
        var bytes = new byte[KeyIdLength + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.CopyTo(bytes, KeyIdLength);
        return $"{LineStart}{Name} {Convert.ToBase64String(bytes)}";
    }

    internal static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? result)
    {
        result = null;
        if (!line.StartsWith(LineStart, StringComparison.Ordinal))
        {
            return false;
        }

        line = line[LineStart.Length..];
        var nameEnd = line.IndexOf(' ');
        if (nameEnd < 0 || NoteText.NameFlaw(line[..nameEnd]) is not null
            || !StrictBase64.TryDecode(line[(nameEnd + 1)..], out byte[]? bytes) || bytes.Length <= KeyIdLength)
        {
            return false;
        }

        result = new(line[..nameEnd].ToString(), BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsSpan(KeyIdLength));
        return true;
    }
}
