using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A contact's revision as a caller saw it: an opaque token. It names the incarnation too, so that a token from before an erasure never matches.</summary>
/// <param name="Incarnation">Which life of this contact id; <see cref="Guid.Empty"/> before the first change.</param>
/// <param name="Number">How many changes it has had: 0, 1, 2, … without gaps.</param>
[JsonConverter(typeof(ConsentJsonConverter<ContactRevision>))]
public readonly record struct ContactRevision(Guid Incarnation, long Number) : IParsable<ContactRevision>
{
    /// <summary>
    /// Tells how far those had come who were ever linked with the contact, and what was kept of closed ids: another number as soon as any of it moves on. 0 where there is
    /// nobody else and nothing closed. It is part of what a caller saw (<see cref="PersonConsents.RevisionOf"/>), and of no entry and no snapshot.
    /// </summary>
    public long Others { get; init; }

    /// <summary>Reads a token as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static ContactRevision Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result) ? result : throw new FormatException("This is no revision as it was given.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ContactRevision result)
    {
        result = default;
        if (s?.Split('.') is not [var life, var number, .. { Length: <= 1 } others] || !Guid.TryParseExact(life, "N", out var incarnation) || !CanonicalDecimal.TryParse(number, out var changes))
        {
            return false;
        }

        var seen = 0L;
        if (others is [var hexadecimal] && !long.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out seen))
        {
            return false;
        }

        result = new(incarnation, changes) { Others = seen };
        return string.Equals(result.ToString(), s, StringComparison.Ordinal);
    }

    /// <summary>The token in its written form.</summary>
    public override string ToString() => Others == 0 ? $"{Incarnation:N}.{Number}" : $"{Incarnation:N}.{Number}.{Others:x16}";
}
