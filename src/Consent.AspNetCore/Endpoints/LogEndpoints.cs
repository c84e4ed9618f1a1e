using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>The audit log: what anybody may check it with, and what the data protection officer reads in it.</summary>
internal static class LogEndpoints
{
    /// <summary>The latest checkpoint: a signed note (c2sp.org/tlog-checkpoint). It names nobody.</summary>
    public static async Task<IResult> CheckpointAsync(ConsentAudit audit, CancellationToken cancellationToken) =>
        TypedResults.Text((await audit.CheckpointAsync(cancellationToken).ConfigureAwait(false)).ToString(), "text/plain; charset=utf-8");

    /// <summary>The public keys that checkpoints verify with, one a line.</summary>
    public static async Task<IResult> KeyAsync(ConsentAudit audit, CancellationToken cancellationToken) =>
        TypedResults.Text(string.Concat((await audit.GetVerifierKeysAsync(cancellationToken).ConfigureAwait(false)).Select(k => $"{k}\n")), "text/plain; charset=utf-8");

    public static Task<IResult> ReadAsync(long? from, long? to, ConsentActor actor, ConsentAudit audit, CancellationToken cancellationToken) => from < 0 || to < (from ?? 0)
        ? throw Unreadable("The queries 'from' and 'to' are places in the log, from 0; 'to' is not part of it.")
        : JsonLines.StartAsync(audit.As(actor.Actor).ReadAsync(from ?? 0, to ?? long.MaxValue, cancellationToken), entry => entry, ConsentApiJson.Default.AuditEntry, cancellationToken);

    public static Task<IResult> QuarantineAsync(ConsentActor actor, ConsentAudit audit, CancellationToken cancellationToken) =>
        JsonLines.StartAsync(audit.As(actor.Actor).QuarantineAsync(cancellationToken), entry => entry, ConsentApiJson.Default.AuditEntry, cancellationToken);

    public static async Task<IResult> HistoryAsync(string contact, ConsentActor actor, HttpContext http, ConsentAudit audit)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        return TypedResults.Json(await audit.As(actor.Actor).HistoryAsync(named, http.RequestAborted).ConfigureAwait(false), ConsentApiJson.Default.IReadOnlyListAuditEntry);
    }

    /// <summary>The record as it was at an instant; or as it was known then.</summary>
    public static async Task<IResult> AsOfAsync(string contact, string at, string? knownAt, ConsentActor actor, HttpContext http, ConsentAudit audit)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var (acting, then) = (audit.As(actor.Actor), Instant(at, "at"));
        var person = knownAt is not null
            ? await acting.AsKnownAsync(named, Instant(knownAt, "knownAt"), then, http.RequestAborted).ConfigureAwait(false)
            : await acting.AsItWasAsync(named, then, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Json(person.Seen(named), ConsentApiJson.Default.ContactConsents);
    }

    /// <summary>All that proves what is on record of a contact, as one file that consent-verify checks.</summary>
    public static async Task<IResult> DossierAsync(string contact, ConsentActor actor, HttpContext http, ConsentAudit audit)
    {
        var named = await RouteContact.NamedAsync(http, actor, contact).ConfigureAwait(false);
        var dossier = await audit.As(actor.Actor).DossierAsync(named, cancellationToken: http.RequestAborted).ConfigureAwait(false);
        return dossier is null
            ? ConsentProblems.Of(StatusCodes.Status404NotFound, "NO_RECORD", "Nothing is on record of this contact.")
            : TypedResults.Bytes(dossier.ToJson().AsMemory(), "application/json");
    }

    /// <summary>As in a body: with any number of digits and any offset.</summary>
    private static Timestamp Instant(string text, string name)
    {
        try
        {
            return JsonSerializer.SerializeToElement(text, ConsentApiJson.Default.String).Deserialize(ConsentApiJson.Default.Timestamp);
        }
        catch (JsonException)
        {
            throw Unreadable($"The query '{name}' is to be an instant with its offset, such as 2026-01-01T12:00:00Z.");
        }
    }

    private static RefusedRequestException Unreadable(string what) => new(ConsentProblems.Of(StatusCodes.Status400BadRequest, "UNREADABLE", what));
}
