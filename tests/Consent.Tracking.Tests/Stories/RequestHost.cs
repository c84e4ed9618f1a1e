using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking.Tests.Stories;

/// <summary>A host that keeps requests, over a store that others write too.</summary>
internal sealed class RequestHost : IDisposable
{
    public static readonly TimeZoneInfo Rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");

    private readonly ServiceProvider _services;

    public RequestHost(IConsentStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddConsentTracking(options =>
        {
            options.TransientRetryDelay = TimeSpan.Zero;
            options.CheckpointInterval = TimeSpan.FromHours(1);
            options.CheckpointEntries = 1_000_000;
            options.Taxonomy = StoryHosts.Rules.Taxonomy;
            options.Notices = StoryHosts.Rules.Notices;
            options.TimeZone = Rome;
        }).UseStore("UseStoryStore", _ => new Crash().Over(store)); // A host ends with its store: this one is only lent.
        _services = services.BuildServiceProvider();
    }

    public MovableClock Clock { get; } = new();

    public ConsentTracker Tracker => _services.GetRequiredService<ConsentTracker>();

    public ConsentPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>();

    public ActingRequests Officer => Tracker.As(StoryHosts.Officer).Requests;

    public void Dispose() => _services.Dispose();
}
