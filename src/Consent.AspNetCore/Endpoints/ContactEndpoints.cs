using System.Text.Json;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Consent.AspNetCore;

/// <summary>What is on record of one contact.</summary>
internal static class ContactEndpoints
{
    /// <summary>The record; the only answer that a client may keep, and must ask about again each time.</summary>
    public static async Task<IResult> GetAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await RecordAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false)).ConfigureAwait(false);

    public static async Task<IResult> GetOwnAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        TypedResults.Json(await tracker.As(actor.Actor).GetAsync(await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false), http.RequestAborted).ConfigureAwait(false), ConsentApiJson.Default.ContactConsents);

    public static async Task<IResult> PreferencesAsync(string contact, string? under, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await PreferencesAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false), under).ConfigureAwait(false);

    public static async Task<IResult> OwnPreferencesAsync(string? under, ConsentActor actor, HttpContext http, ConsentTracker tracker) =>
        await PreferencesAsync(http, actor, tracker, await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false), under).ConfigureAwait(false);

    /// <summary>The contact's own data as a file (GDPR art. 15, 20).</summary>
    public static async Task<IResult> ExportOwnAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var contact = await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false);
        var export = await tracker.As(actor.Actor).ExportAsync(contact, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Text(export.ToJson(), "application/json");
    }

    /// <summary>The receipt of a change: anybody can check by it, without us, that the change is in the log.</summary>
    public static async Task<IResult> OwnReceiptAsync(string change, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var contact = await RouteContact.NamedAsync(http, actor, null).ConfigureAwait(false);
        var receipt = await tracker.As(actor.Actor).ReceiptAsync(contact, ChangeId.From(change), http.RequestAborted).ConfigureAwait(false);
        return receipt is null
            ? ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_RECEIPT", "No change of this id is on record, or it is covered by no checkpoint yet.")
            : TypedResults.Text(receipt.ToFile(), "text/plain");
    }

    /// <summary>Looks up a contact by id or by address, so that neither need stand in a URL.</summary>
    public static async Task<IResult> FindAsync(ConsentActor actor, HttpContext http, ConsentTracker tracker, IConsentStore store)
    {
        var asked = await RequestBody.ReadAsync(http, ConsentApiJson.Default.FindRequest).ConfigureAwait(false);
        var contact = Named(asked);
        var record = await tracker.As(actor.Actor).GetAsync(contact, http.RequestAborted).ConfigureAwait(false);
        var number = store is IRecordNumbers numbers ? (await numbers.NumbersOfAsync([contact], http.RequestAborted).ConfigureAwait(false))[0] : null;
        return TypedResults.Json(new FindAnswer(contact, RouteContact.NumberText(number), record.Revision), ConsentApiJson.Default.FindAnswer);
    }

    private static ContactId Named(FindRequest asked) => asked switch
    {
        { Contact: { } contact, Email: null, Phone: null } when RouteContact.IsContact(contact) => contact,
        { Contact: null, Email: { } address, Phone: null } => ContactPoint.TryEmail(address, out var email) ? email.Id : throw new JsonException("$.email: it is no e-mail address.", "$.email", null, null),
        { Contact: null, Email: null, Phone: { } number } => ContactPoint.TryPhone(number, E164, out var phone) ? phone.Id : throw new JsonException("$.phone: it is no phone number in E.164, such as +390612345678.", "$.phone", null, null),
        _ => throw new JsonException("$: exactly one of contact, email and phone is wanted.", "$", null, null),
    };

    /// <summary>Only a number that is in this form already: which country a shorter one is of, nobody here knows.</summary>
    private static string? E164(string number) => number is ['+', >= '1' and <= '9', ..] && number.Length <= ContactPoint.MaxPhoneDigits + 1 && !number.AsSpan(1).ContainsAnyExceptInRange('0', '9') ? number : null;

    private static async Task<IResult> RecordAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, ContactId contact)
    {
        var record = await tracker.As(actor.Actor).GetAsync(contact, http.RequestAborted).ConfigureAwait(false);
        var tag = $"\"{record.Revision}\"";
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ETag = tag;
        return IsKnown(http.Request.Headers.IfNoneMatch, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Json(record, ConsentApiJson.Default.ContactConsents);
    }

    private static bool IsKnown(StringValues seen, string tag) =>
        seen.SelectMany(s => (s ?? "").Split(',')).Select(s => s.Trim()).Any(s => s is "*" || string.Equals(s.StartsWith("W/", StringComparison.Ordinal) ? s[2..] : s, tag, StringComparison.Ordinal));

    private static async Task<IResult> PreferencesAsync(HttpContext http, ConsentActor actor, ConsentTracker tracker, ContactId contact, string? under)
    {
        var node = under is null ? null : PurposePath.TryParse(under, null, out var path)
            ? path
            : throw new RefusedRequestException(ConsentProblems.Of(StatusCodes.Status400BadRequest, "UNREADABLE", "The query 'under' is no path of a purpose or group, such as marketing.automatic."));
        return TypedResults.Json(await tracker.As(actor.Actor).PreferencesAsync(contact, node, http.RequestAborted).ConfigureAwait(false), ConsentApiJson.Default.ConsentPreferences);
    }
}
