using System.Text.Json;
using System.Text.Json.Serialization;
using Consent.Testing;

namespace Consent.Core.Tests.Json;

public class JsonValueTests
{
    [Theory]
    [InlineData("\"2026-01-01T12:00:00.000000Z\"")]
    [InlineData("\"2026-01-01T12:00:00Z\"")]
    [InlineData("\"2026-01-01T12:00:00.0Z\"")]
    [InlineData("\"2026-01-01T14:00:00.000+02:00\"")]
    [InlineData("\"2026-01-01T07:00:00.0000009-05:00\"")]
    [InlineData("\"2026-01-01T12:00:00.000000999Z\"")]
    public void An_instant_is_read_as_other_programs_write_it_and_written_in_one_form(string json)
    {
        var at = Options.Read<Timestamp>(json);
        Assert.Equal("\"2026-01-01T12:00:00.000000Z\"", Options.Write(at));
        Assert.Equal(Occurrence.At(at), Options.Read<Occurrence>(json));
    }

    [Theory]
    [InlineData("\"2026-01-01T12:00:00\"")]
    [InlineData("\"2026-01-01\"")]
    [InlineData("\"2026-01-01 12:00:00Z\"")]
    [InlineData("\"2026-02-30T12:00:00Z\"")]
    [InlineData("\"2026-01-01T12:00:60Z\"")]
    [InlineData("\"2026-01-01T12:00:00.Z\"")]
    [InlineData("\"2026-01-01T12:00:00.0000000001Z\"")]
    [InlineData("\"2026-01-01T12:00:00.1234567x8Z\"")]
    [InlineData("1767268800")]
    [InlineData("null")]
    public void What_is_no_instant_is_refused(string json) => Assert.Throws<JsonException>(() => Options.Read<Timestamp>(json));

    [Fact]
    public void An_id_that_names_nothing_is_written_as_nothing_and_never_read()
    {
        Assert.Equal("null", Options.Write(default(ContactId)));
        Assert.Equal("null", Options.Write(default(ChangeId)));
        Assert.Throws<JsonException>(() => Options.Read<ContactId>("null"));
        Assert.Null(Options.Read<ContactId?>("null"));
        Assert.Throws<InvalidOperationException>(() => Options.Write(new Dictionary<ContactId, int> { [default] = 1 }));
    }

    [Fact]
    public void Values_name_members_and_documents_do_not()
    {
        var json = Options.Write(new Dictionary<ContactId, Dictionary<Operation, PurposePath[]>> { [ContactId.From("ada \"x\"")] = new() { [Operation.ToContact] = [PurposePath.All] } });
        Assert.Equal("{\"ada \\u0022x\\u0022\":{\"toContact\":[\"all\"]}}", json);
        Assert.Equal(PurposePath.All, Options.Read<Dictionary<ContactId, Dictionary<Operation, PurposePath[]>>>(json)[ContactId.From("ada \"x\"")][Operation.ToContact][0]);
        Assert.Equal("{\"CONSENT\":1}", Options.Write(new Dictionary<DecisionCode, int> { [DecisionCode.Consent] = 1 }));
        Assert.Throws<NotSupportedException>(() => Options.Write(new Dictionary<Evidence, int> { [Evidence.None] = 1 }));
    }

    [Fact]
    public void Codes_are_those_of_the_log_and_of_the_documentation()
    {
        Assert.Equal("\"selfService\"", Options.Write(ChangeSource.SelfService));
        Assert.Equal("\"WOULD_WEAKEN\"", Options.Write(ChangeCode.WouldWeaken));
        Assert.Equal("[\"INCLUDE_OPT_OUT\",\"CALLING_HOURS\"]", Options.Write(Obligations.IncludeOptOut | Obligations.CallingHours));
        Assert.Equal("\"invented2030\"", Options.Write(new AuditEntryType("invented2030")));
        Assert.Throws<JsonException>(() => Options.Read<ChangeSource>("\"SelfService\""));
        Assert.Throws<JsonException>(() => Options.Read<ChangeSource>("3"));
    }

