using System.Collections.Concurrent;
using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Consent.AspNetCore.Tests;

/// <summary>A web host with links, as a user would build it; its log is kept, as the templates set it.</summary>
internal sealed class LinkedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LinkedHost(WebApplication app, ConcurrentQueue<string> log) => (_app, Log, Client) = (app, log, app.GetTestClient());

    public static ContactId Ada { get; } = ContactId.From("ada");

    public static PurposePath Email => Purposes.Marketing.Automatic.Email;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ConcurrentQueue<string> Log { get; }

    public HttpClient Client { get; }

    public ConsentTracker Tracker => _app.Services.GetRequiredService<ConsentTracker>();

    public ConsentPrivacy Privacy => _app.Services.GetRequiredService<ConsentPrivacy>();

    public ConsentLinks Links => _app.Services.GetRequiredService<ConsentLinks>();

    public TestServer Server => _app.GetTestServer();

    public IServiceProvider Services => _app.Services;

    public UnsubscribeLinks Unsubscribes => _app.Services.GetRequiredService<UnsubscribeLinks>();

    public ConsentAudit Audit => _app.Services.GetRequiredService<ConsentAudit>();

    public FakeTimeProvider Clock { get; private init; } = null!;

    public static async Task<LinkedHost> StartAsync(IConsentStore? store = null, Action<ConsentLinkOptions>? configure = null, Action<WebApplication>? before = null, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        var log = new ConcurrentQueue<string>();
        builder.Logging.ClearProviders().AddProvider(new Kept(log)).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).SetMinimumLevel(LogLevel.Trace);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddConsentTracking(o => (o.TransientRetryDelay, o.Notices) = (TimeSpan.Zero, new([new("v1", clock.GetUtcNow())])))
            .UseStore("UseTestStore", _ => store ?? new InMemoryConsentStore())
            .AddConsentLinks(configure ?? (o => o.Origin = "https://shop.example"));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        before?.Invoke(app);
        (map ?? (a => a.MapConsentLinks()))(app);
        await app.StartAsync(Stop);
        return new(app, log) { Clock = clock };
    }

    /// <summary>The path and token of a link, as the server is asked for it.</summary>
    public async Task<string> PathAsync(ContactId contact, params PurposePath[] purposes) => new Uri((await Links.ForUnsubscribeAsync(contact, purposes, Stop)).Url).PathAndQuery;

    public async Task GiveAsync(ContactId contact, PurposePath purpose) => await Tracker.As(Actor.ForSelf(contact)).ApplyAsync(
        ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v1", Clock.GetUtcNow()).GiveAnew(purpose, Clock.GetUtcNow(), Evidence.WebForm("https://shop.example/form")), Stop);

    public async Task<ConsentDecision> MayAsync(ContactId contact, PurposePath? purpose = null) => await Tracker.DecideAsync(ProcessingRequest.ToContact(contact, purpose ?? Email), Stop);

    /// <summary>A POST as mail programs send it: from anywhere, without cookies.</summary>
    public async Task<HttpResponseMessage> ClickAsync(string path) =>
        await Client.PostAsync(path, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Stop);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private sealed class Kept(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => log.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
