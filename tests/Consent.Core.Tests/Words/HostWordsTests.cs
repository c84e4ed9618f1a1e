namespace Consent.Core.Tests.Words;

/// <summary>A host's own texts.</summary>
public class HostWordsTests
{
    private static readonly ConsentDecision s_listed = new() { Outcome = DecisionOutcome.Deny, Code = DecisionCode.Listed, List = "RPO", Jurisdiction = "Italy", Article = "L. 5/2018, 1(5)" };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "decision.LISTED.means", "", "is empty" },
        { "decision.LISTED.means", " ", "is empty" },
        { "decision.LISTED.means", new string('a', 1001), "is longer than 1000 characters" },
        { "decision.LISTED.means", "a\0b", "has the character U+0000 at position 1" },
        { "decision.LISTED.means", "On {list", "does not close the brace at position 3" },
        { "decision.LISTED.means", "On list}", "closes a brace that is not open at position 7" },
        { "decision.LISTED.means", "On[ {list}", "does not close the bracket at position 2" },
        { "decision.LISTED.means", "On {list}]", "has {list} outside of brackets at position 3: it is not always known" },
        { "decision.LISTED.means", "On]", "closes a bracket that is not open at position 2" },
        { "decision.LISTED.means", "On[ ({list}[ in {jurisdiction}])]", "opens a bracket within a bracket at position 11" },
        { "decision.LISTED.means", "On[ a list]", "has brackets without a placeholder at position 2" },
        { "decision.LISTED.means", "On {list}", "has {list} outside of brackets at position 3: it is not always known" },
        { "decision.LISTED.means", "On[ {lists}]", "has a placeholder at position 4 that is none of this key's ({list}, {purpose}, {article}, {jurisdiction}, {until})" },
        { "decision.LISTED.means", "On[ {List}]", "has a placeholder at position 4 that is none of this key's ({list}, {purpose}, {article}, {jurisdiction}, {until})" },
        { "decision.LISTED.means", "On[ {}]", "has a placeholder at position 4 that is none of this key's ({list}, {purpose}, {article}, {jurisdiction}, {until})" },
        { "decision.LISTED.means", "On[ {none}]", "has a placeholder at position 4 that is none of this key's ({list}, {purpose}, {article}, {jurisdiction}, {until})" },
        { "decision.OBJECTED.do", "Off[ {list}]", "has a placeholder at position 5 that is none of this key's ({purpose}, {article}, {jurisdiction}, {until})" },
        { "change.STILL_OBJECTED.do", "Ask[ {article}]", "has a placeholder at position 5 that is none of this key's ({purpose})" },
        { "purpose.marketing", "{purpose}", "has a placeholder at position 0 that is none of this key's (it has none)" },
        { "explain.source", "{jurisdiction}: {article}", "has {jurisdiction} outside of brackets at position 0: it is not always known" },
    };

    [Fact]
    public void They_replace_single_texts_in_one_language()
    {
        var words = ConsentWords.Default.With("it", [new("decision.LISTED.do", "Chiedere all’ufficio privacy[ ({list}, {jurisdiction})].")]);
        Assert.Equal("Chiedere all’ufficio privacy (RPO, Italia).", words.Of(s_listed, "it").WhatToDo);
        Assert.Equal("Chiedere all’ufficio privacy.", words.Of(DecisionCode.Listed, "it").WhatToDo);
        Assert.Equal(ConsentWords.Default.Of(s_listed, "it").Means, words.Of(s_listed, "it").Means);
        Assert.Equal(ConsentWords.Default.Of(s_listed, "de"), words.Of(s_listed, "de"));
        Assert.NotEqual(ConsentWords.Default.Of(s_listed, "it"), words.Of(s_listed, "it"));
    }

    [Fact]
    public void The_later_of_two_counts()
    {
        var words = ConsentWords.Default.With("en", [new("role.OPERATOR", "one"), new("role.SYSTEM", "kept")]).With("EN", [new("role.OPERATOR", "two")]);
        Assert.Equal("two", words.Of(ActorRole.Operator, "en"));
        Assert.Equal("kept", words.Of(ActorRole.System, "en"));
        Assert.Equal(5, words.Languages.Length);
    }

    [Fact]
    public void A_purpose_of_its_own_is_called_as_the_host_says_and_else_by_its_last_segment()
    {
        var whatsApp = PurposePath.Parse("marketing.automatic.whatsapp");
        var words = ConsentWords.Default.With("en", [new("purpose.marketing.automatic.whatsapp", "marketing by WhatsApp")]);
        Assert.Equal("whatsapp", ConsentWords.Default.Of(whatsApp, "de"));
        Assert.Equal("marketing by WhatsApp", words.Of(whatsApp, "en"));
        Assert.Equal("marketing by WhatsApp", words.Of(whatsApp, "de"));
    }

    [Fact]
    public void A_jurisdiction_of_its_own_too()
    {
        var decision = s_listed with { Jurisdiction = "Portugal (draft)" };
        Assert.Contains("(Portugal (draft))", ConsentWords.Default.Explain(decision, "es"), StringComparison.Ordinal);
        Assert.Contains("(Portugal)", ConsentWords.Default.With("es", [new("jurisdiction.Portugal (draft)", "Portugal")]).Explain(decision, "es"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_text_that_cannot_be_filled_is_refused(string key, string text, string flaw)
    {
        var refused = Assert.Throws<InvalidWordsException>(() => ConsentWords.Default.With("en", [new(key, text)]));
        Assert.Equal([$"The text of '{key}' {flaw}."], refused.Errors);
    }

    [Theory]
    [InlineData("decision.LISTED")]
    [InlineData("decision.listed.means")]
    [InlineData("decision.INVENTED.means")]
    [InlineData("obligation.NONE.means")]
    [InlineData("gap.NONE.means")]
    [InlineData("purpose.")]
    [InlineData("purpose.marketing..email")]
    [InlineData("jurisdiction. ")]
    [InlineData("")]
    public void A_key_that_nothing_asks_for_is_refused(string key) =>
        Assert.Equal([$"The key '{key}' is unknown."], Assert.Throws<InvalidWordsException>(() => ConsentWords.Default.With("en", [new(key, "text")])).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("de_AT")]
    [InlineData("de-")]
    [InlineData("de--AT")]
    [InlineData("-de")]
    [InlineData("1e")]
    [InlineData("dé")]
    [InlineData("abcdefghi")]
    [InlineData("de-abcdefghi")]
    [InlineData("de-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd")]
    public void A_tag_that_is_none_is_refused(string tag) =>
        Assert.Equal(["The language is no tag such as 'pt' or 'pt-BR'."], Assert.Throws<InvalidWordsException>(() => ConsentWords.Default.With(tag, [])).Errors);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var refused = Assert.Throws<InvalidWordsException>(() => ConsentWords.Default.With("?", [new("a", "b"), new("date", "{list}"), new("role.SYSTEM", "x"), new("role.SYSTEM", "y"), new(null!, "z"), new("role.OPERATOR", null!)]));
        Assert.Equal(
            [
                "The language is no tag such as 'pt' or 'pt-BR'.", "The key 'a' is unknown.", "The text of 'date' has a placeholder at position 0 that is none of this key's ({day}, {month}, {year}).",
                "The key 'role.SYSTEM' comes twice.", "The key '' is unknown.", "The text of 'role.OPERATOR' is empty.",
            ], refused.Errors);
        Assert.All(refused.Errors, e => Assert.Contains(e, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_code_has_no_words()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConsentWords.Default.Of((DecisionCode)999, "en"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConsentWords.Default.Of((Obligations)(1 << 30), "en"));
        Assert.Throws<ArgumentException>(() => ConsentWords.Default.TextOf("decision.INVENTED.means", "en"));
        Assert.Null(ConsentWords.Default.Of(SoftSpamGap.None, "en"));
        Assert.Empty(ConsentWords.Default.Of(Obligations.None, "en"));
    }
}
