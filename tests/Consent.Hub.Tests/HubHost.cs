using System.Collections.Concurrent;
using System.Security.Claims;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Hub.Tests;

/// <summary>A web host with the pages, as a user would build it, on a real port; anybody signs in by an address of the tests' own.</summary>
public sealed class HubHost : IAsyncDisposable
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private readonly WebApplication _app;

    private HubHost(WebApplication app, FakeTimeProvider clock, ConcurrentQueue<string> log) => (_app, Clock, Log) = (app, clock, log);

    public static DateTimeOffset Begin { get; } = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    public static ContactId Ada { get; } = ContactId.From("C-1001");

    public FakeTimeProvider Clock { get; }

    public ConcurrentQueue<string> Log { get; }

    public string Origin => _app.Urls.First();

    public ConsentTracker Tracker => _app.Services.GetRequiredService<ConsentTracker>();

    public IServiceProvider Services => _app.Services;

    public ConsentAudit Audit => _app.Services.GetRequiredService<ConsentAudit>();

    public static async Task<HubHost> StartAsync(Action<ConsentHubOptions>? hub = null, Action<WebApplication>? map = null, bool linksGive = false, Func<ConsentBuilder, ConsentBuilder>? store = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new ConcurrentQueue<string>();
        builder.Logging.ClearProviders().AddProvider(new Kept(log)).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var clock = new Calendar(Begin);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(Scheme).AddCookie(Scheme, o => (o.LoginPath, o.ExpireTimeSpan) = ("/sign-in", TimeSpan.FromDays(3650)));
        builder.Services.AddAuthorization();
        (store ?? (consent => consent.UseInMemoryStore()))(builder.Services.AddConsentTracking(o => o.Notices = new([new("v1", Begin.AddYears(-3)), new("v2", Begin.AddYears(-1))])))
            .AddConsentActors(actors =>
            {
                actors.Contact = new() { Scheme = Scheme };
                actors.Roles["operator"] = ActorRole.Operator;
                actors.Roles["dpo"] = ActorRole.DataProtectionOfficer;
                actors.Roles["privacy"] = ActorRole.PrivacyManager;
                actors.Roles["program"] = ActorRole.ApiClient;
            })
            .AddConsentLinks(links => (links.Origin, links.PreferencesMayGive) = ("https://shop.example", linksGive))
            .AddConsentHub(hub);
        var app = builder.Build();
        app.MapGet("/test-sign-in/{role}/{id}", async (string role, string id, HttpContext http) =>
        {
            Claim[] claims = [new(ClaimTypes.NameIdentifier, id), .. role == "contact" ? Array.Empty<Claim>() : [new Claim(ClaimTypes.Role, role)]];
            await http.SignInAsync(new(new ClaimsIdentity(claims, Scheme)));
            return "signed in";
        });
        (map ?? MapAll)(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, clock, log);
    }

    public static void MapAll(WebApplication app)
    {
        app.MapConsentHub("/hub");
        app.MapPreferenceCentre("/preferences");
    }

    /// <summary>Three customers, one of whom said something of everything.</summary>
    public async Task SeedAsync()
    {
        var form = Evidence.WebForm("https://shop.example/sign-up");
        var given = Begin.AddMonths(-6);
        _ = await Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v2", given)
            .Give(Purposes.Marketing.Automatic.Email, given, form).Give(Purposes.Profiling.Classic, given, form)
            .Object(Purposes.Marketing.Traditional.Phone, (Timestamp)given).Restrict(Purposes.Profiling.Online, (Timestamp)given).Withdraw(Purposes.Marketing.Automatic.Sms, (Timestamp)given));
        foreach (var id in new[] { "C-1002", "C-1003", "giulia@example.com" })
        {
            var contact = ContactId.From(id);
            _ = await Tracker.As(Actor.Operator("seed")).ApplyAsync(ConsentChange.For(contact).From(ChangeSource.UserInterface).Object(Purposes.Marketing.Automatic.Email));
        }
    }

    public ValueTask<ConsentDecision> MayAsync(PurposePath purpose) => Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, purpose));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Months pass at once: a timer that strikes each second would strike for each of theirs.</summary>
    private sealed class Calendar(DateTimeOffset begin) : FakeTimeProvider(begin)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);
    }

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
