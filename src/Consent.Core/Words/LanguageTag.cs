using System.Buffers;

namespace Consent;

/// <summary>Language tags (BCP 47) as texts: no culture of the system is asked, so that a host without them (invariant globalization) has the same words.</summary>
internal static class LanguageTag
{
    private const int MaxLength = 35;
    private const int MaxSubtag = 8;

    private static readonly SearchValues<char> s_alphanumeric = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Whether it has the form of a tag: subtags of 1 to 8 ASCII letters or digits, the first of 2 letters or more.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> tag)
    {
        if (tag.Length is < 2 or > MaxLength)
        {
            return false;
        }

        var first = true;
        foreach (var range in tag.Split('-'))
        {
            var subtag = tag[range];
            if (subtag.Length is 0 or > MaxSubtag || subtag.ContainsAnyExcept(s_alphanumeric) || (first && (subtag.Length < 2 || subtag.ContainsAnyInRange('0', '9'))))
            {
                return false;
            }

            first = false;
        }

        return true;
    }

    /// <summary>The tag without its last subtag: <c>de</c> of <c>de-AT</c>; nothing of <c>de</c>.</summary>
    public static ReadOnlySpan<char> Parent(ReadOnlySpan<char> tag)
    {
        var end = tag.LastIndexOf('-');
        return end < 0 ? default : tag[..end];
    }
}
