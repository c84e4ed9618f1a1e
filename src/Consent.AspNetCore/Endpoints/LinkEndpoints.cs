using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>That two contacts are one person.</summary>
internal static class LinkEndpoints
{
    public static Task<IResult> LinkAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) => SayAsync(contact, actor, http, tracker, isLinked: true);

    public static Task<IResult> UnlinkAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker) => SayAsync(contact, actor, http, tracker, isLinked: false);

    private static async Task<IResult> SayAsync(string contact, ConsentActor actor, HttpContext http, ConsentTracker tracker, bool isLinked)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var body = await RequestBody.ReadAsync(http, ConsentApiJson.Default.LinkBody).ConfigureAwait(false);
        if (body.Other == named || !RouteContact.IsContact(body.Other))
        {
            throw new JsonException("$.other: another contact is wanted.", "$.other", null, null);
        }

        var id = body.Id is { IsDefault: false } said ? said : SentChange.IdOf(http, actor, named) ?? ChangeId.From(Guid.CreateVersion7().ToString());
        var isProgram = actor.Actor.Roles.Contains(ActorRole.ApiClient) || actor.Actor.Roles.Contains(ActorRole.System);
        var link = new ContactLink(named, body.Other, body.At, id, isLinked) { Reason = body.Reason, Source = isProgram ? ChangeSource.Api : ChangeSource.UserInterface };
        return ChangeEndpoints.Answered(http, await tracker.As(actor.Actor).LinkAsync(link, CancellationToken.None).ConfigureAwait(false), [], 0);
    }
}
