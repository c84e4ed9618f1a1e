using System.Collections.Immutable;
using System.Text;

namespace Consent;

/// <summary>The one rule for text that is kept: well-formed UTF-16, no U+0000, not blank, of limited length.</summary>
/// <remarks>
/// Databases disagree about everything else: one refuses U+0000, another silently alters a lone surrogate. Checking here, before anything is
/// hashed or stored, makes all of them agree. What names something is <b>checked</b>: another text would name something else. What only tells
/// of something, and comes from browsers and operators, is <b>cut</b>: it must not stop a no.
/// </remarks>
internal static class StoredText
{
    /// <summary>No texts by names, which are compared by UTF-16 code units.</summary>
    public static ImmutableSortedDictionary<string, string> None { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Names what is wrong with <paramref name="value"/>, or <see langword="null"/> when nothing is. The answer never quotes the value.</summary>
    public static string? Flaw(string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "is empty";
        }

        return FlawWithin(value, maxLength);
    }

    /// <summary>As <see cref="Flaw"/>, but blank text is allowed.</summary>
    public static string? FlawWithin(ReadOnlySpan<char> value, int maxLength)
    {
        if (value.Length > maxLength)
        {
            return $"is longer than {maxLength} characters";
        }

        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\0')
            {
                return $"has the character U+0000 at position {i}";
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 >= value.Length || !char.IsLowSurrogate(value[i + 1]))
                {
                    return $"has a lone surrogate at position {i}";
                }

                i++;
            }
        }

        return null;
    }

    /// <summary>Returns the value, or throws an <see cref="ArgumentException"/> that names the parameter and the flaw.</summary>
    public static string Checked(string? value, int maxLength, string what, string parameter) =>
        Flaw(value, maxLength) is { } flaw ? throw new ArgumentException($"{what} {flaw}.", parameter) : value!;

    /// <summary>As <see cref="Checked"/> for text that may be absent: <see langword="null"/> stays <see langword="null"/>.</summary>
    public static string? CheckedOrNull(string? value, int maxLength, string what, string parameter) =>
        value is null ? null : Checked(value, maxLength, what, parameter);

    /// <summary>What can be kept of a text: cut to its length, U+FFFD for what is not allowed; <see langword="null"/> for one that is blank.</summary>
    /// <param name="value">The text as it came.</param>
    /// <param name="maxLength">The greatest length kept.</param>
    /// <param name="whole">The SHA-256 of the text as it came, where less or other is kept.</param>
    public static string? Cut(string? value, int maxLength, out Sha256Digest? whole)
    {
        if (value is null || Flaw(value, maxLength) is null)
        {
            whole = null;
            return value;
        }

        whole = WholeText.Digest(value);
        var end = Math.Min(value.Length, maxLength);
        end -= end < value.Length && char.IsSurrogatePair(value, end - 1) ? 1 : 0;
        var kept = WellFormed(value.AsSpan(0, end));
        return string.IsNullOrWhiteSpace(kept) ? null : kept;
    }

    private static string WellFormed(ReadOnlySpan<char> value)
    {
        var kept = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            kept.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }

        return kept.ToString();
    }
}
