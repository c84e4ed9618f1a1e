using Consent.Hub.Pages;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Customers;

/// <summary>Recording a yes for a customer: with who said it, how, when, and why the operator writes it. Nothing is recorded where somebody changed the customer since the form was shown.</summary>
internal static class PermitForm
{
    public static async Task<IResult> AskAsync(HubRequest request, ContactId contact)
    {
        var query = request.Http.Request.Query;
        return PermitModel.ActOf(query["act"].ToString()) is { } act && TryNode(query["node"], out var node)
            ? Show(request, await ModelAsync(request, contact, act, node, HubForm.Empty).ConfigureAwait(false))
            : request.NotFound();
    }

    public static async Task<IResult> RecordAsync(HubRequest request, ContactId contact, HubForm form)
    {
        if (PermitModel.ActOf(form["act"]) is not { } act || !TryNode(form["node"], out var node) || !ContactRevision.TryParse(form["revision"], null, out var revision))
        {
            return request.Message("notOurs", StatusCodes.Status400BadRequest);
        }

        var model = await ModelAsync(request, contact, act, node, form).ConfigureAwait(false);
        if (ChangeOf(request, model, revision) is not { } change)
        {
            return Show(request, model, StatusCodes.Status422UnprocessableEntity);
        }

        var result = await request.Acting.ApplyAsync(change, request.Stop).ConfigureAwait(false);
        if (result.Has(ChangeCode.RevisionConflict))
        {
            model = await ModelAsync(request, contact, act, node, form).ConfigureAwait(false);
            return Show(request, model with { Conflicts = SeenFlags.Compare(form["seen"], model.Customer) }, StatusCodes.Status409Conflict);
        }

        if (result.Outcome == ChangeOutcome.Refused)
        {
            foreach (var code in result.Codes)
            {
                form.Flaw(FieldOf(code), request.Words.Of(code, request.Texts.Language).Means);
            }

            return Show(request, model, StatusCodes.Status422UnprocessableEntity);
        }

        var anchor = PurposePath.TryParse(form["at"], null, out var at) ? $"#{at.ToString().Replace('.', '-')}" : "";
        return request.SeeOther($"/customers/{model.Customer.Key}{Outcome.Query(result)}{anchor}");
    }

    private static IResult Show(HubRequest request, PermitModel model, int status = StatusCodes.Status200OK) =>
        request.Page<PermitPage>(request.Texts[$"permit.{model.Act}.title"], model, status);

    private static async Task<PermitModel> ModelAsync(HubRequest request, ContactId contact, PermitAct act, PurposePath node, HubForm form)
    {
        var rules = await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false);
        return new(await CustomerModel.ReadAsync(request, contact).ConfigureAwait(false), act, node, form, [.. rules.Notices.Notices.OrderByDescending(n => n.PublishedAt).Select(n => n.Version)], Today(request));
    }

    /// <summary>The change that the form says; <see langword="null"/>: something is wrong, and is told beside its field.</summary>
    private static ConsentChange? ChangeOf(HubRequest request, PermitModel model, ContactRevision revision)
    {
        var (form, texts) = (model.Form, request.Texts);
        // In the order of the fields: so the flaws are told.
        var evidence = model.AsksForProof ? EvidenceOf(form, model, texts) : Evidence.None;
        var notice = model.AsksForNotice ? form["notice"] : "";
        if (model.Act == PermitAct.Notice && notice.Length == 0)
        {
            form.Flaw("notice", texts["permit.notice.flaw"]);
        }

        if (notice.Length > NoticeAcceptance.MaxVersionLength)
        {
            form.Flaw("notice", texts["permit.notice.long"]);
        }

        var said = WhenOf(request, form);
        var reason = form.Required("reason", texts["permit.reason.flaw"]);
        if (form.Flaws.Count > 0 || said is not { } when)
        {
            return null;
        }

        var change = ConsentChange.For(model.Customer.Contact).From(ChangeSource.UserInterface).Because(reason).Expecting(revision);
        change = ChangeId.TryParse(form["change"], null, out var id) ? change.WithId(id) : change;
        change = notice.Length > 0 ? change.AcceptNotice(notice, when.Earliest) : change;
        return model.Act switch
        {
            PermitAct.Give => change.Give(model.Node, when, evidence!),
            PermitAct.Retract => change.RetractObjection(model.Node, when, evidence!),
            PermitAct.Lift => change.LiftRestriction(model.Node, when, evidence!),
            _ => change,
        };
    }

    private static Evidence? EvidenceOf(HubForm form, PermitModel model, Texts.HubTexts texts)
    {
        var method = form["method"];
        if (!model.Methods.Contains(method, StringComparer.Ordinal))
        {
            form.Flaw("method", texts["permit.method.flaw"]);
        }

        var reference = form.Required("reference", texts["permit.reference.flaw"]);
        if (reference.Length == 0)
        {
            return null;
        }

        return method switch
        {
            "paper" => Evidence.SignedPaper(reference),
            "call" => Evidence.RecordedCall(reference),
            "web" => Evidence.WebForm(reference),
            "controller" => Evidence.LiftedByController(form["reason"], reference),
            _ => null,
        };
    }

    /// <summary>Today is this moment: whoever is on the telephone says it now. Another day is that day, and counts from its beginning.</summary>
    private static Occurrence? WhenOf(HubRequest request, HubForm form)
    {
        var today = Today(request);
        if (form.Day("day") is not { } day || day > today)
        {
            form.Flaw("day", request.Texts["permit.day.flaw"]);
            return null;
        }

        return day == today ? Occurrence.At(request.Now) : request.Zone is { } zone ? Occurrence.On(day, zone) : Occurrence.On(day);
    }

    private static DateOnly Today(HubRequest request)
    {
        var now = request.Now.ToDateTimeOffset();
        return DateOnly.FromDateTime((request.Zone is { } zone ? TimeZoneInfo.ConvertTime(now, zone) : now).DateTime);
    }

    private static string FieldOf(ChangeCode code) => code switch
    {
        ChangeCode.ReasonRequired or ChangeCode.LiftNotNotified => "reason",
        ChangeCode.EvidenceRequired => "reference",
        ChangeCode.OccurredInFuture or ChangeCode.OccurredImplausible => "day",
        _ => "method",
    };

    private static bool TryNode(string? text, out PurposePath node)
    {
        var isNode = PurposePath.TryParse(text, null, out var found);
        node = found ?? PurposePath.All;
        return isNode || string.IsNullOrEmpty(text);
    }
}
