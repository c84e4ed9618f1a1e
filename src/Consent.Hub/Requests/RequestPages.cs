using System.Collections.Immutable;
using Consent.Hub.Pages;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Requests;

/// <summary>The register of people's requests: what is open, until when, and what was answered.</summary>
internal static class RequestPages
{
    public static void Map(HubAnswer answer)
    {
        answer.Get("/requests", HubAreas.Requests, ListAsync);
        answer.Get("/requests/{number}", HubAreas.Requests, request => OfAsync(request, number => ShowAsync(request, number, HubForm.Empty)));
        answer.Post("/requests/{number}", HubAreas.Requests, (request, form) => OfAsync(request, number => SayAsync(request, number, form)));
        answer.Post("/requests/{number}/contact", HubAreas.Requests, (request, _) => OfAsync(request, number => WhoseAsync(request, number)));
    }

    private static async Task<IResult> ListAsync(HubRequest request)
    {
        var open = ImmutableArray.CreateBuilder<SubjectRequest>();
        await foreach (var due in request.Acting.Requests.DueAsync(Timestamp.MaxValue, request.Stop).ConfigureAwait(false))
        {
            open.Add(due);
        }

        return request.Page<RequestsPage>(request.Texts["area.requests"], new RequestsModel(open.ToImmutable(), request.Now));
    }

    private static Task<IResult> OfAsync(HubRequest request, Func<SubjectRequestNumber, Task<IResult>> answer) =>
        SubjectRequestNumber.TryParse(request.Http.Request.RouteValues["number"] as string, null, out var number) ? answer(number) : Task.FromResult(request.NotFound());

    private static async Task<IResult> ShowAsync(HubRequest request, SubjectRequestNumber number, HubForm form, int status = StatusCodes.Status200OK) =>
        await request.Acting.Requests.FindAsync(number, request.Stop).ConfigureAwait(false) is { } found
            ? request.Page<RequestPage>(request.Texts[$"request.{found.Kind}"], new RequestModel(found, form, request.Now), status)
            : request.NotFound();

    private static async Task<IResult> SayAsync(HubRequest request, SubjectRequestNumber number, HubForm form)
    {
        var requests = request.Acting.Requests;
        SubjectRequestResult? result = null;
        switch (form["act"])
        {
            case "answer":
                result = await requests.AnswerAsync(number, cancellationToken: request.Stop).ConfigureAwait(false);
                break;
            case "refuse" when Enum.TryParse<SubjectRequestRefusal>(form["refusal"], out var refusal) && Enum.IsDefined(refusal):
                result = await requests.RefuseAsync(number, refusal, form["reason"] is { Length: > 0 } why ? why : null, cancellationToken: request.Stop).ConfigureAwait(false);
                break;
            case "extend" when form.Required("extension", request.Texts["permit.reason.flaw"]) is { Length: > 0 } reason:
                result = await requests.ExtendAsync(number, reason, cancellationToken: request.Stop).ConfigureAwait(false);
                break;
            case "extend":
                break;
            default:
                return request.Message("notOurs", StatusCodes.Status400BadRequest);
        }

        if (result is { Outcome: SubjectRequestOutcome.Recorded or SubjectRequestOutcome.Repeated })
        {
            return request.SeeOther($"/requests/{number}");
        }

        if (result is not null)
        {
            form.Flaw("extension", request.Texts[$"requestOutcome.{result.Outcome}"]);
        }

        return await ShowAsync(request, number, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
    }

    /// <summary>By a form, since looking is recorded: nobody looks by following a link.</summary>
    private static async Task<IResult> WhoseAsync(HubRequest request, SubjectRequestNumber number) =>
        await request.Acting.Requests.ContactOfAsync(number, request.Stop).ConfigureAwait(false) is { } contact
            ? request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}")
            : request.Message("nobody", StatusCodes.Status404NotFound);
}

/// <summary>The open requests, the earliest due first.</summary>
internal sealed record RequestsModel(ImmutableArray<SubjectRequest> Open, Timestamp Now);

/// <summary>One request.</summary>
internal sealed record RequestModel(SubjectRequest Request, HubForm Form, Timestamp Now);
