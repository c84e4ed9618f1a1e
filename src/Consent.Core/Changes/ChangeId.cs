using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>Names the caller's id of one change; a retry of the same change carries the same id.</summary>
/// <remarks>
/// 1 to 200 characters of well-formed UTF-16 without U+0000, not blank; compared ordinally, so case and normalisation matter. It may be
/// personal data, so <see cref="ToString"/> does not show it: use <see cref="Value"/>. <see langword="default"/> names nothing and is
/// refused wherever an id is asked for.
/// </remarks>
public readonly struct ChangeId : IEquatable<ChangeId>, IComparable<ChangeId>, IParsable<ChangeId>
{
    /// <summary>The greatest length, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly string? _value;

    private ChangeId(string value) => _value = value;

    /// <summary>The id as the host wrote it.</summary>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>.</exception>
    public string Value => _value ?? throw new InvalidOperationException("This change id is default(ChangeId), which names nothing.");

    /// <summary>Whether this is <see langword="default"/>, which names nothing.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The id with this text.</summary>
    /// <exception cref="ArgumentException">Blank, too long, or not well-formed; the message does not quote the text.</exception>
    public static ChangeId From(string value) => new(StoredText.Checked(value, MaxLength, "The change id", nameof(value)));

    /// <summary>As <see cref="From"/>, for text that was received.</summary>
    /// <exception cref="FormatException">Blank, too long, or not well-formed; the message does not quote the text.</exception>
    public static ChangeId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return StoredText.Flaw(s, MaxLength) is { } flaw ? throw new FormatException($"The change id {flaw}.") : new(s);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChangeId result)
    {
        var isWell = StoredText.Flaw(s, MaxLength) is null;
        result = isWell ? new(s!) : default;
        return isWell;
    }

    /// <summary>Whether this is an id made for a further part of a change that was recorded in parts: <c>+2</c>, <c>+3</c> and so on.</summary>
    internal bool IsPartOf(ChangeId whole) => Suffix(whole) is ['+', >= '1' and <= '9', .. var more] && !more.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether this is the other id or one made from it: of a part, or of what was tried anew under a digest.</summary>
    internal bool IsUnder(ChangeId other) => this == other || (Suffix(other) is ['+', .. var made] && made.Split('+').All(IsMade));

    private static bool IsMade(string suffix) =>
        suffix.Length == 16 ? !suffix.AsSpan().ContainsAnyExcept(s_hexadecimal) : suffix.Length is > 0 and < 5 && !suffix.AsSpan().ContainsAnyExceptInRange('0', '9');

    private string Suffix(ChangeId whole) => _value is { } text && whole._value is { } start && text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : "";

    /// <inheritdoc/>
    public bool Equals(ChangeId other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ChangeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>By UTF-16 code units; <see langword="default"/> comes first.</summary>
    public int CompareTo(ChangeId other) => string.CompareOrdinal(_value, other._value);

    /// <summary>The type's name only: an id may be personal data and must not slip into a log.</summary>
    public override string ToString() => IsDefault ? "ChangeId(none)" : "ChangeId(hidden)";

    /// <summary>The same id.</summary>
    public static bool operator ==(ChangeId left, ChangeId right) => left.Equals(right);

    /// <summary>Another id.</summary>
    public static bool operator !=(ChangeId left, ChangeId right) => !left.Equals(right);

    /// <summary>Ordinally before.</summary>
    public static bool operator <(ChangeId left, ChangeId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinally after.</summary>
    public static bool operator >(ChangeId left, ChangeId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinally before or the same.</summary>
    public static bool operator <=(ChangeId left, ChangeId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinally after or the same.</summary>
    public static bool operator >=(ChangeId left, ChangeId right) => left.CompareTo(right) >= 0;
}
