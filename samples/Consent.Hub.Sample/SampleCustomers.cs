using Consent.Interchange;
using Consent.Tracking;

namespace Consent.Hub.Sample;

/// <summary>The 500 sample customers, as an export of the product that inspired this library has them.</summary>
internal static class SampleCustomers
{
    private static readonly Timestamp s_asOf = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The versions that the customers accepted.</summary>
    public static NoticeCatalog Notices { get; } = new(
    [
        new("v1", new DateTimeOffset(2016, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        new("v2", new DateTimeOffset(2018, 5, 25, 0, 0, 0, TimeSpan.Zero)),
        new("v3", new DateTimeOffset(2021, 7, 1, 0, 0, 0, TimeSpan.Zero)),
        new("2024-02", new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)),
    ]);

    /// <summary>A contact with some of everything, for whoever signs in as one.</summary>
    public static ContactId Somebody { get; private set; }

    /// <summary>Reads the file in. A second time it says nothing new, and nothing is written.</summary>
    public static async Task ImportAsync(IServiceProvider services, string path, CancellationToken cancellationToken)
    {
        var run = services.GetRequiredService<ConsentBulk>().As(Actor.ApiClient("sample-import")).Apply(Documents(), new() { IsWholeFile = true });
        await foreach (var item in run.WithCancellation(cancellationToken))
        {
            Somebody = Somebody.IsDefault ? item.Contact : Somebody;
        }

        async IAsyncEnumerable<ConsentDocument> Documents()
        {
            await using var file = File.OpenRead(path);
            var export = new ContactHubExport("sample", s_asOf, "customers.jsonl") { IdProperty = ContactHubIdProperty.ExternalId };
            await foreach (var line in ContactHubFormat.Predefined.ReadLinesAsync(file, export, cancellationToken))
            {
                if (line.IsRead)
                {
                    yield return line.Document;
                }
            }
        }
    }
}
