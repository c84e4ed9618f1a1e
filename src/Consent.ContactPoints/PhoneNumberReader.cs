using PhoneNumbers;

namespace Consent.ContactPoints;

/// <summary>Reads phone numbers as the people of a country write them, with the numbering plans of libphonenumber. Thread-safe; make it once.</summary>
/// <example><code>
/// var italian = PhoneNumberReader.For("IT");
/// var point = ContactPoint.Phone("06 6982 1234", italian.ToE164);   // +390669821234
/// </code></example>
public sealed class PhoneNumberReader
{
    private readonly PhoneNumberUtil _plans = PhoneNumberUtil.GetInstance();
    private readonly string? _region;

    /// <summary>A plus sign and 15 digits (ITU-T E.164).</summary>
    private const int MaxLength = 16;

    private PhoneNumberReader(string? region) => _region = region;

    /// <summary>Reads only what says its country: <c>+39 06 6982 1234</c>.</summary>
    public static PhoneNumberReader International { get; } = new(null);

    /// <summary>Reads numbers as they are written in this country; those that name another one are read all the same.</summary>
    /// <param name="region">The country, by its two letters of ISO 3166-1: <c>IT</c>. Either case.</param>
    /// <exception cref="ArgumentException">No numbering plan of such a country is known.</exception>
    public static PhoneNumberReader For(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        var upper = region.ToUpperInvariant();
        return PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(upper)
            ? new(upper)
            : throw new ArgumentException($"No numbering plan of '{region}' is known: name a country by its two letters of ISO 3166-1, such as IT.", nameof(region));
    }

    /// <summary>The number in E.164 form; <see langword="null"/> where it is no phone number, or one that only reaches somebody from nearby: <c>112</c>.</summary>
    /// <remarks>
    /// It need not be in use: numbering plans change faster than programs, and a no from a new number counts. An extension is left out, so that a no reaches all who answer the same number.
    /// </remarks>
    /// <param name="number">As somebody wrote it, with blanks, hyphens, brackets, letters for digits, or digits of any script.</param>
    public string? ToE164(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        try
        {
            var read = _plans.Parse(number, _region);
            var written = _plans.IsPossibleNumberWithReason(read) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE ? _plans.Format(read, PhoneNumberFormat.E164) : null;

            // Some plans have numbers that are longer than E.164 allows: no other network reaches them.
            return written?.Length <= MaxLength ? written : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