    [Fact]
    public void Exceptions_name_the_place_and_quote_nothing_of_what_came()
    {
        var wrong = Assert.Throws<JsonException>(() => Options.Read<ProcessingRequest>("""{"operation":"toContact","contact":"a","purpose":"sEcReT thing"}"""));
        Assert.Equal("$.purpose", wrong.Path);
        Assert.DoesNotContain("sEcReT", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Options.Read<ProcessingRequest>("""{"operation":"legalClaim","contact":"a"}"""));
        Assert.Throws<JsonException>(() => Options.Read<ProcessingRequest>("""{"operation":"toContact","contact":"a","purpose":"all","facts":{"lists":[{"list":"RPO"},{"list":"rpo"}]}}"""));
        Assert.Equal(41, Options.Read<ProcessingRequest>("""{"operation":"toContact","purpose":"all","facts":{"age":4.1e1}}""").Facts.Age);
        Assert.Throws<JsonException>(() => Options.Read<ProcessingRequest>("""{"operation":"toContact","purpose":"all","facts":{"age":1e30}}"""));
    }

    [Fact]
    public void A_document_is_written_whatever_depth_a_host_allows()
    {
        var entry = HistoryGen.Entry(ContactId.From("a"), "c", [(Statement.Permissive(PurposePath.All, ConsentFlag.Status, TimeGen.Minute(1), Evidence.WebForm("form").With("ip", "192.0.2.1")), TimeGen.Minute(1))], null, 1);
        Assert.Equal(Options.Write(entry), Options.Write(entry, new() { MaxDepth = 1 }));
    }

    [Fact]
    public void Texts_that_are_not_well_formed_stop_no_answer()
    {
        var request = ProcessingRequest.ForLegalClaim(ContactId.From("a"), "half \ud800 and \0");
        Assert.Equal("half \ufffd and \0", Options.Read<ProcessingRequest>(Options.Write(request)).Ground);
    }

    [Fact]
    public void A_converter_that_a_host_registers_for_the_very_type_comes_first()
    {
        var options = new JsonSerializerOptions { Converters = { new JsonStringEnumConverter() } };
        Assert.Equal("\"ToContact\"", Options.Write(Operation.ToContact, options));
        Assert.Contains("\"operation\":\"toContact\"", Options.Write(ProcessingRequest.ToContactAnyone(PurposePath.All), options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_made_at_compile_time_knows_them()
    {
        var held = new Held(ContactId.From("a"), ProcessingRequest.ToContactAnyone(PurposePath.All), [Operation.Store], ContactConsents.Empty(ContactId.From("a"), ContactlabTaxonomy.Instance));
        var json = JsonSerializer.Serialize(held, HeldContext.Default.Held);
        Assert.Equal(Options.Write(held), json);
        Assert.Equal(held.Request, JsonSerializer.Deserialize("""{"Contact":"a","Request":{"operation":"toContact","purpose":"all"},"Operations":[]}""", HeldContext.Default.Held)!.Request);
    }

    [Fact]
    public void An_id_is_told_from_another_in_a_text_and_not_shown()
    {
        Assert.Equal(ContactId.From("ada").ToString(), ContactId.From("ada").ToString());
        Assert.NotEqual(ContactId.From("ada").ToString(), ContactId.From("Ada").ToString());
        Assert.Matches("^ContactId\\([0-9a-f]{32}\\)$", ContactId.From("ada").ToString());
        Assert.Equal("ContactId(none)", default(ContactId).ToString());
    }
}

public sealed record Held(ContactId Contact, ProcessingRequest Request, IReadOnlyList<Operation> Operations, ContactConsents? Record = null);

[JsonSerializable(typeof(Held))]
internal sealed partial class HeldContext : JsonSerializerContext;
