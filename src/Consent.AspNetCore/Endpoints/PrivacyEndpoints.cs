using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>What the privacy manager does.</summary>
internal static class PrivacyEndpoints
{
    public static async Task<IResult> EraseAsync(string contact, ConsentActor actor, HttpContext http, ConsentPrivacy privacy)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.ErasureBody).ConfigureAwait(false);
        SubjectRequestNumber? answers = body.Answers is null ? null
            : SubjectRequestNumber.TryParse(body.Answers, null, out var number) ? number : throw new JsonException("$.answers: it is no number of a request: 32 hexadecimal digits.", "$.answers", null, null);
        var request = new ErasureRequest(named, Filled(body.Ground, "$.ground")) { Keeps = body.Keeps, Answers = answers };

        // What was begun is ended: an erasure that stops in the middle bars the id.
        var outcome = await privacy.As(actor.Actor).EraseAsync(request, CancellationToken.None).ConfigureAwait(false);
        var name = outcome switch
        {
            ErasureOutcome.Erased => "ERASED",
            ErasureOutcome.ErasedNeverContact => "ERASED_NEVER_CONTACT",
            ErasureOutcome.NothingOnRecord => "NOTHING_ON_RECORD",
            ErasureOutcome.Forgotten => "FORGOTTEN",
            _ => "HELD",
        };
        return outcome == ErasureOutcome.Held
            ? ConsentProblems.Of(StatusCodes.Status409Conflict, name, "A legal hold keeps the person's record: nothing was erased. Release the hold first.")
            : TypedResults.Json(new OutcomeAnswer(name), ConsentApiJson.Default.OutcomeAnswer);
    }

    public static async Task<IResult> RectifyAsync(string contact, ConsentActor actor, HttpContext http, ConsentPrivacy privacy)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.RectificationBody).ConfigureAwait(false);
        var outcome = await privacy.As(actor.Actor).RectifyAsync(Read(named, body), http.RequestAborted).ConfigureAwait(false);
        return outcome switch
        {
            RectificationOutcome.Rectified => TypedResults.Json(new OutcomeAnswer("RECTIFIED"), ConsentApiJson.Default.OutcomeAnswer, statusCode: StatusCodes.Status201Created),
            RectificationOutcome.AlreadyRectified => TypedResults.Json(new OutcomeAnswer("ALREADY_RECTIFIED"), ConsentApiJson.Default.OutcomeAnswer),
            RectificationOutcome.NotOnRecord => ConsentProblems.Of(StatusCodes.Status422UnprocessableEntity, "NOT_ON_RECORD", "No change or link of this contact is on record under that id or at that place."),
            _ => ConsentProblems.Of(StatusCodes.Status409Conflict, "ERASURE_IN_PROGRESS", "The contact is being erased."),
        };
    }

    /// <summary>Nothing of the person is erased until it is released (GDPR art. 17(3)(e)).</summary>
    public static async Task<IResult> HoldAsync(string contact, ConsentActor actor, HttpContext http, ConsentPrivacy privacy)
    {
        var (named, reason) = await HeldAsync(contact, actor, http).ConfigureAwait(false);
        return await privacy.As(actor.Actor).HoldAsync(named, reason, http.RequestAborted).ConfigureAwait(false)
            ? TypedResults.Json(new OutcomeAnswer("HELD"), ConsentApiJson.Default.OutcomeAnswer, statusCode: StatusCodes.Status201Created)
            : TypedResults.Json(new OutcomeAnswer("HELD_BEFORE_OR_NOTHING_ON_RECORD"), ConsentApiJson.Default.OutcomeAnswer);
    }

    public static async Task<IResult> ReleaseAsync(string contact, ConsentActor actor, HttpContext http, ConsentPrivacy privacy)
    {
        var (named, reason) = await HeldAsync(contact, actor, http).ConfigureAwait(false);
        return await privacy.As(actor.Actor).ReleaseHoldAsync(named, reason, http.RequestAborted).ConfigureAwait(false)
            ? TypedResults.Json(new OutcomeAnswer("RELEASED"), ConsentApiJson.Default.OutcomeAnswer)
            : ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_HOLD", "There is no hold for this reason.");
    }

    /// <summary>Folds an altered record anew from the log.</summary>
    public static async Task<IResult> RebuildAsync(string contact, ConsentActor actor, HttpContext http, ConsentPrivacy privacy)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        return await privacy.As(actor.Actor).RebuildAsync(named, http.RequestAborted).ConfigureAwait(false) switch
        {
            RebuildOutcome.Rebuilt => TypedResults.Json(new OutcomeAnswer("REBUILT"), ConsentApiJson.Default.OutcomeAnswer),
            RebuildOutcome.NotAltered => TypedResults.Json(new OutcomeAnswer("NOT_ALTERED"), ConsentApiJson.Default.OutcomeAnswer),
            RebuildOutcome.NotInLog => ConsentProblems.Of(StatusCodes.Status422UnprocessableEntity, "NOT_IN_LOG", "The log says nothing that it could be folded from."),
            _ => ConsentProblems.Of(StatusCodes.Status503ServiceUnavailable, "LOG_FLAWED", "More is wrong than the record: bring back the last backup that verifies, and recover."),
        };
    }

    private static async ValueTask<(ContactId Contact, string Reason)> HeldAsync(string contact, ConsentActor actor, HttpContext http)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        return (named, Filled((await RequestBody.ReadAsync(http, ConsentApiJson.Default.HoldBody).ConfigureAwait(false)).Reason, "$.reason"));
    }

    private static Rectification Read(ContactId contact, RectificationBody body)
    {
        var (ground, reference) = (Filled(body.Ground, "$.ground"), Filled(body.Reference, "$.reference"));
        return body switch
        {
            { Change: { IsDefault: false } change, Index: null } => Rectification.OfChange(contact, change, ground, reference),
            { Change: null, Index: >= 0 and { } index } => Rectification.OfEntry(contact, index, ground, reference),
            _ => throw new JsonException("$: exactly one of change and index is wanted.", "$", null, null),
        };
    }

    private static string Filled(string text, string path) => !string.IsNullOrWhiteSpace(text) && text.Length <= Evidence.MaxTextLength && !text.Contains('\0', StringComparison.Ordinal)
        ? text
        : throw new JsonException($"{path}: 1 to {Evidence.MaxTextLength} characters are wanted.", path, null, null);
}
