using System.Globalization;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>The contact whom an address names: by the number of their record, by an opaque id, or as <c>me</c>.</summary>
/// <param name="Contact">Who it is.</param>
/// <param name="IsAddress">Whether their id is an e-mail address or a phone number, which does not belong into a URL.</param>
internal readonly record struct RouteContact(ContactId Contact, bool IsAddress)
{
    private const string NumberPrefix = "r-";

    public static string? NumberText(Guid? number) => number is { } it ? $"{NumberPrefix}{it:n}" : null;

    /// <summary>Whom it names, for whatever an address may not ask.</summary>
    /// <exception cref="RefusedRequestException">Nobody, or by an address.</exception>
    public static async ValueTask<ContactId> NamedAsync(HttpContext http, ConsentActor actor, string? named)
    {
        var found = await FindAsync(http, actor, named).ConfigureAwait(false);
        return found.IsAddress ? throw AddressInUrl() : found.Contact;
    }

    /// <summary>Whom it names; <see langword="null"/>: the contact who is signed in.</summary>
    /// <exception cref="RefusedRequestException">Nobody.</exception>
    public static async ValueTask<RouteContact> FindAsync(HttpContext http, ConsentActor actor, string? named)
    {
        if (named is null)
        {
            return actor.Actor.Own.IsDefault ? throw new RefusedRequestException(ConsentProblems.NotPermitted()) : new(actor.Actor.Own, IsAddress: false);
        }

        if (named.StartsWith(NumberPrefix, StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(named.AsSpan(NumberPrefix.Length), "N", out var number))
        {
            var store = http.RequestServices.GetRequiredService<IConsentStore>();
            var contact = store is IRecordNumbers numbers ? (await numbers.ContactsOfAsync([number], http.RequestAborted).ConfigureAwait(false))[0] : null;

            // Before the body is read: what is wrong with it would tell whether there is a record.
            return contact is not { } known || !IsContact(known) ? throw NoRecord(http, actor) : IsAnother(actor, known) ? throw new RefusedRequestException(ConsentProblems.NotPermitted()) : new(known, IsAddress: false);
        }

        // A number that was cut off or mistyped is nobody's id: what is said to it would be on record for nobody. A slash in an id comes undecoded, and could be the other id that has %2F in it.
        if (IsLikeANumber(named) || named.Contains("%2F", StringComparison.OrdinalIgnoreCase) || !ContactId.TryParse(named, CultureInfo.InvariantCulture, out var id) || !IsContact(id))
        {
            throw new RefusedRequestException(ConsentProblems.Of(StatusCodes.Status400BadRequest, "NO_CONTACT", "This names no contact in a URL: POST contacts/find gives the number of the record."));
        }

        return new(id, ContactPoint.Of(id) is not null);
    }

    /// <summary>Whether it names a person, and not what is kept of a closed id or of a hashed address.</summary>
    public static bool IsContact(ContactId id) => !id.IsDefault && !ClosedId.IsName(id, out _) && !HashedPoint.IsName(id, out _);

    private static bool IsLikeANumber(string named) => named.StartsWith(NumberPrefix, StringComparison.OrdinalIgnoreCase) && named.Length is >= 24 and <= 40 && named.AsSpan(NumberPrefix.Length).TrimEnd("0123456789abcdefABCDEF").IsEmpty;

    public static RefusedRequestException AddressInUrl() => new(ConsentProblems.Of(
        StatusCodes.Status400BadRequest, "ADDRESS_IN_URL", "An e-mail address or phone number stays in logs when it stands in a URL: POST contacts/find gives the number of the record, and POST contacts/changes takes the contact in its body."));

    private static bool IsAnother(ConsentActor actor, ContactId contact) => contact != actor.Actor.Own && actor.Actor.Roles.All(r => r is ActorRole.Contact or ActorRole.ContactByLink);

    /// <summary>Who may see no other contact learns nothing of whether there is one.</summary>
    private static RefusedRequestException NoRecord(HttpContext http, ConsentActor actor)
    {
        var access = http.RequestServices.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value.Access;
        return new(access.Check(actor.Actor, Permission.SeeCurrent) == AccessVerdict.Allowed
            ? ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_RECORD", "No record has this number, or none any more.")
            : ConsentProblems.NotPermitted());
    }
}
