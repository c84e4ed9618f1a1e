namespace Consent.Core.Tests.Words;

/// <summary>Which language's words are taken for a tag.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("it", "Opposizione")]
    [InlineData("IT", "Opposizione")]
    [InlineData("it-CH", "Opposizione")]
    [InlineData("de-AT", "Widerspruch")]
    [InlineData("de_AT", "Widerspruch")]
    [InlineData("DE-Latn-at-1996", "Widerspruch")]
    [InlineData("fr-CA", "Opposition")]
    [InlineData("es-419", "Oposición")]
    [InlineData("en-GB", "Objection")]
    [InlineData("pt-BR", "Objection")]
    [InlineData("deu", "Objection")]
    [InlineData("", "Objection")]
    [InlineData("-", "Objection")]
    [InlineData("no tag at all", "Objection")]
    public void A_tag_gives_the_nearest_language_and_else_English(string tag, string objection) =>
        Assert.Equal(objection, ConsentWords.Default.Of(ConsentFlag.Objection, tag));

    [Fact]
    public void A_region_of_a_hosts_own_says_what_differs_and_the_language_the_rest()
    {
        var words = ConsentWords.Default.With("de-CH", [new("flag.STATUS", "Zustimmung")]);
        Assert.Equal("Zustimmung", words.Of(ConsentFlag.Status, "de-ch"));
        Assert.Equal("Widerspruch", words.Of(ConsentFlag.Objection, "de-CH"));
        Assert.Equal("Einwilligung", words.Of(ConsentFlag.Status, "de"));
        Assert.Equal("Einwilligung", words.Of(ConsentFlag.Status, "de-AT"));
    }

    [Fact]
    public void A_further_language_is_English_where_it_says_nothing()
    {
        var words = ConsentWords.Default.With("pt", [new("flag.OBJECTION", "Oposição")]);
        Assert.Equal(["de", "en", "es", "fr", "it", "pt"], words.Languages);
        Assert.Equal("Oposição", words.Of(ConsentFlag.Objection, "pt-BR"));
        Assert.Equal("Consent", words.Of(ConsentFlag.Status, "pt-BR"));
        Assert.Equal(5, ConsentWords.Default.Languages.Length);
    }
}
