using System.Diagnostics;
using System.Diagnostics.Metrics;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task What_happens_can_be_observed_and_carries_no_personal_data()
    {
        const string secret = "SECRET-MARKER";
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ConsentTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => seen.Enqueue($"{a.OperationName} {string.Join(' ', a.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(activities);
        using var metrics = new MeterListener();
        metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ConsentTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        metrics.Start();

        using var host = new TrackedHost();
        var contact = ContactId.From(secret);
        var change = ConsentChange.For(contact).WithId(ChangeId.From(secret)).From(ChangeSource.SelfService).Because(secret)
            .Give(Email, host.Now, Evidence.WebForm(secret).With("ip", secret));
        var result = await host.Tracker.As(Actor.ApiClient(secret)).ApplyAsync(change, Stop);
        var decision = await host.MayEmail(contact);
        await host.Audit.As(Actor.DataProtectionOfficer(secret)).HistoryAsync(contact, Stop);
        var denied = Assert.Throws<ConsentAccessDeniedException>(() => host.Audit.As(Actor.Operator(secret)));

        Assert.Contains(seen, s => s.StartsWith("consent.changes", StringComparison.Ordinal));
        Assert.Contains(seen, s => s.StartsWith("consent.decisions", StringComparison.Ordinal));
        Assert.Contains(seen, s => s.StartsWith("consent.access.denied", StringComparison.Ordinal));
        Assert.Contains(seen, s => s.StartsWith("consent.apply", StringComparison.Ordinal));
        string[] texts = [.. seen, change.ToString(), result.ToString(), decision.ToString(), denied.ToString(), contact.ToString(), change.Statements[0].ToString(), change.Statements[0].Evidence.ToString()];
        Assert.All(texts, s => Assert.DoesNotContain(secret, s, StringComparison.Ordinal));
    }
}
