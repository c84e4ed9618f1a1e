using System.Collections.Immutable;
using Consent.Hub.Customers;
using Consent.Hub.Pages;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Privacy;

/// <summary>Erasing one customer, and holding one for a legal claim. One at a time: lists are for programs.</summary>
internal static class PrivacyPages
{
    public static void Map(HubAnswer answer)
    {
        answer.Get("/customers/{key}/privacy", HubAreas.Privacy, request => CustomerPages.OfAsync(request, (r, contact) => ShowAsync(r, contact, HubForm.Empty)));
        answer.Post("/customers/{key}/hold", HubAreas.Privacy, (request, form) => CustomerPages.OfAsync(request, (r, contact) => HoldAsync(r, contact, form)));
        answer.Post("/customers/{key}/erasure", HubAreas.Privacy, (request, form) => CustomerPages.OfAsync(request, (r, contact) => EraseAsync(r, contact, form)));
    }

    private static async Task<IResult> ShowAsync(HubRequest request, ContactId contact, HubForm form, int status = StatusCodes.Status200OK)
    {
        var rules = await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false);
        var asked = await request.Acting.Requests.OfAsync(contact, request.Stop).ConfigureAwait(false);
        return request.Page<PrivacyPage>(request.Texts["privacy.title"], new PrivacyModel(contact, request.Keys.KeyOf(contact), form)
        {
            MayErase = rules.Access.Check(request.Actor, Permission.Administer, contact) == AccessVerdict.Allowed,
            Open = [.. asked.Where(r => r is { State: SubjectRequestState.Open, Kind: SubjectRequestKind.Erasure })],
            Told = HoldsOf(request.Http.Request.Query["done"].ToString()),
        }, status);

        static string? HoldsOf(string done) => done is "held" or "released" or "unchanged" ? done : null;
    }

    private static async Task<IResult> HoldAsync(HubRequest request, ContactId contact, HubForm form)
    {
        var reason = form.Required("hold", request.Texts["permit.reason.flaw"]);
        if (form.Flaws.Count > 0)
        {
            return await ShowAsync(request, contact, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        var isRelease = form["act"] is "release";
        var privacy = Privacy(request);
        var changed = isRelease
            ? await privacy.ReleaseHoldAsync(contact, reason, request.Stop).ConfigureAwait(false)
            : await privacy.HoldAsync(contact, reason, request.Stop).ConfigureAwait(false);
        return request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}/privacy?done={(changed ? isRelease ? "released" : "held" : "unchanged")}");
    }

    /// <summary>Nothing brings an erased person back, so it takes the id, typed once more.</summary>
    private static async Task<IResult> EraseAsync(HubRequest request, ContactId contact, HubForm form)
    {
        var ground = form.Required("ground", request.Texts["privacy.ground.flaw"]);
        if (!Enum.TryParse<ErasureKeeps>(form["keeps"], out var keeps) || !Enum.IsDefined(keeps))
        {
            form.Flaw("keeps", request.Texts["privacy.keeps.flaw"]);
        }

        if (!string.Equals(form["confirm"], contact.Value, StringComparison.Ordinal))
        {
            form.Flaw("confirm", request.Texts["privacy.confirm.flaw"]);
        }

        if (form.Flaws.Count > 0)
        {
            return await ShowAsync(request, contact, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        var outcome = await Privacy(request).EraseAsync(
            new(contact, ground) { Keeps = keeps, Answers = SubjectRequestNumber.TryParse(form["answers"], null, out var number) ? number : null }, request.Stop).ConfigureAwait(false);
        return request.Page<MessagePage>(request.Texts["privacy.erased.title"], request.Texts[$"erasure.{outcome}"], outcome == ErasureOutcome.Held ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }

    private static ActingPrivacy Privacy(HubRequest request) => request.Http.RequestServices.GetRequiredService<ConsentPrivacy>().As(request.Actor);
}

/// <summary>What may be done about a customer's data as a whole.</summary>
internal sealed record PrivacyModel(ContactId Contact, string Key, HubForm Form)
{
    public bool MayErase { get; init; }

    /// <summary>The customer's open requests to be erased: one may be answered by it.</summary>
    public ImmutableArray<SubjectRequest> Open { get; init; } = [];

    /// <summary>What became of a hold just now.</summary>
    public string? Told { get; init; }
}
