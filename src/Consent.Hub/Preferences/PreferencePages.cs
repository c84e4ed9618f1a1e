using System.Text;
using Consent.Hub.Customers;
using Consent.Hub.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Preferences;

/// <summary>The preference centre: a person, and their own choices. Each button is one act; no box stands ticked, so nothing that was not asked is said.</summary>
internal static class PreferencePages
{
    private static readonly TimeSpan s_pause = TimeSpan.FromDays(30);

    public static void Map(HubAnswer answer)
    {
        answer.Open("/link", request => request.Http.RequestServices.GetRequiredService<LinkVisits>().FollowAsync(request.Http, request.Root, request.Message));
        answer.Get("", HubAreas.Preferences, ShowAsync);
        answer.Post("/say", HubAreas.Preferences, SayAsync);
        answer.Post("/data", HubAreas.Preferences, ExportAsync);
        answer.Post("/receipt", HubAreas.Preferences, ReceiptAsync);
        answer.Post("/requests", HubAreas.Preferences, FileAsync);
    }

    private static async Task<IResult> ShowAsync(HubRequest request) =>
        request.Page<PreferencesPage>(request.Texts["name.preferences"], await PreferencesModel.ReadAsync(request).ConfigureAwait(false));

    private static async Task<IResult> SayAsync(HubRequest request, HubForm form)
    {
        var node = form["node"];
        var change = ConsentChange.For(request.Actor.Own).From(ChangeSource.SelfService);
        var shown = Evidence.WebForm(Address(request)) with { IsConfirmed = request.Actor.ByLink?.MayGive ?? request.Options.SignInConfirms };
        var said = node.Length == 0 ? null : form["act"] switch
        {
            // A no is recorded of whatever is named, and dated when it comes: sent again it is said again.
            "withdraw" => change.Withdraw(node, evidence: shown),
            "object" => change.Object(node, evidence: shown),
            "restrict" => change.Restrict(node, evidence: shown),
            _ => PurposePath.TryParse(node, null, out var purpose) ? await PermissiveAsync(request, form, change, purpose, shown).ConfigureAwait(false) : null,
        };
        if (said is null)
        {
            return request.Message("notOurs", StatusCodes.Status400BadRequest);
        }

        var result = await request.Acting.ApplyAsync(said, request.Stop).ConfigureAwait(false);
        return request.SeeOther($"{Outcome.Query(result)}#{(PurposePath.TryParse(form["at"], null, out var at) ? at.ToString().Replace('.', '-') : "main")}");
    }

    private static async Task<ConsentChange?> PermissiveAsync(HubRequest request, HubForm form, ConsentChange change, PurposePath purpose, Evidence shown)
    {
        var now = request.Now;
        switch (form["act"])
        {
            case "pause":
                return change.Pause(purpose, now.Plus(s_pause), shown);
            case "retract":
                return change.RetractObjection(purpose, now, shown);
            case "lift":
                return change.LiftRestriction(purpose, now, shown);
            case "give" or "return":
                var notice = PreferencesModel.NoticeOf(await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false), now);
                var evidence = shown with { TextSha256 = Sha256Digest.OfText(Question(request.Texts, request.Words, purpose, notice)) };
                change = notice is null ? change : change.AcceptNotice(notice, now, request.Texts.Language);
                return form["act"] is "give" ? change.Give(purpose, now, evidence) : change.GiveAnew(purpose, now, evidence);
            default:
                return null;
        }
    }

    /// <summary>What a person agrees to, word by word: its digest is kept as evidence of what was shown.</summary>
    public static string Question(Texts.HubTexts texts, ConsentWords words, PurposePath purpose, string? notice)
    {
        var name = words.Of(purpose, texts.Language);
        return notice is null ? texts.Fill("pref.question", ("purpose", name)) : texts.Fill("pref.question.notice", ("purpose", name), ("notice", notice));
    }

    private static async Task<IResult> ExportAsync(HubRequest request, HubForm form)
    {
        var export = await request.Acting.ExportAsync(request.Actor.Own, request.Stop).ConfigureAwait(false);
        return form["as"] is "page" ? File(request, export.ToHtml(), "text/html", "my-consents.html") : File(request, export.ToJson(), "application/json", "my-consents.json");
    }

    private static async Task<IResult> ReceiptAsync(HubRequest request, HubForm form) =>
        ChangeId.TryParse(form["change"], null, out var change) && await request.Acting.ReceiptAsync(request.Actor.Own, change, request.Stop).ConfigureAwait(false) is { } receipt
            ? File(request, receipt.ToFile(), "text/plain", "receipt.tlog-proof")
            : request.NotFound();

    private static async Task<IResult> FileAsync(HubRequest request, HubForm form)
    {
        if (!Enum.TryParse<SubjectRequestKind>(form["kind"], out var kind) || !Enum.IsDefined(kind) || kind == SubjectRequestKind.Unknown)
        {
            return request.Message("notOurs", StatusCodes.Status400BadRequest);
        }

        var id = ChangeId.TryParse(form["change"], null, out var sent) ? sent : (ChangeId?)null;
        _ = await request.Acting.Requests.FileAsync(request.Actor.Own, kind, id: id, cancellationToken: request.Stop).ConfigureAwait(false);
        return request.SeeOther("?filed#requests");
    }

    private static FileContentHttpResult File(HubRequest request, string content, string type, string name)
    {
        HubResult.Protect(request.Http.Response);
        return TypedResults.File(Encoding.UTF8.GetBytes(content), $"{type}; charset=utf-8", name);
    }

    private static string Address(HubRequest request) => request.Options.FormAddress ?? request.Root;
}
