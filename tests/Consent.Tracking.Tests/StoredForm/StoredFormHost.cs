using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Tracking.Tests.StoredForm;

/// <summary>A host over a place, as its documentation says one is made. Its clock is the test's own, so that what was written long ago is never too old for it.</summary>
internal sealed class StoredFormHost : IAsyncDisposable
{
    public static readonly PurposePath WhatsApp = PurposePath.Parse("marketing.automatic.whatsapp");

    private readonly ServiceProvider _services;

    /// <param name="place">What it is over.</param>
    /// <param name="now">What its clock shows.</param>
    /// <param name="isFirst">As it was in its first weeks: without purposes of its own, and without double opt-in.</param>
    public StoredFormHost(StoredFormPlace place, Timestamp now, bool isFirst = false)
    {
        Clock = new(now.ToDateTimeOffset());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        place.Use(services.AddConsentTracking(options =>
        {
            options.Notices = new([new("v1", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))]);
            (options.CheckpointInterval, options.CheckpointEntries) = (TimeSpan.FromDays(1), 1_000_000);
            if (!isFirst)
            {
                options.Taxonomy = ContactlabTaxonomy.Extend("shop-2026").Purpose(WhatsApp.ToString(), Channel.InstantMessage).Build();
                options.Jurisdiction = Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new() { Since = Timestamp.Parse("2026-01-15T00:00:00.000000Z") }));
            }
        }));
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; }

    public Timestamp Now => Clock.GetUtcNow();

    public ConsentTracker Tracker => _services.GetRequiredService<ConsentTracker>();

    public ActingTracker Shop => Tracker.As(Actor.ApiClient("shop"));

    public ActingTracker Desk => Tracker.As(Actor.Operator("desk"));

    public ActingBulk Bulk => _services.GetRequiredService<ConsentBulk>().As(Actor.ApiClient("shop"));

    public ActingPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>().As(Actor.PrivacyManager("manager"));

    public ConsentAudit Log => _services.GetRequiredService<ConsentAudit>();

    public ActingAudit Audit => Log.As(Actor.DataProtectionOfficer("officer"));

    public ConsentAudience Audience => _services.GetRequiredService<ConsentAudience>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
