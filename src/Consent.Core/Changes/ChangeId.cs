using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Names the caller's id of one change; a retry of the same change carries the same id.</summary>
/// <remarks>
/// 1 to 200 characters of well-formed UTF-16 without U+0000, not blank; compared ordinally, so case and normalisation matter. Any other text is
/// replaced by <c>sha256:</c> and its digest: a bad id stops no no. It may be personal data, so <see cref="ToString"/> does not show it: use
/// <see cref="Value"/>. <see langword="default"/> names nothing.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<ChangeId>))]
public readonly struct ChangeId : IEquatable<ChangeId>, IComparable<ChangeId>, IParsable<ChangeId>
{
    /// <summary>The greatest length, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>A plus sign, 16 hexadecimal digits and a part's number, twice: what <see cref="Plus"/> adds at most.</summary>
    private const int LongestSuffix = 64;

    private readonly string? _value;

    private ChangeId(string value) => _value = value;

    /// <summary>The id as the host wrote it.</summary>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>.</exception>
    public string Value => _value ?? throw new InvalidOperationException("This change id is default(ChangeId), which names nothing.");

    /// <summary>Whether this is <see langword="default"/>, which names nothing.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The id with this text; <c>sha256:</c> and its digest for one that is blank, too long or not well-formed.</summary>
    public static ChangeId From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(WholeText.OrDigest(value, MaxLength));
    }

    /// <summary>As <see cref="From"/>, for text that was received.</summary>
    public static ChangeId Parse(string s, IFormatProvider? provider = null) => From(s);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChangeId result)
    {
        result = s is null ? default : From(s);
        return s is not null;
    }

    /// <summary>The id that was kept as this text; <see langword="null"/> for one that never was, since it would have been replaced.</summary>
    internal static ChangeId? Kept(string text) => StoredText.Flaw(text, MaxLength) is null ? new(text) : null;

    /// <summary>Whether this is an id made for a further part of a change that was recorded in parts: <c>+2</c>, <c>+3</c> and so on.</summary>
    internal bool IsPartOf(ChangeId whole) => IsReplaced(whole) || Suffix(whole) is ['+', >= '1' and <= '9', .. { Length: < 4 } more] && !more.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether this is the other id or one made from it: of a part, or of what was tried anew under a digest.</summary>
    internal bool IsUnder(ChangeId other) => this == other || IsReplaced(other) || (Suffix(other) is ['+', .. var made] && made.Split('+').All(IsMade));

    /// <summary>Of an id that ends in <c>+2</c> or another number: which id that would be a further part of, and its number.</summary>
    internal (ChangeId Whole, int Number)? PartOf() =>
        _value?.LastIndexOf('+') is > 0 and var at && int.TryParse(_value.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && _value.Length - at < 6
            ? (new ChangeId(_value[..at]), number) : null;

    /// <summary>Whether it stands for what was made from an id that a suffix makes too long: the same content under a reused id, tried anew, or a further part.</summary>
    internal bool IsReplacementOf(ChangeId from, Sha256Digest? content, ContactRevision? revision)
    {
        var id = this;
        return Enumerable.Range(2, 15).Any(number => from.Plus(number.ToString(CultureInfo.InvariantCulture)) == id)
            || (content is { } said && (from.Plus(ShortDigest.Of(said)) == id || (revision is { Number: > 0 } now && from.Plus(ShortDigest.Of(said, new(now.Incarnation, now.Number - 1))) == id)));
    }

    /// <summary>Whether it may stand for what was made from an id that a suffix makes too long.</summary>
    internal bool IsReplaced(ChangeId from) => _value is { } text && from._value?.Length > MaxLength - LongestSuffix && WholeText.IsDigest(text);

    private static bool IsMade(string suffix) =>
        suffix.Length == 16 ? !suffix.AsSpan().ContainsAnyExcept(s_hexadecimal) : suffix.Length is > 0 and < 5 && !suffix.AsSpan().ContainsAnyExceptInRange('0', '9');

    private string Suffix(ChangeId whole) => _value is { } text && whole._value is { } start && text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : "";

    /// <summary>The id of what is made from the change with this id: a further part, what is tried anew.</summary>
    internal ChangeId Plus(string suffix) => From($"{Value}+{suffix}");

    /// <summary>Whether <see cref="Plus"/> made it from an id. One that became too long is known by its content only.</summary>
    internal bool MayBeMadeFrom(ChangeId id) =>
        Value.Length > id.Value.Length ? Value[id.Value.Length] == '+' && Value.StartsWith(id.Value, StringComparison.Ordinal)
        : IsReplaced(id);

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
