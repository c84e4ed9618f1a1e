using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Consent.AspNetCore;

/// <summary>The register of persons' requests (GDPR art. 15-22).</summary>
internal static class RequestEndpoints
{
    public static async Task<IResult> FileAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await FileAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false)).ConfigureAwait(false);

    public static async Task<IResult> FileOwnAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await FileAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false)).ConfigureAwait(false);

    public static async Task<IResult> OfAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await OfAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false)).ConfigureAwait(false);

    public static async Task<IResult> OwnAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await OfAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>All that are open, the earliest due first.</summary>
    public static Task<IResult> DueAsync(ConsentActor actor, ConsentTracker tracker, CancellationToken cancellationToken) =>
        JsonLines.StartAsync(tracker.As(actor.Actor).Requests.DueAsync(Timestamp.MaxValue, cancellationToken), request => request, ConsentApiJson.Default.SubjectRequest, cancellationToken);

    public static async Task<IResult> FindAsync(string number, ConsentActor actor, ConsentTracker tracker, CancellationToken cancellationToken) =>
        await tracker.As(actor.Actor).Requests.FindAsync(Number(number), cancellationToken).ConfigureAwait(false) is { } request ? TypedResults.Json(request, ConsentApiJson.Default.SubjectRequest) : NotOnRecord();

    public static async Task<IResult> ExtendAsync(string number, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.RequestWordBody).ConfigureAwait(false);
        var reason = string.IsNullOrWhiteSpace(body.Reason) ? throw new JsonException("$.reason: an extension needs one.", "$.reason", null, null) : body.Reason;
        return Answer(await tracker.As(actor.Actor).Requests.ExtendAsync(Number(number), reason, body.At, http.RequestAborted).ConfigureAwait(false), []);
    }

    public static async Task<IResult> AnswerAsync(string number, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.RequestWordBody).ConfigureAwait(false);
        return Answer(await tracker.As(actor.Actor).Requests.AnswerAsync(Number(number), body.At, http.RequestAborted).ConfigureAwait(false), []);
    }

    public static async Task<IResult> RefuseAsync(string number, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.RequestWordBody).ConfigureAwait(false);
        var refusal = body.Refusal ?? throw new JsonException("$.refusal: a refusal needs its reason in law.", "$.refusal", null, null);
        return Answer(await tracker.As(actor.Actor).Requests.RefuseAsync(Number(number), refusal, body.Reason, body.At, http.RequestAborted).ConfigureAwait(false), []);
    }

    private static async Task<IResult> FileAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, ContactId contact)
    {
        var sent = SentRequest.Read(await RequestBody.ReadAsync(http).ConfigureAwait(false));
        var receivedAt = actor.Actor.Own == contact ? null : sent.ReceivedAt;
        var id = SentChange.IdOf(http, actor, contact);

        // Who hangs up has asked all the same.
        var result = await tracker.As(actor.Actor).Requests.FileAsync(contact, sent.Kind, receivedAt, id, sent.Nodes.Count == 0 ? null : sent.Nodes, CancellationToken.None).ConfigureAwait(false);
        return Answer(result, sent.Flaws);
    }

    private static async Task<IResult> OfAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, ContactId contact) =>
        TypedResults.Json(await tracker.As(actor.Actor).Requests.OfAsync(contact, http.RequestAborted).ConfigureAwait(false), ConsentApiJson.Default.IReadOnlyListSubjectRequest);

    private static IResult Answer(SubjectRequestResult result, IReadOnlyList<FlawAnswer> flaws) => result switch
    {
        { Outcome: SubjectRequestOutcome.Recorded, Request: { } made } => TypedResults.Json(new RequestAnswer("RECORDED", made, result.Change, flaws), ConsentApiJson.Default.RequestAnswer, statusCode: StatusCodes.Status201Created),
        { Outcome: SubjectRequestOutcome.Repeated, Request: { } made } => TypedResults.Json(new RequestAnswer("REPEATED", made, result.Change, flaws), ConsentApiJson.Default.RequestAnswer),
        { Outcome: SubjectRequestOutcome.AlreadyAnswered } => Refused("ALREADY_ANSWERED", "The request was answered or refused before: nothing follows an answer."),
        { Outcome: SubjectRequestOutcome.AlreadyExtended } => Refused("ALREADY_EXTENDED", "The request was extended before: once is all there is (GDPR art. 12(3))."),
        { Outcome: SubjectRequestOutcome.FirstMonthIsOver } => Refused("FIRST_MONTH_IS_OVER", "The first month is over: no extension any more (GDPR art. 12(3))."),
        { Outcome: SubjectRequestOutcome.BeforeReceipt } => Refused("BEFORE_RECEIPT", "It is dated before the request was received."),
        _ => NotOnRecord(),
    };

    private static ProblemHttpResult Refused(string code, string detail) => ConsentProblems.Of(StatusCodes.Status422UnprocessableEntity, code, detail);

    private static ProblemHttpResult NotOnRecord() => ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_REQUEST", "No request has this number.");

    private static SubjectRequestNumber Number(string text) => SubjectRequestNumber.TryParse(text, null, out var number)
        ? number
        : throw new RefusedRequestException(ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_REQUEST", "No request has this number: it has 32 hexadecimal digits."));
}
