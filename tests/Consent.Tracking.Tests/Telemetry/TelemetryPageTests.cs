using System.Text.RegularExpressions;

namespace Consent.Tracking.Tests;

/// <summary>docs/telemetry.md says what is emitted, no more and no less. <c>CONSENT_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed class TelemetryPageTests(TelemetryPageTests.Day day) : IClassFixture<TelemetryPageTests.Day>
{
    private readonly Overheard _overheard = day.Overheard;

    [Fact]
    public async Task The_page_is_the_one_in_the_docs()
    {
        var page = Path.Combine(Root(), "docs", "telemetry.md");
        var expected = TelemetryPage.Text(_overheard.Instruments.Values);
        if (Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(page, expected, TrackingHost.Token);
        }

        Assert.Equal(expected, File.Exists(page) ? (await File.ReadAllTextAsync(page, TrackingHost.Token)).ReplaceLineEndings("\n") : "");
    }

    [Fact]
    public void Every_activity_is_emitted_timed_and_on_the_page()
    {
        var source = string.Concat(Directory.EnumerateFiles(Path.Combine(Root(), "src", "Consent.Tracking"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var started = Regex.Matches(source, @"Watch\((?<name>[^)]*)\)").Select(m => m.Groups["name"].Value.Trim('"')).Where(n => n != "string operation").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(TelemetryPage.Activities.Keys, started);
        Assert.Equal(TelemetryPage.Activities.Keys, _overheard.Activities.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(TelemetryPage.Activities.Keys, _overheard.Tags.Keys.Where(t => t.Instrument == "consent.duration").Select(t => t.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_tag_is_on_the_page_and_holds_only_what_the_page_says()
    {
        Assert.Equal(TelemetryPage.Tags.Keys, _overheard.Tags.Keys.Select(t => (t.Instrument, t.Tag)).Distinct().Order());
        Assert.All(_overheard.Tags.Keys, t => Assert.Contains(t.Value, TelemetryPage.Tags[(t.Instrument, t.Tag)].Values));
    }

    [Fact]
    public void Every_instrument_has_a_unit_and_says_what_it_tells() =>
        Assert.All(_overheard.Instruments.Values, i => Assert.False(string.IsNullOrEmpty(i.Unit) || string.IsNullOrEmpty(i.Description), i.Name));

    [Fact]
    public void Every_log_event_happens_under_its_number_and_level()
    {
        Assert.Equal(TelemetryPage.Events.Select(e => (e.EventId, e.Level)), _overheard.Events.Select(e => (e.Key.Id, e.Value)).OrderBy(e => e.Id));
        Assert.Equal(typeof(ConsentTracker).FullName, Assert.Single(_overheard.Categories.Keys, c => c.StartsWith("Consent", StringComparison.Ordinal)));
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Consent.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("Consent.sln was not found above the tests.");
        }

        return at;
    }

    /// <summary>One day's work, overheard once for all of these.</summary>
    public sealed class Day : IAsyncLifetime
    {
        internal Overheard Overheard { get; } = new();

        public async ValueTask InitializeAsync() => await new MarkedWork(new TrackingHost(logs: Overheard), Overheard).DoAllAsync();

        public ValueTask DisposeAsync()
        {
            Overheard.Dispose();
            return default;
        }
    }
}
