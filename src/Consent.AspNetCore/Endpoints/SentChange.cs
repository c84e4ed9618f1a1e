using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>A change as it was sent: what of it is taken, and what is wrong with the rest.</summary>
/// <param name="Change">What is taken.</param>
/// <param name="Flaws">What is wrong.</param>
/// <param name="RefusedStatements">How many permissive statements are not taken because of that.</param>
internal sealed record SentChange(ConsentChange Change, IReadOnlyList<JsonFlaw> Flaws, int RefusedStatements)
{
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Matches no record: whoever insists on what is no revision of ours insists in vain, and says their noes.</summary>
    private static readonly ContactRevision s_never = new(Guid.Empty, long.MaxValue);

    /// <summary>Reads it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="contact">Whom the URL names; <see langword="default"/>: the body does.</param>
    /// <exception cref="JsonException">There is nothing to record; with the path.</exception>
    public static async ValueTask<SentChange> ReadAsync(HttpContext http, ConsentActor actor, ContactId contact)
    {
        var body = await RequestBody.ReadAsync(http).ConfigureAwait(false);
        var received = ReceivedChange.Read(body, contact);
        var key = http.Request.Headers[KeyHeader].ToString();
        if (received.Change.Id is null && key.Length > 0)
        {
            // Read anew, so that noes whose rest is refused have an id of their own.
            received = ReceivedChange.Read(body, received.Change.Contact, IdOf(actor.Actor, received.Change.Contact, key));
        }

        var change = Expecting(http, Spoken(http, actor, received.Change));
        var sent = new SentChange(change, received.Flaws, received.Refused.Length);
        return key.Length > 255 || key.Any(c => c is < '!' or > '~') ? sent.Noes($"$: the header {KeyHeader} is to be 1 to 255 visible ASCII characters.") ?? throw Unfit() : sent;
    }

    /// <summary>Its noes alone, where something around them is wrong; <see langword="null"/>: there is none.</summary>
    public SentChange? Noes(string flaw)
    {
        var noes = Change.Statements.Where(s => s.IsProtective).ToList();
        if (noes.Count == 0)
        {
            return null;
        }

        var change = ConsentChange.For(Change.Contact).From(Change.Source).Because(Change.Reason).Say(noes);
        change = Change.Id is { } id ? change.WithId(ChangeId.From($"{id.Value}+noes")) : change;
        return new(change, [.. Flaws, new("$", flaw[3..])], RefusedStatements + Change.Statements.Length - noes.Count);
    }

    /// <summary>What a form says: given and withdrawn now.</summary>
    public static ConsentChange Of(HttpContext http, ConsentActor actor, ContactId contact, SentForm form, Timestamp now)
    {
        var isProven = actor.Actor.Own == contact && DoesSignInProve(http);
        var change = form.Withdrawn.Aggregate(ConsentChange.For(contact), (all, node) => all.Withdraw(node));
        change = form.Notice is { } version && form.Flaws.Count == 0 ? change.AcceptNotice(version, now) : change;
        change = form.Given.Aggregate(change, (all, purpose) => all.Say(Statement.Permissive(purpose, ConsentFlag.Status, now, Evidence.WebForm(form.Reference!) with { IsConfirmed = isProven }, form.Notice)));
        return Expecting(http, Spoken(http, actor, change.Because(form.Reason)));
    }

    /// <summary>The id that the request's own key makes; none without a key.</summary>
    public static ChangeId? IdOf(HttpContext http, ConsentActor actor, ContactId contact) => http.Request.Headers[KeyHeader].ToString() is { Length: > 0 } key ? IdOf(actor.Actor, contact, key) : null;

    /// <summary>The change id of a key: another client's same key, or the same for another contact, is another.</summary>
    private static ChangeId IdOf(Actor actor, ContactId contact, string key)
    {
        string[] parts = [string.Join('+', actor.Roles), actor.Id, contact.Value, key];
        var said = string.Concat(parts.Select(p => $"{p.Length}:{p}"));
        return ChangeId.From($"http:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)))}");
    }

    /// <summary>How it arrived is ours to say, where a person sends it; and whether their sign-in proves their address is the host's.</summary>
    private static ConsentChange Spoken(HttpContext http, ConsentActor actor, ConsentChange change)
    {
        if (actor.Actor.Roles.Contains(ActorRole.ApiClient) || actor.Actor.Roles.Contains(ActorRole.System))
        {
            // No program is the person, nor a page.
            return change.Source is ChangeSource.Api or ChangeSource.Import ? change : change.From(ChangeSource.Api);
        }

        return actor.Actor.Own == change.Contact ? OfThemselves(change, DoesSignInProve(http)) : change.From(ChangeSource.UserInterface);
    }

    private static bool DoesSignInProve(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<ConsentApiOptions>>().Value.SignInProvesAddress;

    /// <summary>What a person says of their own, without what only somebody else can know.</summary>
    private static ConsentChange OfThemselves(ConsentChange change, bool isProven)
    {
        var said = ConsentChange.For(change.Contact).From(ChangeSource.SelfService).Because(change.Reason).Say(change.Statements.Select(s => s.IsProtective
            ? s
            : Statement.Permissive(s.Node, s.Flag, s.Said!.Value, s.Evidence with { IsConfirmed = isProven && s.Evidence.IsConfirmed, ConfirmedPoint = null }, s.NoticeVersion, s.From, s.Until)));
        said = change.Id is { } id ? said.WithId(id) : said;
        said = change.Acceptance is { } accepted ? said.AcceptNotice(accepted) : said;
        said = change.ExpectedRevision is { } seen ? said.Expecting(seen) : said;
        return change.Askings.Aggregate(said, (all, asked) => all.Asked(asked.Purpose, asked.OccurredAt, asked.Evidence));
    }

    private static ConsentChange Expecting(HttpContext http, ConsentChange change)
    {
        if (http.Request.Headers.IfMatch is not [{ Length: > 0 } tag] || tag.Trim() is "*")
        {
            return http.Request.Headers.IfMatch.Count > 1 ? change.Expecting(s_never) : change;
        }

        var text = tag.Trim();
        return change.Expecting(text is ['"', .. var inner, '"'] && ContactRevision.TryParse(inner, null, out var revision) ? revision : s_never);
    }

    private static RefusedRequestException Unfit() => new(ConsentProblems.Of(StatusCodes.Status400BadRequest, "KEY_UNFIT", $"The header {KeyHeader} is to be 1 to 255 visible ASCII characters."));
}
