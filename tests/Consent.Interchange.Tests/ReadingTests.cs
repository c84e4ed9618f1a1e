using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class ReadingTests
{
    [Fact]
    public void A_complete_customer_gives_each_flag_as_it_stands()
    {
        Assert.True(ContactHubFormat.Predefined.TryReadCustomer(Sample("complete.json"), Export, out var document, out _));
        var flags = document.Record.Flags;

        Assert.Equal("5a1c2f1e-7d0b-4a36-8f55-2f6a0c9b1001", document.Contact.Value);
        Assert.Equal(new NoticeAcceptance("v1", Instant("2018-05-25T00:00:00.000000Z")), document.Acceptance);
        Assert.Equal(FlagValue.Active, flags[Purposes.Marketing.Traditional.Phone, ConsentFlag.Status]);
        Assert.Equal(FlagValue.Inactive, flags[Purposes.Marketing.Traditional.Paper, ConsentFlag.Status]);
        Assert.Equal(FlagValue.Active, flags[Purposes.Marketing.Traditional.Paper, ConsentFlag.Objection]);
        Assert.Equal(FlagValue.Active, flags[Purposes.Marketing.Automatic.Sms, ConsentFlag.Restriction]);
        Assert.Equal(FlagValue.Unset, flags[Purposes.Marketing.Automatic.Phone, ConsentFlag.Status]);
        Assert.Equal(FlagValue.Active, flags[Purposes.Marketing.Automatic.Phone, ConsentFlag.Objection]);
        Assert.Equal(FlagValue.Unset, flags[Purposes.SoftSpam.Paper, ConsentFlag.Status]);
        Assert.Equal(12, flags.Nodes.Length);
    }

    [Theory]
    [InlineData("marketing.traditional.phone", """{"marketing":{"traditional":{"telephonic":{"status":true}}}}""")]
    [InlineData("marketing.traditional.paper", """{"marketing":{"traditional":{"papery":{"status":true}}}}""")]
    [InlineData("marketing.automatic.sms", """{"marketing":{"automatic":{"sms":{"status":true}}}}""")]
    [InlineData("marketing.automatic.email", """{"marketing":{"automatic":{"email":{"status":true}}}}""")]
    [InlineData("marketing.automatic.push", """{"marketing":{"automatic":{"push":{"status":true}}}}""")]
    [InlineData("marketing.automatic.im", """{"marketing":{"automatic":{"im":{"status":true}}}}""")]
    [InlineData("marketing.automatic.phone", """{"marketing":{"automatic":{"telephonic":{"status":true}}}}""")]
    [InlineData("profiling.classic", """{"profiling":{"classic":{"status":true}}}""")]
    [InlineData("profiling.online", """{"profiling":{"online":{"status":true}}}""")]
    [InlineData("softSpam.email", """{"softSpam":{"email":{"status":true}}}""")]
    [InlineData("softSpam.paper", """{"softSpam":{"papery":{"status":true}}}""")]
    [InlineData("thirdPartyTransfer.profiling", """{"thirdPartyTransfer":{"profiling":{"status":true}}}""")]
    [InlineData("thirdPartyTransfer.marketing", """{"thirdPartyTransfer":{"marketing":{"status":true}}}""")]
    public void Each_of_the_13_names_stands_for_its_purpose(string path, string json)
    {
        var document = Consents(json);

        Assert.Equal([PurposePath.Parse(path)], document.Record.Flags.Nodes);
        Assert.Equal(json.Replace("true", """true,"disclaimer":{"date":"2024-06-01T00:00:00.000Z"}""", StringComparison.Ordinal), document.Applied().Written());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"marketing":null}""")]
    [InlineData("""{"disclaimer":null,"profiling":{}}""")]
    [InlineData("""{"disclaimer":{},"profiling":{"online":{}}}""")]
    [InlineData("""{"disclaimer":{"date":null,"version":null},"profiling":{"online":{"status":null,"limitation":null,"objection":null}}}""")]
    public void Null_and_absent_say_nothing(string json)
    {
        var document = Consents(json);

        Assert.Equal(NodeFlags.Empty, document.Record.Flags);
        Assert.Null(document.Acceptance);
        Assert.Empty(document.Against(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance)));
    }

    [Fact]
    public void A_customer_without_consents_says_nothing() => Assert.Equal(NodeFlags.Empty, Customer("""{"id":"x"}""").Record.Flags);

    [Fact]
    public void The_external_id_names_the_contact_where_the_caller_says_so()
    {
        var export = new ContactHubExport("contacthub", AsOf) { IdProperty = ContactHubIdProperty.ExternalId };

        Assert.Equal("C-1", Customer("""{"id":7,"externalId":"C-1"}""", export).Contact.Value);
        Assert.Equal("x", Customer("""{"id":"x","externalId":"C-1"}""").Contact.Value);
        var error = CustomerError("""{"id":"x"}""", export);
        Assert.Equal((ContactHubErrorCode.MissingId, "$.externalId"), (error.Code, error.Path));
    }

    [Fact]
    public void What_is_not_asked_for_may_be_anything()
    {
        var document = Customer("""{"base":{"a":[1,{"b":[null,"\ud800"]}],"a":2},"base":7,"tags":[[]],"consents":{"profiling":{"online":{"status":false}}},"id":"x","e\ud800":1}""");

        Assert.Equal("x", document.Contact.Value);
        Assert.Equal([Purposes.Profiling.Online], document.Record.Flags.Nodes);
    }

    [Fact]
    public void Escaped_names_and_texts_are_the_same_names_and_texts()
    {
        var document = Customer("""{"\u0069d":"\ud83d\ude00\"\\\/\b\f\n\r\t\u00e9","c\u006fnsents":{"discl\u0061imer":{"d\u0061te":"2018\u002d05-25T00:00:00Z","\u0076ersion":"v\u0031"},"softSp\u0061m":{"em\u0061il":{"st\u0061tus":true}}}}""");

        Assert.Equal("😀\"\\/\b\f\n\r\té", document.Contact.Value);
        Assert.Equal(new NoticeAcceptance("v1", Instant("2018-05-25T00:00:00.000000Z")), document.Acceptance);
        Assert.Equal(FlagValue.Active, document.Record.Flags[Purposes.SoftSpam.Email, ConsentFlag.Status]);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal("x", Customer("\uFEFF{\"id\":\"x\"}").Contact.Value);

    [Fact]
    public void The_document_knows_where_it_comes_from()
    {
        var document = Consents("""{"profiling":{"online":{"status":false}}}""", export: new("contacthub", AsOf) { ArrivedBy = ChangeSource.Api });

        Assert.Equal(("contacthub", AsOf, "contacthub", ChangeSource.Api), (document.Record.Source, document.Record.AsOf, document.Place, document.Source));
    }

    [Fact]
    public void A_caller_who_names_no_contact_or_a_blank_source_is_told()
    {
        Assert.Throws<ArgumentException>(() => ContactHubFormat.Predefined.TryReadConsents("{}"u8, default, Export, out _, out _));
        Assert.Throws<ArgumentException>(() => new ContactHubExport(" ", AsOf));
        Assert.Throws<ArgumentException>(() => new ContactHubExport("s", AsOf, new string('x', 1001)));
        Assert.Equal("\ufffd", new ContactHubExport("s", AsOf, "\ud800").File);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDepth = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactHubFormat(ContactlabTaxonomy.Instance, new() { MaxDocumentBytes = 0 }));
    }
}
