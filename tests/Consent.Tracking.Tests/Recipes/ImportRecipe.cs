using System.Runtime.CompilerServices;
using Consent.Interchange;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe import>
public sealed class NightlyImport(ConsentBulk bulk, ContactHubFormat format)
{
    public async Task<(BulkReport Report, List<string> Faults)> RunAsync(string path, DateTimeOffset exportedAt, bool isDryRun, CancellationToken cancellationToken)
    {
        var export = new ContactHubExport("crm", exportedAt, Path.GetFileName(path))
        {
            IdProperty = ContactHubIdProperty.ExternalId,    // "id" unless said otherwise
            FalseMeans = FalseMeans.No,                      // NotAsked, where a form sends false for boxes that it did not show
        };
        var faults = new List<string>();
        var run = bulk.As(Actor.ApiClient("nightly-import")).Apply(DocumentsAsync(path, export, faults, cancellationToken), new() { IsWholeFile = true, IsDryRun = isDryRun });

        // Nothing happens before this: the run reads, and writes, as it is enumerated.
        return (await run.CompleteAsync(cancellationToken), faults);
    }

    private async IAsyncEnumerable<ConsentDocument> DocumentsAsync(string path, ContactHubExport export, List<string> faults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await foreach (var line in format.ReadLinesAsync(file, export, cancellationToken))
        {
            faults.AddRange(line.Errors.Concat(line.Warnings).Select(e => e.ToString()));
            if (line.IsRead)
            {
                // Of a line with an error these are its noes; its yeses are left out, and each is among the errors.
                yield return line.Document;
            }
        }
    }
}
// </recipe>

public sealed class ImportRecipe : IDisposable
{
    private readonly TrackedHost _host = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"consent-recipe-{Guid.NewGuid():N}.jsonl");

    private NightlyImport Import => new(_host.Bulk, ContactHubFormat.Predefined);

    public void Dispose()
    {
        File.Delete(_path);
        _host.Dispose();
    }

    [Fact]
    public async Task A_dry_run_says_what_the_run_will_do_and_writes_nothing_and_a_second_night_says_nothing_new()
    {
        await WriteAsync(Line("ada", """{"automatic":{"email":{"status":true}}}"""), Line("bea", """{"automatic":{"email":{"status":false}}}"""));

        var (plan, _) = await RunAsync(isDryRun: true);
        Assert.Equal((0, 2), (await _host.LogSize(), plan.Progress.Recorded));
        var (report, faults) = await RunAsync();
        Assert.Equal((2L, 1L, 2L), (report.Progress.Recorded, report.Uses[0].Permitted, report.Uses[0].Asked));
        Assert.Empty(faults);
        var (second, _) = await RunAsync();
        Assert.Equal((0, 2), (second.Progress.Recorded, second.Progress.Unchanged));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Of_a_line_with_an_error_the_noes_are_kept_and_the_yeses_are_told()
    {
        await WriteAsync(
            """{"externalId":"ada","consents":{"disclaimer":{"date":"yesterday","version":"v2"},"marketing":{"automatic":{"email":{"status":true},"sms":{"objection":true}}}}}""",
            """{"id":"bea","consents":{"marketing":{"automatic":{"email":{"objection":true}}}}}""",
            """{"externalId":"cid"}""");

        var (report, faults) = await RunAsync();

        Assert.Collection(
            faults,
            first => Assert.EndsWith("(INVALID_DATE)", first, StringComparison.Ordinal),
            second => Assert.EndsWith("(PARTLY_READ)", second, StringComparison.Ordinal),
            third => Assert.EndsWith("(MISSING_ID)", third, StringComparison.Ordinal));
        var ada = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.Equal((FlagValue.Unset, FlagValue.Active), (ada[Email].Status, ada[Purposes.Marketing.Automatic.Sms].Objection));

        // A document without consents says nothing, and is no error; one that names nobody is none at all.
        Assert.Equal((2, 1, 1), (report.Progress.Done, report.Progress.Recorded, report.Progress.Unchanged));
        Assert.True((await _host.Tracker.As(Api).GetAsync(Bea, Stop)).IsEmpty);
    }

    [Fact]
    public async Task Of_an_older_file_only_the_noes_are_taken_once_a_whole_file_was()
    {
        await WriteAsync(Line("ada", """{"automatic":{"email":{"status":false}}}"""));
        await RunAsync();
        await WriteAsync(Line("ada", """{"automatic":{"email":{"status":true}}}"""), Line("bea", """{"automatic":{"email":{"status":true},"sms":{"objection":true}}}"""));

        await Import.RunAsync(_path, _host.Clock.GetUtcNow().AddDays(-1), isDryRun: false, Stop);

        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        var bea = await _host.Tracker.As(Api).GetAsync(Bea, Stop);
        Assert.Equal((FlagValue.Unset, FlagValue.Active), (bea[Email].Status, bea[Purposes.Marketing.Automatic.Sms].Objection));
    }

    private static string Line(string id, string marketing) =>
        $$$"""{"externalId":"{{{id}}}","consents":{"disclaimer":{"date":"2025-06-01T10:00:00Z","version":"v2"},"marketing":{{{marketing}}}}}""";

    private Task WriteAsync(params string[] lines) => File.WriteAllLinesAsync(_path, lines, Stop);

    private Task<(BulkReport Report, List<string> Faults)> RunAsync(bool isDryRun = false) => Import.RunAsync(_path, _host.Clock.GetUtcNow(), isDryRun, Stop);
}
