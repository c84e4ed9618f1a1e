using Consent;
using Consent.Hub.Sample;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Consent", LogLevel.Warning);
builder.WebHost.UseUrls(builder.Configuration["urls"] ?? "http://localhost:5080");

// Who signs in as what: here by links for a demonstration, in your host by your own sign-in.
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o => o.LoginPath = "/");
builder.Services.AddAuthorization();
builder.Services.AddSingleton<DemoSignIns>();

var folder = Directory.CreateDirectory(builder.Configuration["data"] ?? "hub-sample-data").FullName;
builder.Services.AddConsentTracking(options =>
    {
        options.Jurisdiction = Jurisdiction.Italy;
        options.Sectors = [Sector.Other];
        options.Notices = SampleCustomers.Notices;
    })
    .UseSqliteStore($"Data Source={Path.Combine(folder, "consents.db")}")
    .AddConsentActors(actors =>
    {
        actors.Contact = new() { Scheme = CookieAuthenticationDefaults.AuthenticationScheme };
        actors.Roles["operator"] = ActorRole.Operator;
        actors.Roles["dpo"] = ActorRole.DataProtectionOfficer;
        actors.Roles["privacy"] = ActorRole.PrivacyManager;
    })
    .AddConsentHub(hub => hub.SignOutPath = "/sign-out");

await using var app = builder.Build();
app.MapConsentHub("/hub");
app.MapPreferenceCentre("/preferences");
app.MapDemoSignIns();

await app.StartAsync();
await SampleCustomers.ImportAsync(app.Services, Path.Combine(AppContext.BaseDirectory, "customers.jsonl"), app.Lifetime.ApplicationStopping);
app.PrintDemoSignIns();
await app.WaitForShutdownAsync();
