using System.Collections.Immutable;
using System.Globalization;
using Consent.Hub.Customers;
using Consent.Hub.Pages;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Privacy;

/// <summary>Saying that what is on record of a customer was wrong (GDPR art. 16), and folding an altered record anew. One customer at a time, for the privacy manager alone.</summary>
internal static class RectificationPages
{
    public static void Map(HubAnswer answer)
    {
        answer.Get("/customers/{key}/rectification", HubAreas.Rectification, request => CustomerPages.OfAsync(request, (r, contact) => ShowAsync(r, contact, HubForm.Empty)));
        answer.Post("/customers/{key}/rectification", HubAreas.Rectification, (request, form) => CustomerPages.OfAsync(request, (r, contact) => RectifyAsync(r, contact, form)));
        answer.Post("/customers/{key}/rebuild", HubAreas.Rectification, (request, _) => CustomerPages.OfAsync(request, RebuildAsync));
    }

    private static async Task<IResult> ShowAsync(HubRequest request, ContactId contact, HubForm form, int status = StatusCodes.Status200OK)
    {
        var done = request.Http.Request.Query["done"].ToString();
        var model = new RectificationModel(contact, request.Keys.KeyOf(contact), form) { Told = request.Texts.Has($"rectified.{done}") ? $"rectified.{done}" : null };
        try
        {
            model = model with { Changes = SaidChange.Of(await request.Acting.GetAsync(contact, request.Stop).ConfigureAwait(false)) };
        }
        catch (RecordAlteredException)
        {
            // What is stored says nothing that could be relied on; the page is where that is mended.
            model = model with { IsAltered = true };
        }

        return request.Page<RectificationPage>(request.Texts["rectify.title"], model, status);
    }

    private static async Task<IResult> RectifyAsync(HubRequest request, ContactId contact, HubForm form)
    {
        if (Read(request, contact, form) is not { } rectification)
        {
            return await ShowAsync(request, contact, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        var outcome = await Privacy(request).RectifyAsync(rectification, request.Stop).ConfigureAwait(false);
        if (outcome is RectificationOutcome.Rectified or RectificationOutcome.AlreadyRectified)
        {
            return request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}/rectification?done={outcome}");
        }

        form.Flaw("change", request.Texts[$"rectified.{outcome}"]);
        return await ShowAsync(request, contact, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
    }

    /// <summary>What was wrong, by the change that said it or by the number of its entry; <see langword="null"/>: the form has flaws.</summary>
    private static Rectification? Read(HubRequest request, ContactId contact, HubForm form)
    {
        var (ground, reference) = (Text("ground"), Text("reference"));
        var isNumber = long.TryParse(form["index"], NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        var change = form["change"] is { Length: > 0 } id && ChangeId.TryParse(id, null, out var named) ? named : default;
        if (form["index"].Length > 0 ? !isNumber : change.IsDefault)
        {
            form.Flaw("change", request.Texts["rectify.change.flaw"]);
        }

        return form.Flaws.Count > 0 ? null : isNumber ? Rectification.OfEntry(contact, index, ground, reference) : Rectification.OfChange(contact, change, ground, reference);

        string Text(string field)
        {
            var text = form.Required(field, request.Texts[$"rectify.{field}.flaw"]);
            if (text.Length > Evidence.MaxTextLength || text.Contains('\0', StringComparison.Ordinal) || text.Any(char.IsSurrogate))
            {
                form.Flaw(field, request.Texts["text.flaw"]);
            }

            return text;
        }
    }

    private static async Task<IResult> RebuildAsync(HubRequest request, ContactId contact) =>
        request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}/rectification?done={await Privacy(request).RebuildAsync(contact, request.Stop).ConfigureAwait(false)}");

    private static ActingPrivacy Privacy(HubRequest request) => request.Http.RequestServices.GetRequiredService<ConsentPrivacy>().As(request.Actor);
}

/// <summary>What a rectification may be of.</summary>
internal sealed record RectificationModel(ContactId Contact, string Key, HubForm Form)
{
    public ImmutableArray<SaidChange> Changes { get; init; } = [];

    /// <summary>Whether the record was altered in the database: nothing can be told of it until it is folded anew.</summary>
    public bool IsAltered { get; init; }

    /// <summary>The key of what became of it just now.</summary>
    public string? Told { get; init; }
}

/// <summary>A change that is in force, with what it says.</summary>
internal sealed record SaidChange(ChangeId Change, ImmutableArray<RecordedStatement> Statements)
{
    /// <summary>Those of the contact itself, the latest first: what a linked id said is rectified there.</summary>
    public static ImmutableArray<SaidChange> Of(ContactConsents record) =>
    [
        .. record.Flags.Select(f => f.InForce).Concat(record.Pauses).Where(s => s.Origin.Contact == record.Id)
            .GroupBy(s => s.Origin.Change).Select(g => new SaidChange(g.Key, [.. g])).OrderByDescending(c => c.Statements[0].OccurredAt),
    ];
}
