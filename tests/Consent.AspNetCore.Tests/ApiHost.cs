using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Consent.AspNetCore.Tests;

/// <summary>A web host in which people sign in by cookie, by token and by API key, as a user would build it.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Idp = "https://login.example";

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, FakeTimeProvider clock) => (_app, Clock, Client) = (app, clock, app.GetTestClient());

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpClient Client { get; }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> StartAsync(
        IConsentStore? store = null, Action<ConsentActorOptions>? actors = null, Action<WebApplication>? map = null, Action<IServiceCollection>? services = null, Action<ConsentBuilder>? consent = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthentication("Cookies").AddCookie("Cookies")
            .AddScheme<AuthenticationSchemeOptions, Told>("Bearer", null).AddScheme<AuthenticationSchemeOptions, Told>("Keys", null).AddPolicyScheme("Either", null, o => o.ForwardDefault = "Cookies");
        builder.Services.AddAuthorization();
        builder.Services.AddAntiforgery();
        var tracking = builder.Services.AddConsentTracking(o => (o.TransientRetryDelay, o.Notices) = (TimeSpan.Zero, new([new("v1", clock.GetUtcNow())])))
            .UseStore("UseTestStore", _ => store ?? new InMemoryConsentStore())
            .AddConsentActors(actors ?? Usual).AddConsentApi();
        builder.Services.AddOpenApi();
        consent?.Invoke(tracking);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapPost("/sign-in", async (HttpContext http, string who, string? issuer, string? role) => await http.SignInAsync("Cookies", Principal(who, issuer ?? ClaimsIdentity.DefaultIssuer, role, "Cookies")));
        app.MapGet("/antiforgery", (HttpContext http, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(http).RequestToken);
        app.MapOpenApi();
        app.MapConsentApi("/consents");
        map?.Invoke(app);
        await app.StartAsync(Stop);
        return new(app, clock);
    }

    /// <summary>Contacts by cookie and by token of one identity provider; staff by token; programs by key.</summary>
    public static void Usual(ConsentActorOptions actors)
    {
        actors.Contact = new() { Scheme = "Cookies", Prefix = "" };
        actors.OtherContacts["app"] = new() { Scheme = "Bearer", Issuer = Idp, Prefix = "" };
        actors.Staff = new() { Scheme = "Bearer", Issuer = Idp };
        actors.Roles["care"] = ActorRole.Operator;
        actors.Roles["dpo"] = ActorRole.DataProtectionOfficer;
        actors.Roles["privacy"] = ActorRole.PrivacyManager;
        actors.ApiClients = new() { Scheme = "Keys" };
    }

    /// <summary>Asks as whoever has a token: <c>ada</c>, or <c>carl care</c> with roles.</summary>
    public async Task<HttpResponseMessage> AsAsync(string? who, HttpMethod method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (who is not null)
        {
            request.Headers.TryAddWithoutValidation(who.StartsWith("key:", StringComparison.Ordinal) ? "X-Api-Key" : "Authorization", who);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        }

        return await Client.SendAsync(request, Stop);
    }

    public Task<HttpResponseMessage> GetAsync(string? who, string path) => AsAsync(who, HttpMethod.Get, $"/consents/{path}");

    public Task<HttpResponseMessage> PostAsync(string? who, string path, string body, params (string Name, string Value)[] headers) => AsAsync(who, HttpMethod.Post, $"/consents/{path}", body, headers: headers);

    /// <summary>The status, and the JSON of the answer.</summary>
    public static async Task<(int Status, JsonElement Body)> ReadAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>The cookie of a sign-in in a browser.</summary>
    public async Task<(string Name, string Value)> CookieAsync(string who, string? issuer = null, string? role = null)
    {
        using var answer = await Client.PostAsync($"/sign-in?who={who}{(issuer is null ? "" : $"&issuer={issuer}")}{(role is null ? "" : $"&role={role}")}", null, Stop);
        return ("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static ClaimsPrincipal Principal(string who, string issuer, string? roles, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, who, null, issuer), .. (roles ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => new Claim(ClaimTypes.Role, r, null, issuer))], scheme));

    /// <summary>Takes a token at its word: the id, its roles, and after an @ another issuer.</summary>
    private sealed class Told(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var isKey = Scheme.Name == "Keys";
            if (Request.Headers[isKey ? "X-Api-Key" : "Authorization"].ToString() is not { Length: > 0 } token)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var (said, issuer) = token.Split('@') is [var first, var second] ? (first, second) : (token, isKey ? ClaimsIdentity.DefaultIssuer : Idp);
            var words = said.Split(' ', 2);
            return Task.FromResult(AuthenticateResult.Success(new(Principal(words[0], issuer, words.ElementAtOrDefault(1), Scheme.Name), Scheme.Name)));
        }
    }
}
