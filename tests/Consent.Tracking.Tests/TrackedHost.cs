using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Tracking.Tests;

/// <summary>A host with consent tracking over a real store, and a clock that the test moves.</summary>
internal sealed class TrackedHost : IDisposable, IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TrackedHost(Func<IConsentStore, IConsentStore>? wrap = null, Action<ConsentTrackingOptions>? configure = null, IConsentStore? store = null, Action<ConsentBuilder>? publish = null, string? keysFolder = null, ILoggerProvider? logs = null)
    {
        Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Store = store ?? new InMemoryConsentStore();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        if (logs is not null)
        {
            services.AddSingleton<ILoggerFactory>(new LoggerFactoryOf(logs));
            services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        }

        var builder = services.AddConsentTracking(options =>
        {
            (options.TransientRetryDelay, options.AlteredRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
            configure?.Invoke(options);
        }).UseStore("UseTestStore", _ => wrap?.Invoke(Store) ?? Store, keysFolder);
        publish?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public static ContactId Ada { get; } = ContactId.From("ada");

    public static ContactId Bea { get; } = ContactId.From("bea");

    public static PurposePath Email => Purposes.Marketing.Automatic.Email;

    public static Evidence Form { get; } = Evidence.WebForm("https://shop.example/form");

    public static Actor Api { get; } = Actor.ApiClient("crm");

    public static Actor Dpo { get; } = Actor.DataProtectionOfficer("dpo");

    public static Actor Manager { get; } = Actor.PrivacyManager("manager");

    public IServiceProvider Services => _services;

    public FakeTimeProvider Clock { get; }

    public IConsentStore Store { get; }

    public ConsentTracker Tracker => _services.GetRequiredService<ConsentTracker>();

    public ConsentBulk Bulk => _services.GetRequiredService<ConsentBulk>();

    public ConsentAudience Audience => _services.GetRequiredService<ConsentAudience>();

    public ConsentAudit Audit => _services.GetRequiredService<ConsentAudit>();

    public ConsentPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>();

    public ConsentHealthCheck Health => _services.GetRequiredService<ConsentHealthCheck>();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Timestamp Now => Clock.GetUtcNow();

    public ConsentChange Give(ContactId contact, PurposePath? purpose = null) => ConsentChange.For(contact).From(ChangeSource.SelfService)
        .AcceptNotice("v1", Now).Give(purpose ?? Email, Now, Form);

    public ValueTask<ConsentDecision> MayEmail(ContactId contact) => Tracker.DecideAsync(ProcessingRequest.ToContact(contact, Email), Stop);

    public async Task<long> LogSize() => (await Store.GetHeadAsync(Stop)).Size;

    public void Dispose() => _services.Dispose();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
