using System.Globalization;
using System.Text;
using Consent.Hub.Pages;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Register;

/// <summary>The audit log as the data protection officer reads it. Each visit is itself an entry, written before anything is shown.</summary>
internal static class RegisterPages
{
    // So many entries are looked through for one page.
    private const int Stretch = 500;

    public static void Map(HubAnswer answer)
    {
        answer.Get("/register", HubAreas.Register, ShowAsync);
        answer.Post("/register", HubAreas.Register, FindAsync);
        answer.Get("/register/{key}", HubAreas.Register, HistoryAsync);
        answer.Post("/register/{key}/dossier", HubAreas.Register, DossierAsync);
        answer.Post("/register/{key}/receipt", HubAreas.Register, ReceiptAsync);
    }

    private static async Task<IResult> ShowAsync(HubRequest request)
    {
        var query = request.Http.Request.Query;
        var head = (await request.Http.RequestServices.GetRequiredService<IConsentStore>().GetHeadAsync(request.Stop).ConfigureAwait(false)).Size;
        var to = long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? Math.Min(before, head) : head;
        var from = Math.Max(0, to - Stretch);
        var filter = RegisterFilter.Of(query);
        var entries = new List<AuditEntry>();
        await foreach (var entry in Audit(request).ReadAsync(from, to, request.Stop).ConfigureAwait(false))
        {
            if (filter.Keeps(entry))
            {
                entries.Add(entry);
            }
        }

        entries.Reverse();
        return request.Page<RegisterPage>(request.Texts["area.register"], new RegisterModel(filter, [.. entries], from, to));
    }

    private static Task<IResult> FindAsync(HubRequest request, HubForm form) => Task.FromResult(
        ContactPoint.TryEmail(form["id"], out var point) ? request.SeeOther($"/register/{request.Keys.KeyOf(point.Id)}")
        : ContactId.TryParse(form["id"], null, out var contact) ? request.SeeOther($"/register/{request.Keys.KeyOf(contact)}")
        : request.SeeOther("/register"));

    private static async Task<IResult> HistoryAsync(HubRequest request)
    {
        if (!request.Keys.TryRead(request.Http.Request.RouteValues["key"] as string, out var contact))
        {
            return request.NotFound();
        }

        var audit = Audit(request);
        var entries = await audit.HistoryAsync(contact.Value, request.Stop).ConfigureAwait(false);
        var model = new HistoryModel(contact.Value, request.Keys.KeyOf(contact.Value), entries, Timeline.Of(entries, request.Now)) { Question = PastQuestion.Of(request.Http.Request.Query) };
        if (model.Question is { At: { } at } question)
        {
            var person = question.AsKnown
                ? await audit.AsKnownAsync(contact.Value, at, request.Stop).ConfigureAwait(false)
                : await audit.AsItWasAsync(contact.Value, at, request.Stop).ConfigureAwait(false);
            model = model with { Past = [.. (person.Find(contact.Value)?.Flags ?? []).Select(f => new PastFlag(f.Node, f.Flag, f.Value, f.InForce.OccurredAt))] };
        }

        return request.Page<HistoryPage>(request.Texts["history.title"], model);
    }

    private static async Task<IResult> DossierAsync(HubRequest request, HubForm form)
    {
        if (!request.Keys.TryRead(request.Http.Request.RouteValues["key"] as string, out var contact)
            || await Audit(request).DossierAsync(contact.Value, cancellationToken: request.Stop).ConfigureAwait(false) is not { } dossier)
        {
            return request.NotFound();
        }

        HubResult.Protect(request.Http.Response);
        return TypedResults.File(Encoding.UTF8.GetBytes(dossier.ToHtml()), "text/html; charset=utf-8", "dossier.html");
    }

    /// <summary>The proof that a change is in the log, every slot of it opened.</summary>
    private static async Task<IResult> ReceiptAsync(HubRequest request, HubForm form)
    {
        if (!request.Keys.TryRead(request.Http.Request.RouteValues["key"] as string, out var contact) || !ChangeId.TryParse(form["change"], null, out var change)
            || await Audit(request).ProveAsync(contact.Value, change, request.Stop).ConfigureAwait(false) is not { } receipt)
        {
            return request.NotFound();
        }

        HubResult.Protect(request.Http.Response);
        return TypedResults.File(Encoding.UTF8.GetBytes(receipt.ToFile()), "text/plain; charset=utf-8", "receipt.tlog-proof");
    }

    private static ActingAudit Audit(HubRequest request) => request.Http.RequestServices.GetRequiredService<ConsentAudit>().As(request.Actor);
}
