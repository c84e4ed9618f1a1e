using System.Collections;
using System.Resources;
using System.Text.RegularExpressions;

namespace Consent.Core.Tests.Words;

/// <summary>What the package says in its five languages, read from its resources.</summary>
public class EmbeddedWordsTests
{
    private const int MostCharacters = 160;

    /// <summary>Said alike in English and in another language.</summary>
    private static readonly (string Language, string Key)[] s_alike =
        [("fr", "jurisdiction.France"), ("de", "explain.opening"), ("es", "explain.opening"), ("it", "explain.opening")];

    private static readonly Dictionary<string, Dictionary<string, string>> s_texts =
        ConsentWords.Default.Languages.ToDictionary(l => l, Read, StringComparer.Ordinal);

    public static TheoryData<string> Languages => new(ConsentWords.Default.Languages);

    [Fact]
    public void There_are_five_languages() => Assert.Equal(["de", "en", "es", "fr", "it"], ConsentWords.Default.Languages);

    [Fact]
    public void They_are_in_the_assembly_itself() => Assert.Equal(
        ["Consent.Words.de.resources", "Consent.Words.en.resources", "Consent.Words.es.resources", "Consent.Words.fr.resources", "Consent.Words.it.resources"],
        typeof(ConsentWords).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>No code without words, and no word without a code.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_language_has_a_text_for_each_key_and_no_other(string language) =>
        Assert.Equal(ConsentWords.Keys.Select(k => k.Name).Order(StringComparer.Ordinal), s_texts[language].Keys.Order(StringComparer.Ordinal));

    /// <summary>Here a member that was forgotten when the keys were made would be found.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Whatever_can_be_told_has_words(string language)
    {
        var words = ConsentWords.Default;
        CodeWords[] codes =
        [
            .. Enum.GetValues<DecisionCode>().Select(c => words.Of(c, language)),
            .. Enum.GetValues<ChangeCode>().Select(c => words.Of(c, language)),
            .. Enum.GetValues<SoftSpamGap>().Where(g => g != SoftSpamGap.None).Select(g => words.Of(g, language)!),
            .. words.Of((Obligations)Enum.GetValues<Obligations>().Sum(o => (int)o), language),
        ];
        string[] names =
        [
            .. codes.SelectMany(c => new[] { c.Means, c.WhatToDo }),
            .. Enum.GetValues<DecisionOutcome>().Select(o => words.Of(o, language)),
            .. Enum.GetValues<ChangeOutcome>().Select(o => words.Of(o, language)),
            .. Enum.GetValues<StatementResult>().Select(r => words.Of(r, language)),
            .. Enum.GetValues<ConsentFlag>().Select(f => words.Of(f, language)),
            .. Enum.GetValues<ConsentFlag>().SelectMany(f => Enum.GetValues<FlagValue>().Select(v => words.Of(f, v, language))),
            .. ContactlabTaxonomy.Instance.Nodes.Select(n => words.Of(n.Path, language)),
            .. Enum.GetValues<Permission>().Select(p => words.Of(p, language)),
            .. Enum.GetValues<ActorRole>().Select(r => words.Of(r, language)),
        ];
        Assert.Equal(Enum.GetValues<Obligations>().Length - 1, words.Of((Obligations)255, language).Length);
        Assert.All(names, n => Assert.False(string.IsNullOrWhiteSpace(n) || n.AsSpan().ContainsAny("{}[]"), n));
        Assert.All(ContactlabTaxonomy.Instance.Nodes, n => Assert.NotEqual(n.Path.Name, words.Of(n.Path, language)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_host_could_have_written_them(string language) => Assert.NotNull(ConsentWords.Default.With("tlh", s_texts[language]));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_text_leaves_the_same_open_as_the_English_one(string language) => Assert.All(s_texts[language], text =>
        Assert.Equal(Placeholders(s_texts["en"][text.Key]), Placeholders(text.Value)));

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_was_left_in_English(string language)
    {
        if (language != "en")
        {
            Assert.All(s_texts[language].Where(t => !s_alike.Contains((language, t.Key))), text => Assert.NotEqual(s_texts["en"][text.Key], text.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_code_is_told_in_one_short_sentence_each(string language) => Assert.All(
        s_texts[language].Where(t => t.Key.EndsWith(".means", StringComparison.Ordinal) || t.Key.EndsWith(".do", StringComparison.Ordinal)), text =>
        {
            var said = Regex.Replace(text.Value, @"\[[^\]]*\]", "");
            Assert.True(said.Length <= MostCharacters, $"{text.Key}: {said.Length} characters");
            var isPhrase = text.Key.StartsWith("obligation.", StringComparison.Ordinal) && text.Key.EndsWith(".means", StringComparison.Ordinal);
            Assert.True(isPhrase ? !said.Contains('.', StringComparison.Ordinal) : Regex.IsMatch(said, @"^\p{Lu}[^.]*\.$"), $"{text.Key} is no sentence: {said}");
        });

    [Theory]
    [MemberData(nameof(Languages))]
    public void They_are_set_with_the_marks_of_the_language(string language) => Assert.All(s_texts[language], text =>
    {
        Assert.DoesNotMatch("['\"]|  |^ | $| [,.)]|\\( ", text.Value);
        if (language == "fr")
        {
            Assert.DoesNotMatch("[^\u00A0]:|[^\u202F];", text.Value);
        }
        else
        {
            Assert.DoesNotMatch("[ \u00A0][:;]", text.Value);
        }
    });

    private static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{[^}]*\}").Select(m => m.Value).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Read(string language)
    {
        using var reader = new ResourceReader(typeof(ConsentWords).Assembly.GetManifestResourceStream($"Consent.Words.{language}.resources")!);
        return reader.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
    }
}
