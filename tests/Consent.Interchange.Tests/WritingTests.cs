using System.Buffers;
using System.Text;
using Consent.Testing;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class WritingTests
{
    [Fact]
    public void A_complete_customer_is_written_as_the_golden_file()
    {
        Assert.True(ContactHubFormat.Predefined.TryReadCustomer(Sample("complete.json"), Export, out var document, out _));

        AssertGolden("complete.written.json", document.Applied().Written(isIndented: true));
    }

    [Fact]
    public void A_hosts_own_purposes_are_written_as_the_golden_file()
    {
        var format = new ContactHubFormat(TaxonomyGen.Extended);
        Assert.True(format.TryReadConsents(Sample("host.json"), Ada, Export, out var document, out var error), error?.ToString());

        AssertGolden("host.written.json", document.Applied(TaxonomyGen.Extended).Written(format, isIndented: true));
    }

    [Fact]
    public void Nothing_said_is_nothing_written() => Assert.Equal("{}", ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance).Written());

    [Fact]
    public void A_no_on_a_group_is_written_with_each_purpose_that_it_covers()
    {
        var change = ConsentChange.For(Ada).WithId(ChangeId.From("no")).Object(Purposes.Marketing.Group, AsOf).Restrict(Purposes.Profiling.Group, AsOf).Withdraw(Purposes.SoftSpam.Group, AsOf);
        var contact = ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance).Apply(change, new(), new(AsOf, Actor.ApiClient("a"), ChangePort.OneContact, Guid.Empty)).After[Ada];

        Assert.Equal(
            """
            {"marketing":{"traditional":{"telephonic":{"objection":true},"papery":{"objection":true}},
            "automatic":{"sms":{"objection":true},"email":{"objection":true},"push":{"objection":true},"im":{"objection":true},"telephonic":{"objection":true}}},
            "profiling":{"classic":{"limitation":true,"objection":true},"online":{"limitation":true,"objection":true}},
            "softSpam":{"email":{"status":false,"objection":true},"papery":{"status":false,"objection":true}},
            "thirdPartyTransfer":{"marketing":{"objection":true}}}
            """.ReplaceLineEndings(""),
            contact.Written());
    }

    [Fact]
    public void A_contact_that_must_not_be_contacted_objects_to_everything()
    {
        var written = ContactConsents.Closed(Ada, ContactlabTaxonomy.Instance, new(Sha256Digest.OfText("ada"), ClosedKind.NeverContact, AsOf)).Written();

        Assert.All(Consents(written).Record.Flags.Nodes, node => Assert.Equal(FlagValue.Active, Consents(written).Record.Flags[node, ConsentFlag.Objection]));
        Assert.Equal(13, Consents(written).Record.Flags.Nodes.Length);
    }

    [Fact]
    public void The_latest_acceptance_is_written_and_of_one_date_the_latest_published()
    {
        var notices = new NoticeCatalog([new Notice("b", AsOf.Plus(TimeSpan.FromDays(-9))), new Notice("a", AsOf.Plus(TimeSpan.FromDays(-8)))]);
        var contact = ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance);
        foreach (var (version, days) in new[] { ("z", -3), ("unversioned", -2), ("b", -2), ("a", -2) })
        {
            var change = ConsentChange.For(Ada).WithId(ChangeId.From(version)).AcceptNotice(version, AsOf.Plus(TimeSpan.FromDays(days)));
            contact = contact.Apply(change, new(), new(AsOf, Actor.ApiClient("a"), ChangePort.OneContact, Guid.Empty)).After[Ada];
        }

        Assert.Equal("""{"disclaimer":{"date":"2024-05-30T00:00:00.000Z","version":"b"}}""", contact.Written());
        Assert.Equal(
            """{"disclaimer":{"date":"2024-05-30T00:00:00.000Z","version":"a"}}""",
            contact.Written(new ContactHubFormat(ContactlabTaxonomy.Instance, new() { Notices = notices })));
    }

    [Fact]
    public void A_no_of_an_id_that_is_the_same_person_is_written_and_no_yes_of_it()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var one = Consents("""{"disclaimer":{"date":"2024-01-01T00:00:00Z","version":"v1"},"marketing":{"automatic":{"email":{"status":true},"sms":{"status":true}}}}""").Applied();
        var other = Consents("""{"disclaimer":{"date":"2024-02-01T00:00:00Z","version":"v1"},"marketing":{"automatic":{"email":{"status":false},"im":{"status":true},"sms":{"objection":true,"limitation":true}}}}""").Applied();

        ContactHubFormat.Predefined.WriteLine(buffer, one, other);

        Assert.Equal(
            """{"id":"C-1001","consents":{"disclaimer":{"date":"2024-01-01T00:00:00.000Z","version":"v1"},"marketing":{"automatic":{"sms":{"status":true,"limitation":true,"objection":true},"email":{"status":false}}}}}""" + "\n",
            Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void A_line_is_a_customer_with_nothing_but_id_and_consents()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var contact = Consents("""{"softSpam":{"email":{"objection":true}}}""").Applied();

        ContactHubFormat.Predefined.WriteLine(buffer, contact);
        ContactHubFormat.Predefined.WriteLine(buffer, contact);

        const string Line = """{"id":"C-1001","consents":{"softSpam":{"email":{"objection":true}}}}""" + "\n";
        Assert.Equal(Line + Line, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void AssertGolden(string name, string written) => Assert.Equal(Encoding.UTF8.GetString(Sample(name)), written + "\n");
}
