using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Consent.Hub.Sample;

/// <summary>Links that sign somebody in, once, for a demonstration on one's own machine. A host has a sign-in of its own instead.</summary>
internal sealed class DemoSignIns
{
    private readonly ConcurrentDictionary<string, (string Id, string? Role, string Page)> _unused = new(StringComparer.Ordinal);

    public string Add(string id, string? role, string page)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _unused[token] = (id, role, page);
        return $"/sign-in/{token}";
    }

    public bool Knows(string token) => _unused.ContainsKey(token);

    public (string Id, string? Role, string Page)? Use(string token) => _unused.TryRemove(token, out var somebody) ? somebody : null;
}

internal static class DemoSignInEndpoints
{
    public static void MapDemoSignIns(this WebApplication app)
    {
        app.MapGet("/", () => Page("Sign in", "<p>Open one of the links that the program printed. Each signs in once; start the program anew for others.</p>"));

        // Looking at a link uses nothing up: browsers fetch links before anybody clicks.
        app.MapGet("/sign-in/{token}", (string token, DemoSignIns signIns) => signIns.Knows(token)
            ? Page("Sign in", "<form method=\"post\"><button>Sign in</button></form>")
            : Page("This link was used", "<p>Start the program anew for others.</p>"));
        app.MapPost("/sign-in/{token}", async (string token, DemoSignIns signIns, HttpContext http) =>
        {
            if (signIns.Use(token) is not { } somebody)
            {
                return Results.NotFound();
            }

            Claim[] claims = [new(ClaimTypes.NameIdentifier, somebody.Id), .. somebody.Role is { } role ? [new Claim(ClaimTypes.Role, role)] : Array.Empty<Claim>()];
            await http.SignInAsync(new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
            return Results.LocalRedirect(somebody.Page);
        }).DisableAntiforgery();
        app.MapPost("/sign-out", async (HttpContext http, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) =>
        {
            if (await antiforgery.IsRequestValidAsync(http))
            {
                await http.SignOutAsync();
            }

            return Results.LocalRedirect("/");
        });
    }

    public static void PrintDemoSignIns(this WebApplication app)
    {
        var signIns = app.Services.GetRequiredService<DemoSignIns>();
        var origin = app.Urls.First();
        (string Who, string Path)[] all =
        [
            ("operator", signIns.Add("operator-7", "operator", "/hub/customers")),
            ("data protection officer", signIns.Add("dpo-1", "dpo", "/hub/register")),
            ("privacy manager", signIns.Add("privacy-1", "privacy", "/hub/requests")),
            ("a contact", signIns.Add(SampleCustomers.Somebody.Value, null, "/preferences")),
        ];
        Console.WriteLine($"The pages are at {origin}/hub. Sign in, each link once, each role in a browser window of its own:");
        foreach (var (who, path) in all)
        {
            Console.WriteLine($"  {who,-24} {origin}{path}");
        }
    }

    private static IResult Page(string title, string content) =>
        Results.Content($"<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><main><h1>{WebUtility.HtmlEncode(title)}</h1>{content}</main></html>", "text/html; charset=utf-8");
}
