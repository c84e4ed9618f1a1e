using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Consent.Interchange.Tests;

/// <summary>Shorthand for tests: one contact, one export, text in and text out.</summary>
internal static class Documents
{
    public static ContactId Ada { get; } = ContactId.From("C-1001");

    public static Timestamp AsOf { get; } = Instant("2024-06-01T00:00:00.000000Z");

    public static ContactHubExport Export { get; } = new("contacthub", AsOf, "customers.jsonl");

    public static Timestamp Instant(string text) => Timestamp.Parse(text);

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    public static ConsentDocument Consents(string json, ContactHubFormat? format = null, ContactHubExport? export = null)
    {
        var isRead = (format ?? ContactHubFormat.Predefined).TryReadConsents(Encoding.UTF8.GetBytes(json), Ada, export ?? Export, out var document, out var error);
        Assert.True(isRead, error?.ToString());
        return document!;
    }

    public static ContactHubError ConsentsError(string json, ContactHubFormat? format = null) => ConsentsError(Encoding.UTF8.GetBytes(json), format);

    public static ContactHubError ConsentsError(byte[] json, ContactHubFormat? format = null)
    {
        Assert.False((format ?? ContactHubFormat.Predefined).TryReadConsents(json, Ada, Export, out var document, out var error));
        Assert.Null(document);
        return error!;
    }

    public static ConsentDocument Customer(string json, ContactHubExport? export = null)
    {
        var isRead = ContactHubFormat.Predefined.TryReadCustomer(Encoding.UTF8.GetBytes(json), export ?? Export, out var document, out var error);
        Assert.True(isRead, error?.ToString());
        return document!;
    }

    public static ContactHubError CustomerError(string json, ContactHubExport? export = null, ContactHubFormat? format = null)
    {
        Assert.False((format ?? ContactHubFormat.Predefined).TryReadCustomer(Encoding.UTF8.GetBytes(json), export ?? Export, out var document, out var error));
        Assert.Null(document);
        return error!;
    }

    /// <summary>What is read of a <c>consents</c> object in which something is wrong and something is a no.</summary>
    public static (ConsentDocument Document, ContactHubError Error) Partly(string json, ContactHubExport? export = null)
    {
        Assert.True(ContactHubFormat.Predefined.TryReadConsents(Encoding.UTF8.GetBytes(json), Ada, export ?? Export, out var document, out var error));
        Assert.NotNull(error);
        return (document, error);
    }

    /// <summary>Applies a document as a bulk import does, an hour after its date.</summary>
    public static ContactConsents After(this ContactConsents contact, ConsentDocument document)
    {
        var rules = new ConsentRules(contact.Taxonomy);
        var person = PersonConsents.Of(contact);
        foreach (var change in document.Against(contact))
        {
            var recording = new Recording(document.Record.AsOf.Plus(TimeSpan.FromHours(1)), Actor.ApiClient("import"), ChangePort.Bulk, Guid.NewGuid());
            person = person.Apply(change, rules, recording).After;
        }

        return person[contact.Id];
    }

    public static ContactConsents Applied(this ConsentDocument document, PurposeTaxonomy? taxonomy = null) =>
        ContactConsents.Empty(document.Contact, taxonomy ?? ContactlabTaxonomy.Instance).After(document);

    public static string Written(this ContactConsents contact, ContactHubFormat? format = null, bool isIndented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = isIndented, NewLine = "\n" }))
        {
            (format ?? ContactHubFormat.Predefined).WriteConsents(writer, contact);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static async Task<List<ContactHubLine>> LinesOf(Stream stream, ContactHubFormat? format = null, ContactHubExport? export = null)
    {
        var lines = new List<ContactHubLine>();
        await foreach (var line in (format ?? ContactHubFormat.Predefined).ReadLinesAsync(stream, export ?? Export, TestContext.Current.CancellationToken))
        {
            lines.Add(line);
        }

        return lines;
    }
}
