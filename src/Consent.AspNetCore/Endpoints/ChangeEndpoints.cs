using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Consent.AspNetCore;

/// <summary>Changes of one contact. Whatever is wrong around a no, it is recorded.</summary>
internal static class ChangeEndpoints
{
    /// <summary>A change of the contact whom the URL names.</summary>
    public static async Task<IResult> ApplyAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await ApplyAsync(http, actor, tracker, await RouteContact.FindAsync(http, actor, contact).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>A change of the contact who is signed in.</summary>
    public static async Task<IResult> ApplyOwnAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await ApplyAsync(http, actor, tracker, await RouteContact.FindAsync(http, actor, null).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>A change of the contact whom the body names.</summary>
    public static Task<IResult> ApplyNamedAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker) => ApplyAsync(http, actor, tracker, default);

    /// <summary>What a change would do now; nothing is recorded.</summary>
    public static async Task<IResult> PreviewAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var sent = await SentChange.ReadAsync(http, actor, named).ConfigureAwait(false);
        var result = await tracker.As(actor.Actor).PreviewAsync(sent.Change, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Json(Answer(http, result, sent.Flaws, sent.RefusedStatements), ConsentApiJson.Default.ChangeAnswer);
    }

    /// <summary>A form of the contact whom the URL names.</summary>
    public static async Task<IResult> FormAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker, TimeProvider time) =>
        await FormAsync(http, actor, tracker, await RouteContact.FindAsync(http, actor, contact).ConfigureAwait(false), time).ConfigureAwait(false);

    /// <summary>A form of the contact who is signed in.</summary>
    public static async Task<IResult> OwnFormAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker, TimeProvider time) =>
        await FormAsync(http, actor, tracker, await RouteContact.FindAsync(http, actor, null).ConfigureAwait(false), time).ConfigureAwait(false);

    private static async Task<IResult> FormAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, RouteContact named, TimeProvider time)
    {
        var form = SentForm.Read(await RequestBody.ReadAsync(http).ConfigureAwait(false));
        var change = SentChange.Of(http, actor, named.Contact, form, time.GetUtcNow());
        return await ApplyAsync(http, actor, tracker, named, new(change, form.Flaws, form.RefusedStatements)).ConfigureAwait(false);
    }

    private static async Task<IResult> ApplyAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, RouteContact named) =>
        await ApplyAsync(http, actor, tracker, named, await SentChange.ReadAsync(http, actor, named.Contact).ConfigureAwait(false)).ConfigureAwait(false);

    private static async Task<IResult> ApplyAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, RouteContact named, SentChange sent)
    {
        sent = named.IsAddress ? sent.Noes("$: an e-mail address or phone number in a URL names nobody but for a no.") ?? throw RouteContact.AddressInUrl() : sent;

        // Who hangs up has said it all the same.
        var result = await tracker.As(actor.Actor).ApplyAsync(sent.Change, CancellationToken.None).ConfigureAwait(false);
        return Answered(http, result, sent.Flaws, sent.RefusedStatements);
    }

    /// <summary>The answer with its status: whether anything was recorded.</summary>
    public static IResult Answered(HttpContext http, ChangeResult result, IReadOnlyList<JsonFlaw> flaws, int refusedStatements)
    {
        var answer = Answer(http, result, flaws, refusedStatements);
        return result.Outcome switch
        {
            ChangeOutcome.Recorded => TypedResults.Json(answer, ConsentApiJson.Default.ChangeAnswer, statusCode: StatusCodes.Status201Created),
            ChangeOutcome.Repeated or ChangeOutcome.Unchanged => TypedResults.Json(answer, ConsentApiJson.Default.ChangeAnswer),
            _ => Refused(http, result, answer),
        };
    }

    private static ChangeAnswer Answer(HttpContext http, ChangeResult result, IReadOnlyList<JsonFlaw> flaws, int refusedStatements) => new(
        result.IsFullyInForce && flaws.Count == 0, result, [.. flaws.Select(f => new FlawAnswer(f.Path, f.What))], refusedStatements, SpokenWords.Of(http, result.Codes));

    /// <summary>Nothing at all was recorded (RFC 9110, 15.5.13: a 412 has had no effect).</summary>
    private static ProblemHttpResult Refused(HttpContext http, ChangeResult result, ChangeAnswer answer)
    {
        var code = result.Code ?? result.Codes.Cast<ChangeCode?>().FirstOrDefault();
        var status = code switch
        {
            ChangeCode.RevisionConflict => StatusCodes.Status412PreconditionFailed,
            ChangeCode.ChangeIdReused => StatusCodes.Status409Conflict,
            ChangeCode.ErasureInProgress => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        var name = code is { } told ? ChangeTable.NameOf(told) : "NOTHING_SAID";
        var words = answer.Words.TryGetValue(name, out var means) ? $"{means.Means} {means.WhatToDo}" : "The change says nothing.";
        return ConsentProblems.Of(status, name, words, new KeyValuePair<string, object?>("answer", JsonSerializer.SerializeToElement(answer, ConsentApiJson.Default.ChangeAnswer)));
    }
}
