using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Names one request of a person in the register of requests. It is drawn by chance, says nothing of anybody, and stays when the person is erased.</summary>
/// <remarks>128 random bits, written as 32 lower-case hexadecimal digits. Keep it beside the ticket or letter that the request came by. <see langword="default"/> names nothing.</remarks>
[JsonConverter(typeof(ConsentJsonConverter<SubjectRequestNumber>))]
public readonly record struct SubjectRequestNumber : IComparable<SubjectRequestNumber>, IParsable<SubjectRequestNumber>
{
    /// <summary>The length of its written form.</summary>
    public const int Length = 32;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    private readonly UInt128 _bits;

    private SubjectRequestNumber(UInt128 bits) => _bits = bits;

    /// <summary>Whether this is <see langword="default"/>, which names nothing.</summary>
    public bool IsDefault => _bits == 0;

    /// <summary>The number with these bits, which come from a source of random bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero names nothing.</exception>
    public static SubjectRequestNumber FromBits(UInt128 bits) => bits != 0 ? new(bits) : throw new ArgumentOutOfRangeException(nameof(bits), "Zero names no request.");

    /// <summary>Reads what <see cref="ToString"/> writes, and no other form.</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static SubjectRequestNumber Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var number) ? number : throw new FormatException($"The number of a request has {Length} lower-case hexadecimal digits, not all of them zero.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SubjectRequestNumber result)
    {
        result = s is { Length: Length } && !s.AsSpan().ContainsAnyExcept(s_digits) ? new(UInt128.Parse(s, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) : default;
        return !result.IsDefault;
    }

    /// <inheritdoc/>
    public int CompareTo(SubjectRequestNumber other) => _bits.CompareTo(other._bits);

    /// <summary>32 lower-case hexadecimal digits; of <see langword="default"/> zeros, which <see cref="Parse"/> does not read.</summary>
    public override string ToString() => _bits.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Comes first.</summary>
    public static bool operator <(SubjectRequestNumber left, SubjectRequestNumber right) => left.CompareTo(right) < 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(SubjectRequestNumber left, SubjectRequestNumber right) => left.CompareTo(right) > 0;

    /// <summary>Comes first or is the same.</summary>
    public static bool operator <=(SubjectRequestNumber left, SubjectRequestNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after or is the same.</summary>
    public static bool operator >=(SubjectRequestNumber left, SubjectRequestNumber right) => left.CompareTo(right) >= 0;
}
