using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Consent;

/// <summary>
/// Words for people: what codes, purposes, flags, permissions and decisions mean, and what can be done about them, in English, German, Spanish, French and
/// Italian, and in the languages that a host adds. Immutable, and safe to share between threads.
/// </summary>
/// <remarks>
/// A language is a tag (BCP 47) such as <c>de-AT</c>, in any case. Where there are no words in it, those of <c>de</c> are taken, then English; a tag that no
/// language has, or that is none, gives English. No culture of the system is asked: the words are the same with invariant globalization. No words
/// hold personal data. They explain, and are no legal advice.
/// </remarks>
public sealed partial class ConsentWords
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _languages;

    private ConsentWords(FrozenDictionary<string, FrozenDictionary<string, string>> languages)
    {
        _languages = languages;
        Languages = [.. languages.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The words of this package.</summary>
    public static ConsentWords Default { get; } = new(EmbeddedWords.Read());

    /// <summary>All keys that this package has texts of. Besides these a host may give texts to <c>purpose.</c> and a path, and to <c>jurisdiction.</c> and a name, of its own.</summary>
    public static ImmutableArray<WordKey> Keys => WordKeys.All;

    /// <summary>The tags of the languages that there are words in, ordinally.</summary>
    public ImmutableArray<string> Languages { get; }

    /// <summary>The text of a key, with its placeholders as they are.</summary>
    /// <param name="key">Such as <c>decision.OBJECTED.means</c>.</param>
    /// <param name="language">A language tag.</param>
    /// <exception cref="ArgumentException">There is no text of this key in the language, nor in those that stand in for it.</exception>
    public string TextOf(string key, string language) => Find(key, language) ?? throw new ArgumentException($"There is no text of the key '{key}'.", nameof(key));

    /// <summary>The same words with a host's own texts in one language: they replace single texts, or add a language. What they leave out stays as it is.</summary>
    /// <param name="language">The tag of the language, known or new.</param>
    /// <param name="texts">Text by key. <c>{list}</c> is filled in; <c>[ ({list})]</c> is left out where the list is not known. Braces and brackets have no other use.</param>
    /// <exception cref="InvalidWordsException">The tag has not the form of one, a key is unknown or comes twice, or a text is empty, longer than 1,000 characters, malformed, or has a placeholder that its key has not: all of it at once.</exception>
    public ConsentWords With(string language, IEnumerable<KeyValuePair<string, string>> texts)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(texts);
        var errors = ImmutableArray.CreateBuilder<string>();
        if (!LanguageTag.IsWellFormed(language))
        {
            errors.Add("The language is no tag such as 'pt' or 'pt-BR'.");
        }

        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in texts)
        {
            if (name is null || WordKeys.Find(name) is not { } key)
            {
                errors.Add($"The key '{name}' is unknown.");
            }
            else if (WordText.Flaw(text, key) is { } flaw)
            {
                errors.Add($"The text of '{name}' {flaw}.");
            }
            else if (!own.TryAdd(name, text))
            {
                errors.Add($"The key '{name}' comes twice.");
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidWordsException(errors.ToImmutable());
        }

        var all = _languages.ToDictionary(StringComparer.OrdinalIgnoreCase);
        var before = all.GetValueOrDefault(language) ?? FrozenDictionary<string, string>.Empty;
        all[language] = before.Where(t => !own.ContainsKey(t.Key)).Concat(own).ToFrozenDictionary(StringComparer.Ordinal);
        return new(all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The languages.</summary>
    public override string ToString() => $"Words in {string.Join(", ", Languages)}";

    private string? Find(string key, string language)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(language);
        var languages = _languages.GetAlternateLookup<ReadOnlySpan<char>>();
        for (ReadOnlySpan<char> tag = language.Replace('_', '-'); !tag.IsEmpty; tag = LanguageTag.Parent(tag))
        {
            if (languages.TryGetValue(tag, out var texts) && texts.TryGetValue(key, out var text))
            {
                return text;
            }
        }

        return _languages[EmbeddedWords.Fallback].GetValueOrDefault(key);
    }
}
