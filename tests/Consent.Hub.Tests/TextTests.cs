using System.Text.RegularExpressions;
using Consent.Hub.Texts;

namespace Consent.Hub.Tests;

public partial class TextTests
{
    [Fact]
    public void Every_language_has_the_same_texts_with_the_same_gaps()
    {
        var english = HubTexts.Find("en")!;
        Assert.All(HubTexts.All, texts =>
        {
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(english.Keys, key => Assert.Equal(Gap().Matches(english[key]).Select(m => m.Value).Order(), Gap().Matches(texts[key]).Select(m => m.Value).Order()));
            Assert.Equal(12, texts["months"].Split(' ').Length);
        });
    }

    [Theory]
    [InlineData("it-CH,de;q=0.8", "it")]
    [InlineData("de,fr;q=0.9,it;q=0.1", "it")]
    [InlineData("en-GB", "en")]
    [InlineData("zz", "en")]
    [InlineData(null, "en")]
    public void The_first_language_that_there_is_is_spoken(string? header, string expected) => Assert.Equal(expected, HubTexts.For(header).Language);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Gap();
}
