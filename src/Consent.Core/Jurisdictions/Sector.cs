using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A line of business that a jurisdiction has rules of its own for. Names compare ordinally.</summary>
[JsonConverter(typeof(ConsentJsonConverter<Sector>))]
public readonly record struct Sector : IParsable<Sector>
{
    private const int MaxLength = 64;

    private readonly string? _name;

    private Sector(string name) => _name = name;

    /// <summary>None that any jurisdiction has rules for. It counts as a sector stated.</summary>
    public static Sector Other { get; } = new("other");

    /// <summary>Electricity.</summary>
    public static Sector Electricity { get; } = new("electricity");

    /// <summary>Gas.</summary>
    public static Sector Gas { get; } = new("gas");

    /// <summary>Charities.</summary>
    public static Sector Charity { get; } = new("charity");

    /// <summary>The name. Of <see langword="default"/>: <c>other</c>.</summary>
    public string Name => _name ?? Other.Name;

    /// <summary>A sector by its name.</summary>
    /// <param name="name">1 to 64 lower-case letters and digits.</param>
    /// <exception cref="ArgumentException">Another form.</exception>
    public static Sector From(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsName(name) ? new(name) : throw new ArgumentException($"A sector is named by 1 to {MaxLength} lower-case letters and digits.", nameof(name));
    }

    /// <summary>As <see cref="From"/>, for text that was received.</summary>
    /// <exception cref="FormatException">Another form.</exception>
    public static Sector Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return IsName(s) ? new(s) : throw new FormatException($"A sector is named by 1 to {MaxLength} lower-case letters and digits.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sector result)
    {
        var isName = s is not null && IsName(s);
        result = isName ? new(s!) : default;
        return isName;
    }

    /// <summary>The same name.</summary>
    public bool Equals(Sector other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static bool IsName(string name) => name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
