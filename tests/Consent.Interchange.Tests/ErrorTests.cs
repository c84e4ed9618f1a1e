using System.Text;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("""{"marketing":{"automatic":{"fax":{"status":true}}}}""", ContactHubErrorCode.UnknownProperty, "$.marketing.automatic.fax")]
    [InlineData("""{"marketing":{"status":true}}""", ContactHubErrorCode.UnknownProperty, "$.marketing.status")]
    [InlineData("""{"Marketing":{}}""", ContactHubErrorCode.UnknownProperty, "$.Marketing")]
    [InlineData("""{"phone":{}}""", ContactHubErrorCode.UnknownProperty, "$.phone")]
    [InlineData("""{"marketing":{"traditional":{"phone":{}}}}""", ContactHubErrorCode.UnknownProperty, "$.marketing.traditional.phone")]
    [InlineData("""{"softSpam":{"email":{"state":true}}}""", ContactHubErrorCode.UnknownProperty, "$.softSpam.email.state")]
    [InlineData("""{"disclaimer":{"text":"x"}}""", ContactHubErrorCode.UnknownProperty, "$.disclaimer.text")]
    [InlineData("""{"":{}}""", ContactHubErrorCode.UnknownProperty, "$.?")]
    [InlineData("""{"ada@example.com":{}}""", ContactHubErrorCode.UnknownProperty, "$.?")]
    [InlineData("""{"softSpam":{"\ud800":{}}}""", ContactHubErrorCode.UnknownProperty, "$.softSpam.?")]
    [InlineData("""{"softSpam":{"email":{"objection":"maybe"}}}""", ContactHubErrorCode.WrongType, "$.softSpam.email.objection")]
    [InlineData("""{"softSpam":{"email":{"objection":0}}}""", ContactHubErrorCode.WrongType, "$.softSpam.email.objection")]
    [InlineData("""{"softSpam":{"email":{"objection":{}}}}""", ContactHubErrorCode.WrongType, "$.softSpam.email.objection")]
    [InlineData("""{"softSpam":{"email":{"objection":[true]}}}""", ContactHubErrorCode.WrongType, "$.softSpam.email.objection")]
    [InlineData("""{"softSpam":{"email":true}}""", ContactHubErrorCode.WrongType, "$.softSpam.email")]
    [InlineData("""{"softSpam":[]}""", ContactHubErrorCode.WrongType, "$.softSpam")]
    [InlineData("""{"disclaimer":"v1"}""", ContactHubErrorCode.WrongType, "$.disclaimer")]
    [InlineData("""{"disclaimer":{"version":1}}""", ContactHubErrorCode.WrongType, "$.disclaimer.version")]
    [InlineData("""{"disclaimer":{"date":1527206400000}}""", ContactHubErrorCode.WrongType, "$.disclaimer.date")]
    [InlineData("[]", ContactHubErrorCode.WrongType, "$")]
    [InlineData("\"x\"", ContactHubErrorCode.WrongType, "$")]
    [InlineData("17", ContactHubErrorCode.WrongType, "$")]
    [InlineData("-1.5e3", ContactHubErrorCode.WrongType, "$")]
    [InlineData("17 ", ContactHubErrorCode.WrongType, "$")]
    [InlineData("""{"softSpam":{},"softSpam":{}}""", ContactHubErrorCode.DuplicateProperty, "$.softSpam")]
    [InlineData("""{"softSpam":null,"softSp\u0061m":{}}""", ContactHubErrorCode.DuplicateProperty, "$.?")]
    [InlineData("""{"softSpam":{"email":{"status":null,"status":true}}}""", ContactHubErrorCode.DuplicateProperty, "$.softSpam.email.status")]
    [InlineData("""{"disclaimer":{},"disclaimer":{}}""", ContactHubErrorCode.DuplicateProperty, "$.disclaimer")]
    [InlineData("""{"disclaimer":{"date":null,"date":null}}""", ContactHubErrorCode.DuplicateProperty, "$.disclaimer.date")]
    [InlineData("""{"disclaimer":{"version":"\ud800"}}""", ContactHubErrorCode.InvalidText, "$.disclaimer.version")]
    [InlineData("""{"disclaimer":{"version":"\udc00\ud800"}}""", ContactHubErrorCode.InvalidText, "$.disclaimer.version")]
    [InlineData("""{"disclaimer":{"version":"\ud800\u0041"}}""", ContactHubErrorCode.InvalidText, "$.disclaimer.version")]
    [InlineData("""{"disclaimer":{"version":"a\u0000"}}""", ContactHubErrorCode.InvalidText, "$.disclaimer.version")]
    [InlineData("", ContactHubErrorCode.CutOff, "$")]
    [InlineData("  ", ContactHubErrorCode.CutOff, "$")]
    [InlineData("{", ContactHubErrorCode.CutOff, "$")]
    [InlineData("""{"softSpam":{"email":{"status":tr""", ContactHubErrorCode.CutOff, "$.softSpam.email.status")]
    [InlineData("""{"softSpam":{"email":{"status":true""", ContactHubErrorCode.CutOff, "$.softSpam.email")]
    [InlineData("""{"softSpam":{"ema""", ContactHubErrorCode.CutOff, "$.softSpam")]
    [InlineData("{}x", ContactHubErrorCode.TrailingData, "$")]
    [InlineData("{} {}", ContactHubErrorCode.TrailingData, "$")]
    [InlineData("""{"softSpam":{"email":{"status":yes}}}""", ContactHubErrorCode.NotJson, "$.softSpam.email.status")]
    [InlineData("""{"softSpam":{"email":{"status":true,}}}""", ContactHubErrorCode.NotJson, "$.softSpam.email")]
    [InlineData("""{"softSpam":{}]""", ContactHubErrorCode.NotJson, "$")]
    [InlineData("{'softSpam':{}}", ContactHubErrorCode.NotJson, "$")]
    [InlineData("""{/**/"softSpam":{}}""", ContactHubErrorCode.NotJson, "$")]
    [InlineData("""{"disclaimer":{"version":"\x"}}""", ContactHubErrorCode.NotJson, "$.disclaimer.version")]
    [InlineData("NaN", ContactHubErrorCode.NotJson, "$")]
    public void A_document_that_does_not_hold_names_its_flaw_and_place(string json, ContactHubErrorCode code, string path)
    {
        var error = ConsentsError(json);

        Assert.Equal((code, path, 1L), (error.Code, error.Path, error.Line));
    }

    [Theory]
    [InlineData("""{"consents":{}}""", ContactHubErrorCode.MissingId, "$.id")]
    [InlineData("""{"id":null}""", ContactHubErrorCode.MissingId, "$.id")]
    [InlineData("""{"id":" "}""", ContactHubErrorCode.InvalidText, "$.id")]
    [InlineData("""{"id":"\ud800"}""", ContactHubErrorCode.InvalidText, "$.id")]
    [InlineData("""{"id":"a\u0000b"}""", ContactHubErrorCode.InvalidText, "$.id")]
    [InlineData("""{"id":7}""", ContactHubErrorCode.WrongType, "$.id")]
    [InlineData("""{"id":"x","id":"x"}""", ContactHubErrorCode.DuplicateProperty, "$.id")]
    [InlineData("""{"id":"x","consents":{},"consents":null}""", ContactHubErrorCode.DuplicateProperty, "$.consents")]
    [InlineData("""{"id":"x","consents":[]}""", ContactHubErrorCode.WrongType, "$.consents")]
    [InlineData("null", ContactHubErrorCode.WrongType, "$")]
    [InlineData("""{"id":"x","base":{"rossi":{"ada":tru}}}""", ContactHubErrorCode.NotJson, "$.base")]
    [InlineData("""{"id":"x","base":{"rossi":["ada",""", ContactHubErrorCode.CutOff, "$.base")]
    public void A_customer_that_does_not_hold_names_its_flaw_and_place(string json, ContactHubErrorCode code, string path)
    {
        var error = CustomerError(json);

        Assert.Equal((code, path, 1L), (error.Code, error.Path, error.Line));
    }

    [Fact]
    public void An_id_has_at_most_256_characters()
    {
        Assert.Equal(256, Customer($$"""{"id":"{{new string('x', 256)}}"}""").Contact.Value.Length);
        Assert.Equal(ContactHubErrorCode.InvalidText, CustomerError($$"""{"id":"{{new string('x', 257)}}"}""").Code);
    }

    [Fact]
    public void The_line_is_that_of_the_flaw()
    {
        var error = ConsentsError("{\n  \"softSpam\": {\r\n    \"email\": {\n      \"objection\": \"maybe\"\n}}}");

        Assert.Equal(4, error.Line);
        Assert.Equal("line 4: $.softSpam.email.objection is neither true, false nor null (WRONG_TYPE)", error.ToString());
    }

    [Theory]
    [InlineData("$.disclaimer.version", new byte[] { 0xFF })]
    [InlineData("$.disclaimer.version", new byte[] { 0xC3 })]
    [InlineData("$.disclaimer.version", new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData("$.disclaimer.version", new byte[] { 0xC0, 0x80 })]
    public void Bytes_that_are_not_UTF8_are_an_error(string path, byte[] bytes)
    {
        byte[] json = [.. """{"disclaimer":{"version":"v"""u8, .. bytes, .. "\"}}"u8];
        var error = ConsentsError(json);

        Assert.Equal((ContactHubErrorCode.NotUtf8, path), (error.Code, error.Path));
        Assert.Equal(ContactHubErrorCode.NotUtf8, ConsentsError(Encoding.Unicode.GetPreamble()).Code);
    }

    [Fact]
    public void Nesting_is_limited_in_what_is_ignored_too()
    {
        static string Nested(int levels) => $$"""{"id":"x","tags":{{new string('[', levels)}}{{new string(']', levels)}}}""";

        Assert.Equal("x", Customer(Nested(63)).Contact.Value);
        var error = CustomerError(Nested(64));
        Assert.Equal((ContactHubErrorCode.TooDeep, "$.tags"), (error.Code, error.Path));
        Assert.Equal(ContactHubErrorCode.TooDeep, CustomerError(Nested(200_000)).Code);
        var shallow = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDepth = 2 });
        error = ConsentsError("""{"softSpam":{"email":{"status":true}}}""", shallow);
        Assert.Equal((ContactHubErrorCode.TooDeep, "$.softSpam.email"), (error.Code, error.Path));
    }

    [Fact]
    public void A_document_that_is_too_large_is_not_looked_into()
    {
        var format = new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDocumentBytes = 10 });

        Assert.Equal("x", Read("""{"id":"x"}"""));
        Assert.Equal(ContactHubErrorCode.TooLarge, CustomerError("""{"id": "x"}""", format: format).Code);
        Assert.Equal(ContactHubErrorCode.TooLarge, CustomerError(new string(' ', (1024 * 1024) + 1)).Code);

        string Read(string json) => format.TryReadCustomer(Encoding.UTF8.GetBytes(json), Export, out var document, out _) ? document.Contact.Value : "";
    }

    [Fact]
    public void An_error_quotes_no_value()
    {
        var errors = new[]
        {
            CustomerError("""{"id":"secret","consents":{"softSpam":{"email":{"status":"secret"}}}}"""),
            CustomerError("""{"id":"secret","consents":{"disclaimer":{"date":"secret"}}}"""),
            CustomerError("""{"id":secret}"""),
            CustomerError("""{"id":"x","base":{"secret":"secret"""),
            CustomerError("""{"id":"x"} secret"""),
            CustomerError("""{"id":"x","consents":{"secret@secret":1}}"""),
        };

        Assert.All(errors, error => Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Each_code_has_a_written_form()
    {
        Assert.EndsWith("(NOT_JSON)", ConsentsError("x").ToString(), StringComparison.Ordinal);
        Assert.EndsWith("(MISSING_ID)", CustomerError("{}").ToString(), StringComparison.Ordinal);
        Assert.EndsWith("(CUT_OFF)", CustomerError("{").ToString(), StringComparison.Ordinal);
        Assert.EndsWith("(INVALID_TEXT)", CustomerError("""{"id":""}""").ToString(), StringComparison.Ordinal);
    }
}
