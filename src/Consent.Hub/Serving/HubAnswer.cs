using Consent.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub;

/// <summary>What all pages have in common: who may enter, that a form is ours, and what is said when something is the matter.</summary>
internal sealed class HubAnswer(IEndpointRouteBuilder endpoints, HubSite site, string prefix)
{
    private const int LongestForm = 256 * 1024;

    public void Get(string path, HubArea area, Func<HubRequest, Task<IResult>> show)
    {
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], http => AnswerAsync(http, area, Show)).WithDisplayName($"Consent pages: {path}");

        Task<IResult> Show(HubRequest request, HubForm form) => show(request);
    }

    /// <summary>What anybody may ask for: nobody needs be signed in, and nothing is changed.</summary>
    public void Open(string path, Func<HubRequest, Task<IResult>> show) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], http => OpenAsync(http, show)).AllowAnonymous().WithDisplayName($"Consent pages: {path}");

    /// <summary>A form. It is read, and looked at whether it is one of ours, before anything is done.</summary>
    public void Post(string path, HubArea area, Func<HubRequest, HubForm, Task<IResult>> act) =>
        endpoints.MapPost(path, http => AnswerAsync(http, area, act)).DisableAntiforgery().WithDisplayName($"Consent form: {path}");

    private async Task OpenAsync(HttpContext http, Func<HubRequest, Task<IResult>> show)
    {
        var request = new HubRequest(http, site, prefix, null);
        try
        {
            await (await show(request).ConfigureAwait(false)).ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (ConsentStoreException) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "60";
            await request.Message("trouble", StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext http, HubArea area, Func<HubRequest, HubForm, Task<IResult>> answer)
    {
        if (await HubActors.FindAsync(http, site).ConfigureAwait(false) is not { } actor)
        {
            await http.ChallengeAsync().ConfigureAwait(false);
            return;
        }

        var request = new HubRequest(http, site, prefix, actor);
        try
        {
            var result = area.Roles.Any(actor.Roles.Contains) ? await AnswerAsync(request, answer).ConfigureAwait(false) : request.Message("denied", StatusCodes.Status403Forbidden);
            await result.ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (ConsentAccessDeniedException) when (!http.Response.HasStarted)
        {
            await request.Message("denied", StatusCodes.Status403Forbidden).ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (ConsentStoreException) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "60";
            await request.Message("trouble", StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> AnswerAsync(HubRequest request, Func<HubRequest, HubForm, Task<IResult>> answer)
    {
        if (!HttpMethods.IsPost(request.Http.Request.Method))
        {
            return await answer(request, HubForm.Empty).ConfigureAwait(false);
        }

        return await ReadAsync(request.Http).ConfigureAwait(false) is { } form
            ? await answer(request, form).ConfigureAwait(false)
            : request.Message("notOurs", StatusCodes.Status400BadRequest);
    }

    /// <summary>The form that was sent; <see langword="null"/>: it is none of ours, too long, or cut on the way.</summary>
    private static async Task<HubForm?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > LongestForm)
        {
            return null;
        }

        try
        {
            var fields = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http).ConfigureAwait(false);
            return new(fields);
        }
        catch (Exception wrong) when (wrong is AntiforgeryValidationException or InvalidDataException or IOException)
        {
            return null;
        }
    }
}
