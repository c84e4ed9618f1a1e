using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Names the host's opaque id of a contact (GDPR art. 4(1): the data subject).</summary>
/// <remarks>
/// 1 to 256 characters of well-formed UTF-16 without U+0000, not blank; compared ordinally, so case and normalisation matter. It may be
/// personal data, so <see cref="ToString"/> does not show it: use <see cref="Value"/>. <see langword="default"/> names nothing and is
/// refused wherever an id is asked for.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<ContactId>))]
public readonly struct ContactId : IEquatable<ContactId>, IComparable<ContactId>, IParsable<ContactId>
{
    /// <summary>The greatest length, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    private readonly string? _value;

    private ContactId(string value) => _value = value;

    /// <summary>The id as the host wrote it.</summary>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>.</exception>
    public string Value => _value ?? throw new InvalidOperationException("This contact id is default(ContactId), which names nothing.");

    /// <summary>Whether this is <see langword="default"/>, which names nothing.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The id with this text.</summary>
    /// <exception cref="ArgumentException">Blank, too long, or not well-formed; the message does not quote the text.</exception>
    public static ContactId From(string value) => new(StoredText.Checked(value, MaxLength, "The contact id", nameof(value)));

    /// <summary>As <see cref="From"/>, for text that was received.</summary>
    /// <exception cref="FormatException">Blank, too long, or not well-formed; the message does not quote the text.</exception>
    public static ContactId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return StoredText.Flaw(s, MaxLength) is { } flaw ? throw new FormatException($"The contact id {flaw}.") : new(s);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ContactId result)
    {
        var isWell = StoredText.Flaw(s, MaxLength) is null;
        result = isWell ? new(s!) : default;
        return isWell;
    }

    /// <inheritdoc/>
    public bool Equals(ContactId other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContactId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>By UTF-16 code units; <see langword="default"/> comes first.</summary>
    public int CompareTo(ContactId other) => string.CompareOrdinal(_value, other._value);

    /// <summary>Tells ids apart and shows nothing of them: an id may be personal data and must not slip into a log. 128 bits of a digest under a key of this process, so it is no name to keep.</summary>
    public override string ToString() => _value is null ? "ContactId(none)" : $"ContactId({HiddenText.Of(_value)})";

    /// <summary>The same id.</summary>
    public static bool operator ==(ContactId left, ContactId right) => left.Equals(right);

    /// <summary>Another id.</summary>
    public static bool operator !=(ContactId left, ContactId right) => !left.Equals(right);

    /// <summary>Ordinally before.</summary>
    public static bool operator <(ContactId left, ContactId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinally after.</summary>
    public static bool operator >(ContactId left, ContactId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinally before or the same.</summary>
    public static bool operator <=(ContactId left, ContactId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinally after or the same.</summary>
    public static bool operator >=(ContactId left, ContactId right) => left.CompareTo(right) >= 0;
}
