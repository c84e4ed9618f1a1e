using Consent.Hub.Pages;
using Consent.Hub.Texts;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.Hub;

/// <summary>One request for a page: who asks, in which language, and what they may reach.</summary>
internal sealed class HubRequest(HttpContext http, HubSite site, string prefix, Actor? actor)
{
    public const string LanguageCookie = "consent-hub-language";

    public HttpContext Http => http;

    public HubSite Site => site;

    public string Root { get; } = $"{http.Request.PathBase}{prefix}";

    public Actor Actor => actor!;

    public ConsentTracker Tracker { get; } = http.RequestServices.GetRequiredService<ConsentTracker>();

    public ActingTracker Acting => Tracker.As(Actor);

    public HubTexts Texts { get; } = HubTexts.Find(http.Request.Cookies[LanguageCookie]) ?? HubTexts.For(http.Request.Headers.AcceptLanguage);

    public ConsentWords Words { get; } = http.RequestServices.GetService<ConsentWords>() ?? ConsentWords.Default;

    public ConsentHubOptions Options { get; } = http.RequestServices.GetRequiredService<IOptions<ConsentHubOptions>>().Value;

    public TimeZoneInfo? Zone { get; } = http.RequestServices.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value.TimeZone;

    public HubKeys Keys { get; } = http.RequestServices.GetRequiredService<HubKeys>();

    public Timestamp Now { get; } = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Stops what is only looked at; what somebody said is recorded though they hang up.</summary>
    public CancellationToken Stop => HttpMethods.IsPost(http.Request.Method) ? CancellationToken.None : http.RequestAborted;

    public IResult Page<TPage>(string title, object? model = null, int status = StatusCodes.Status200OK)
    {
        var here = $"{http.Request.PathBase}{http.Request.Path}";
        var view = new HubView(Texts, Words, Options, site, Root, here, title, model, Zone)
        {
            Links = actor is null ? [] : [.. HubAreas.Of(site).Where(a => a.Roles.Any(actor.Roles.Contains)).Select(a => new HubLink($"{Root}/{a.Path}", Texts[$"area.{a.Path}"], here.StartsWith($"{Root}/{a.Path}", StringComparison.Ordinal)))],
            IsSignedIn = actor is { ByLink: null },
            KeyOf = Keys.KeyOf,
        };
        return new HubResult(typeof(TPage), view, status);
    }

    /// <summary>A page that says what is the matter.</summary>
    public IResult Message(string key, int status) => Page<MessagePage>(Texts[$"{key}.title"], Texts[$"{key}.text"], status);

    public IResult NotFound() => Message("notFound", StatusCodes.Status404NotFound);

    /// <summary>After a form: look at the page anew, by a request that may be repeated.</summary>
    public IResult SeeOther(string path)
    {
        HubResult.Protect(http.Response);
        http.Response.Headers.Location = $"{Root}{path}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
