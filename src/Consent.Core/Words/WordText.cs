using System.Text;

namespace Consent;

/// <summary>
/// The small form that texts are written in: <c>{list}</c> is filled in; <c>[ ({list})]</c> is left out with all within where something within is not known.
/// Braces and brackets have no other use, and brackets do not nest.
/// </summary>
internal static class WordText
{
    private const int MaxLength = 1000;

    private static readonly (string Name, WordPlaceholders Placeholder)[] s_placeholders =
        [.. Enum.GetValues<WordPlaceholders>().Where(p => p != WordPlaceholders.None).Select(p => (NameOf(p), p))];

    /// <summary>The written form of a placeholder, without its braces.</summary>
    private static string NameOf(WordPlaceholders placeholder) => placeholder.ToString().ToLowerInvariant();

    /// <summary>The placeholders of a text that is well formed.</summary>
    public static WordPlaceholders PlaceholdersOf(string text)
    {
        var all = WordPlaceholders.None;
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = text.IndexOf('{', at + 1))
        {
            all |= Find(text.AsSpan(at + 1, text.IndexOf('}', at) - at - 1));
        }

        return all;
    }

    /// <summary>Fills a text that is well formed.</summary>
    public static string Fill(string text, in WordFillers fillers)
    {
        if (!text.AsSpan().ContainsAny('{', '['))
        {
            return text;
        }

        var filled = new StringBuilder(text.Length + 32);
        var (optional, isKnown) = (0, true);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[':
                    (optional, isKnown) = (filled.Length, true);
                    break;
                case ']':
                    filled.Length = isKnown ? filled.Length : optional;
                    break;
                case '{':
                    var end = text.IndexOf('}', i);
                    var value = fillers.Of(Find(text.AsSpan(i + 1, end - i - 1)));
                    isKnown &= value is not null;
                    filled.Append(value);
                    i = end;
                    break;
                default:
                    filled.Append(text[i]);
                    break;
            }
        }

        return filled.ToString();
    }

    /// <summary>What is wrong with a text under a key, as the end of a sentence; nothing, or the first thing.</summary>
    public static string? Flaw(string? text, WordKey key)
    {
        if (StoredText.Flaw(text, MaxLength) is { } flaw)
        {
            return flaw;
        }

        var optional = -1;
        for (var i = 0; i < text!.Length; i++)
        {
            switch (text[i])
            {
                case '[' when optional >= 0:
                    return $"opens a bracket within a bracket at position {i}";
                case '[':
                    optional = i;
                    break;
                case ']' when optional < 0:
                    return $"closes a bracket that is not open at position {i}";
                case ']' when text.AsSpan(optional, i - optional).IndexOf('{') < 0:
                    return $"has brackets without a placeholder at position {optional}";
                case ']':
                    optional = -1;
                    break;
                case '}':
                    return $"closes a brace that is not open at position {i}";
                case '{':
                    var end = text.IndexOf('}', i);
                    if (end < 0)
                    {
                        return $"does not close the brace at position {i}";
                    }

                    var placeholder = Find(text.AsSpan(i + 1, end - i - 1));
                    if (!(key.Always | key.Perhaps).HasFlag(placeholder) || placeholder == WordPlaceholders.None)
                    {
                        return $"has a placeholder at position {i} that is none of this key's ({NamesOf(key.Always | key.Perhaps)})";
                    }

                    if (optional < 0 && !key.Always.HasFlag(placeholder))
                    {
                        return $"has {{{NameOf(placeholder)}}} outside of brackets at position {i}: it is not always known";
                    }

                    i = end;
                    break;
            }
        }

        return optional < 0 ? null : $"does not close the bracket at position {optional}";
    }

    private static string NamesOf(WordPlaceholders placeholders) =>
        placeholders == WordPlaceholders.None ? "it has none" : string.Join(", ", s_placeholders.Where(p => placeholders.HasFlag(p.Placeholder)).Select(p => $"{{{p.Name}}}"));

    private static WordPlaceholders Find(ReadOnlySpan<char> name)
    {
        foreach (var (known, placeholder) in s_placeholders)
        {
            if (name.SequenceEqual(known))
            {
                return placeholder;
            }
        }

        return WordPlaceholders.None;
    }
}
