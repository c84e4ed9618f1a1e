using System.Buffers;
using System.Globalization;
using System.Text;

namespace Consent;

/// <summary>Brings e-mail addresses to the one form in which the same mailbox is the same text.</summary>
/// <remarks>
/// More is let through than RFC 5321 does, such as two dots in a row, which some mail systems have: whoever writes from such a mailbox can say no, too. What is refused
/// could be read in two ways.
/// </remarks>
internal static class EmailAddress
{
    /// <summary>RFC 5321, 4.5.3.1.3, without the angle brackets. A contact id holds as many characters.</summary>
    private const int MaxOctets = 254;

    private const int MaxDomainOctets = 253;
    private const int MaxLabelOctets = 63;

    // RFC 5322, 3.2.3: what has a meaning of its own in a header.
    private static readonly SearchValues<char> s_specials = SearchValues.Create("()<>[]:;@\\,\"");
    private static readonly SearchValues<char> s_lettersDigitsHyphen = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly IdnMapping s_names = new() { UseStd3AsciiRules = true };

    /// <summary>Without the Unicode data (invariant mode), or with another standard's (NLS), one name would become two: a no to one of them would be lost.</summary>
    private static readonly bool s_readsUnicode = ReadsUnicode();

    /// <summary>Says what is wrong with an address, without quoting it; <see langword="null"/>: nothing.</summary>
    public static string? Normalise(string address, LocalPartCase localPart, out string normal)
    {
        normal = "";
        if (StoredText.FlawWithin(address, 4 * MaxOctets) is { } flaw)
        {
            return flaw;
        }

        var text = Trimmed(address);
        if (text.IsEmpty)
        {
            return "is empty";
        }

        var at = text.IndexOf('@');
        if (at < 0)
        {
            return "has no @";
        }

        if (LocalPartFlaw(text[..at]) is { } before)
        {
            return before;
        }

        if (Domain(text[(at + 1)..], out var domain) is { } after)
        {
            return after;
        }

        // Some characters compose to another one that has to be quoted.
        var local = LocalPart(text[..at], localPart);
        if (LocalPartFlaw(local) is { } composed)
        {
            return composed;
        }

        normal = $"{local}@{domain}";
        return Encoding.UTF8.GetByteCount(normal) > MaxOctets ? $"is longer than {MaxOctets} bytes" : null;
    }

    /// <summary>Whether a text is the normal form of an address, whatever the host's choice of case.</summary>
    public static bool IsNormal(string text) =>
        text.Contains('@', StringComparison.Ordinal) && (Ascii.IsValid(text) || s_readsUnicode)
        && Normalise(text, LocalPartCase.Kept, out var normal) is null && string.Equals(text, normal, StringComparison.Ordinal);

    /// <summary>What pages and spreadsheets leave around an address: blanks, and characters that nobody sees.</summary>
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsUnseen(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && IsUnseen(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static string? LocalPartFlaw(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty)
        {
            return "has nothing before the @";
        }

        if (part.ContainsAny(s_specials))
        {
            return "has a display name, a quoted part or another character before the @ that has to be quoted";
        }

        foreach (var c in part)
        {
            // Two letters of Persian or Hindi are kept apart or joined by these two, and it shows.
            if (IsUnseen(c) && c is not ('\u200C' or '\u200D'))
            {
                return "has a blank or an invisible character before the @";
            }

            if (c == '\uFFFE')
            {
                return "has a code point before the @ that is no character";
            }

            if (c == '\uFFFD')
            {
                return "has a character that was lost, before the @, when it was read in another encoding";
            }
        }

        return null;
    }

    private static string LocalPart(ReadOnlySpan<char> part, LocalPartCase localPart)
    {
        var composed = Ascii.IsValid(part) ? part.ToString() : Composed(part.ToString());
        return localPart == LocalPartCase.Kept ? composed
            : Ascii.IsValid(composed) ? composed.ToLowerInvariant()
            : Composed(Folded(composed));
    }

    /// <summary>Small letters of which several have one capital, such as the two of sigma, are one letter here.</summary>
    private static string Folded(string text) => text.ToUpperInvariant().ToLowerInvariant();

    private static string Composed(string text) => s_readsUnicode ? text.Normalize(NormalizationForm.FormC) : throw Unsupported();

    private static string? Domain(ReadOnlySpan<char> text, out string domain)
    {
        domain = "";
        if (text.Contains('@'))
        {
            return "has more than one @";
        }

        if (text is ['[', ..])
        {
            return "has a network address in place of a domain";
        }

        if (Ascii.IsValid(text))
        {
            domain = text.ToString();
        }
        else if (!s_readsUnicode)
        {
            throw Unsupported();
        }
        else
        {
            try
            {
                domain = s_names.GetAscii(text.ToString());
            }
            catch (ArgumentException)
            {
                return "has a domain that is no internationalised name";
            }
        }

        // Fully qualified, with a dot at its end, it is the same domain.
        domain = domain.ToLowerInvariant();
        domain = domain is [.. var name, '.'] ? name : domain;
        return DomainFlaw(domain);
    }

    private static string? DomainFlaw(string domain)
    {
        if (domain.Length is 0 or > MaxDomainOctets)
        {
            return domain.Length == 0 ? "has nothing after the @" : $"has a domain that is longer than {MaxDomainOctets} characters";
        }

        foreach (var label in domain.Split('.'))
        {
            if (label.Length is 0 or > MaxLabelOctets || label[0] == '-' || label[^1] == '-' || label.AsSpan().ContainsAnyExcept(s_lettersDigitsHyphen))
            {
                return $"has a domain with a part that is no name: 1 to {MaxLabelOctets} letters, digits and hyphens, none at its ends";
            }
        }

        return null;
    }

    private static bool ReadsUnicode()
    {
        try
        {
            return string.Equals(s_names.GetAscii("FA\u00DF.\u00DC.example"), "xn--fa-hia.xn--tda.example", StringComparison.Ordinal)
                && string.Equals("u\u0308".Normalize(NormalizationForm.FormC), "\u00FC", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is ArgumentException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static PlatformNotSupportedException Unsupported() => new(
        "This e-mail address has letters beyond ASCII, and this process runs without the Unicode data to read them (globalization-invariant mode, or NLS): one address would become two. "
        + "Install ICU and set InvariantGlobalization to false.");
}
