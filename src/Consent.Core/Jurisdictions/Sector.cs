namespace Consent;

/// <summary>A line of business that a jurisdiction has rules of its own for. Names compare ordinally.</summary>
public readonly record struct Sector
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
        return name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? new(name)
            : throw new ArgumentException($"A sector is named by 1 to {MaxLength} lower-case letters and digits.", nameof(name));
    }

    /// <summary>The same name.</summary>
    public bool Equals(Sector other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
