using Consent.Storage;
using Consent.Tracking.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking.Tests.Faults;

/// <summary>A host over a store that may fail.</summary>
internal sealed class FaultHost : IDisposable
{
    private readonly ServiceProvider _services;

    public FaultHost(IConsentStore store)
    {
        Store = store;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddConsentTracking(options => options.TransientRetryDelay = TimeSpan.Zero).UseStore("UseFaultStore", _ => store);
        _services = services.BuildServiceProvider();
    }

    public IConsentStore Store { get; }

    public MovableClock Clock { get; } = new();

    public Timestamp Now => Clock.GetUtcNow();

    public ActingTracker Tracker => _services.GetRequiredService<ConsentTracker>().As(StoryHosts.Client);

    public ActingBulk Bulk => _services.GetRequiredService<ConsentBulk>().As(StoryHosts.Client);

    public ActingPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>().As(StoryHosts.Manager);

    public ActingAudit Audit => _services.GetRequiredService<ConsentAudit>().As(StoryHosts.Officer);

    public ValueTask<ConsentDecision> DecideAsync(ProcessingRequest request) => _services.GetRequiredService<ConsentTracker>().DecideAsync(request, StoryHosts.Stop);

    public void Dispose() => _services.Dispose();
}
