using System.Collections.Immutable;
using Consent.Hub.Pages;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Customers;

/// <summary>Customers, one after another: the list, and each one's consents area. No page changes two.</summary>
internal static class CustomerPages
{
    private const int PageLength = 25;

    public static void Map(HubAnswer answer)
    {
        answer.Get("/customers", HubAreas.Customers, ListAsync);
        answer.Post("/customers", HubAreas.Customers, FindAsync);
        answer.Get("/customers/{key}", HubAreas.Customers, request => OfAsync(request, ShowAsync));
        answer.Post("/customers/{key}/protect", HubAreas.Customers, (request, form) => OfAsync(request, (r, contact) => ProtectAsync(r, contact, form)));
        answer.Get("/customers/{key}/permit", HubAreas.Customers, request => OfAsync(request, PermitForm.AskAsync));
        answer.Post("/customers/{key}/permit", HubAreas.Customers, (request, form) => OfAsync(request, (r, contact) => PermitForm.RecordAsync(r, contact, form)));
    }

    private static async Task<IResult> ListAsync(HubRequest request)
    {
        var after = default(ContactId);
        if (request.Http.Request.Query["after"].ToString() is { Length: > 0 } key)
        {
            if (!request.Keys.TryRead(key, out var place))
            {
                return request.NotFound();
            }

            after = place.Value;
        }

        var rows = new List<CustomerRow>();
        await foreach (var contact in request.Acting.ContactsAsync(after, request.Stop).ConfigureAwait(false))
        {
            rows.Add(CustomerRow.Of(contact, request.Keys));
            if (rows.Count > PageLength)
            {
                break;
            }
        }

        return request.Page<CustomersPage>(request.Texts["area.customers"], new CustomersModel([.. rows.Take(PageLength)], rows.Count > PageLength ? rows[PageLength - 1].Key : null, !after.IsDefault, HubForm.Empty));
    }

    /// <summary>By a form, since what is typed may be an address: it stands in no URL.</summary>
    private static Task<IResult> FindAsync(HubRequest request, HubForm form)
    {
        if (ContactPoint.TryEmail(form["id"], out var point) && form["id"].Contains('@', StringComparison.Ordinal))
        {
            return Task.FromResult(request.SeeOther($"/customers/{request.Keys.KeyOf(point.Id)}"));
        }

        if (ContactId.TryParse(form["id"], null, out var contact))
        {
            return Task.FromResult(request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}"));
        }

        form.Flaw("id", request.Texts["customers.id.flaw"]);
        return Task.FromResult(request.Page<CustomersPage>(request.Texts["area.customers"], new CustomersModel([], null, false, form), StatusCodes.Status422UnprocessableEntity));
    }

    public static Task<IResult> OfAsync(HubRequest request, Func<HubRequest, ContactId, Task<IResult>> answer) =>
        request.Keys.TryRead(request.Http.Request.RouteValues["key"] as string, out var contact) ? answer(request, contact.Value) : Task.FromResult(request.NotFound());

    private static async Task<IResult> ShowAsync(HubRequest request, ContactId contact) =>
        request.Page<CustomerPage>(request.Texts["customer.title"], await CustomerModel.ReadAsync(request, contact).ConfigureAwait(false));

    /// <summary>A no: needs no reason and no revision, and is an act of its own each time it is sent. So it bears no id of the form's: a page that was kept open would repeat an old one.</summary>
    private static async Task<IResult> ProtectAsync(HubRequest request, ContactId contact, HubForm form)
    {
        var change = ConsentChange.For(contact).From(ChangeSource.UserInterface);
        if (Said(change, form["act"], form["node"]) is not { } said)
        {
            return request.Message("notOurs", StatusCodes.Status400BadRequest);
        }

        var result = await request.Acting.ApplyAsync(said, request.Stop).ConfigureAwait(false);
        var anchor = PurposePath.TryParse(form["at"], null, out var at) ? $"#{at.ToString().Replace('.', '-')}" : "";
        return request.SeeOther($"/customers/{request.Keys.KeyOf(contact)}{Outcome.Query(result)}{anchor}");
    }

    private static ConsentChange? Said(ConsentChange change, string act, string node) => node.Length == 0 ? null : act switch
    {
        "withdraw" => change.Withdraw(node),
        "object" => change.Object(node),
        "restrict" => change.Restrict(node),
        _ => null,
    };
}

/// <summary>A page of the list.</summary>
internal sealed record CustomersModel(ImmutableArray<CustomerRow> Rows, string? Next, bool IsLater, HubForm Form);

/// <summary>A line of the list.</summary>
internal sealed record CustomerRow(string Id, string Key, int Given, int Noes, NoticeAcceptance? Notice)
{
    public static CustomerRow Of(ContactConsents record, HubKeys keys)
    {
        var flags = record.Flags.ToList();
        return new(
            record.Id.Value, keys.KeyOf(record.Id), flags.Count(f => f is { Flag: ConsentFlag.Status, Value: FlagValue.Active }),
            flags.Count(f => f.InForce.IsProtective), record.Acceptances.IsEmpty ? null : record.Acceptances[^1]);
    }
}
