using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Consent.AspNetCore;

/// <summary>Which endpoint stands where, what it takes, and what it answers.</summary>
internal static class ConsentApiRoutes
{
    private const string Json = "application/json";

    public static void Map(RouteGroupBuilder api)
    {
        MapContacts(api);
        MapChanges(api);
        MapMany(api);
        MapLinks(api);
        MapOwn(api);
        MapQuestions(api);
        MapLog(api);
        MapPrivacy(api);
        MapRequests(api);
    }

    private static void MapContacts(RouteGroupBuilder api)
    {
        api.MapGet("contacts/{contact}", ContactEndpoints.GetAsync).WithSummary("What is on record of one contact, with an ETag.").Produces<ContactConsents>().Produces(StatusCodes.Status304NotModified).Refuses(400, 403, 404);
        api.MapGet("contacts/{contact}/preferences", ContactEndpoints.PreferencesAsync).WithSummary("What a contact chose for each purpose, and what may be done today.").Produces<ConsentPreferences>().Refuses(400, 403, 404);
        api.MapPost("contacts/find", ContactEndpoints.FindAsync).WithSummary("Looks up a contact by id or address.").Takes<FindRequest>(Json).Produces<FindAnswer>().Refuses(400, 403);
    }

    private static void MapChanges(RouteGroupBuilder api)
    {
        api.MapPost("contacts/changes", ChangeEndpoints.ApplyNamedAsync).WithSummary("A change of the contact whom the body names.").ChangesSomething();
        api.MapPost("contacts/{contact}/changes", ChangeEndpoints.ApplyAsync).WithSummary("A change of one contact.").ChangesSomething().Refuses(404);
        api.MapPost("contacts/{contact}/preview", ChangeEndpoints.PreviewAsync).WithSummary("What a change would do now; nothing is recorded.").Takes<ConsentChange>(Json).Produces<ChangeAnswer>().Refuses(400, 403, 404);
    }

    private static void MapMany(RouteGroupBuilder api)
    {
        api.MapPost("changes", BulkEndpoints.ApplyAsync).WithSummary("Changes of many contacts: JSON Lines in, an outcome a line out.").Takes<ConsentChange>(JsonLines.ContentType).Produces<BulkLineAnswer>(200, JsonLines.ContentType).Refuses(400, 403)
            .WithMetadata(new ApiAccess(ConsentPolicies.ApiClient));
        api.MapPost("contacts/{contact}/form", ChangeEndpoints.FormAsync).WithSummary("A form of boxes: what differs from what was shown.").Takes<FormBody>(Json).Answers().Refuses(404);
        api.MapPost("me/form", ChangeEndpoints.OwnFormAsync).WithSummary("A form of boxes of who is signed in.").Takes<FormBody>(Json).Answers();
    }

    private static void MapLinks(RouteGroupBuilder api)
    {
        api.MapPost("contacts/{contact}/links", LinkEndpoints.LinkAsync).WithSummary("Says that two contacts are one person.").Takes<LinkBody>(Json).Answers().Refuses(404);
        api.MapDelete("contacts/{contact}/links", LinkEndpoints.UnlinkAsync).WithSummary("Undoes a link of two contacts.").Takes<LinkBody>(Json).Answers().Refuses(404);
    }

    private static void MapOwn(RouteGroupBuilder api)
    {
        api.MapGet("me", ContactEndpoints.GetOwnAsync).WithSummary("What is on record of who is signed in.").Produces<ContactConsents>().Refuses(403);
        api.MapGet("me/preferences", ContactEndpoints.OwnPreferencesAsync).WithSummary("What who is signed in chose.").Produces<ConsentPreferences>().Refuses(400, 403);
        api.MapPost("me/changes", ChangeEndpoints.ApplyOwnAsync).WithSummary("A change of who is signed in.").ChangesSomething();
        api.MapGet("me/export", ContactEndpoints.ExportOwnAsync).WithSummary("Their own data as a file.").Produces<System.Text.Json.JsonElement>().Refuses(403);
        api.MapGet("me/receipts/{change}", ContactEndpoints.OwnReceiptAsync).WithSummary("The receipt of a change of theirs.").Produces<string>(200, "text/plain").Refuses(403, 404);
    }

    private static void MapQuestions(RouteGroupBuilder api)
    {
        api.MapPost("decisions", DecisionEndpoints.DecideAsync).WithSummary("May it be done? One request, or a list of up to 1,000.").Takes<ProcessingRequest>(Json).Produces<ConsentDecision>().Refuses(400, 403);
        api.MapGet("audience/{operation}/{purpose}", AudienceEndpoints.StreamAsync).WithSummary("All contacts whom it may be done to.").Produces<AudienceLine>(200, JsonLines.ContentType).Refuses(400, 403);
        api.MapGet("audience/{operation}/{purpose}/count", AudienceEndpoints.CountAsync).WithSummary("How many contacts it may be done to.").Produces<CountAnswer>().Refuses(400, 403);
    }

    private static void MapLog(RouteGroupBuilder api)
    {
        api.MapGet("checkpoint", LogEndpoints.CheckpointAsync).WithSummary("The latest checkpoint of the log.").Produces<string>(200, "text/plain").WithMetadata(new ApiAccess(null, IsOpen: true)).AllowAnonymous();
        api.MapGet("key", LogEndpoints.KeyAsync).WithSummary("The public keys that checkpoints verify with.").Produces<string>(200, "text/plain").WithMetadata(new ApiAccess(null, IsOpen: true)).AllowAnonymous();
        var officer = new ApiAccess(ConsentPolicies.Dpo);
        api.MapGet("log", LogEndpoints.ReadAsync).WithSummary("Entries of the log, in order.").Produces<AuditEntry>(200, JsonLines.ContentType).Refuses(400, 403).WithMetadata(officer);
        api.MapGet("quarantine", LogEndpoints.QuarantineAsync).WithSummary("Entries with an asserted yes against a no.").Produces<AuditEntry>(200, JsonLines.ContentType).Refuses(403).WithMetadata(officer);
        api.MapGet("contacts/{contact}/history", LogEndpoints.HistoryAsync).WithSummary("All entries of one contact.").Produces<IReadOnlyList<AuditEntry>>().Refuses(400, 403, 404).WithMetadata(officer);
        api.MapGet("contacts/{contact}/as-of", LogEndpoints.AsOfAsync).WithSummary("The record as it was at an instant, or as it was known then.").Produces<ContactConsents>().Refuses(400, 403, 404).WithMetadata(officer);
        api.MapGet("contacts/{contact}/dossier", LogEndpoints.DossierAsync).WithSummary("All that proves what is on record of one contact.").Produces<System.Text.Json.JsonElement>().Refuses(400, 403, 404).WithMetadata(officer);
    }

    private static void MapPrivacy(RouteGroupBuilder api)
    {
        var manager = new ApiAccess(ConsentPolicies.Privacy);
        api.MapPost("contacts/{contact}/erasure", PrivacyEndpoints.EraseAsync).WithSummary("Erases a contact (GDPR art. 17).").Takes<ErasureBody>(Json).Produces<OutcomeAnswer>().Refuses(400, 403, 404, 409).WithMetadata(manager);
        api.MapPost("contacts/{contact}/rectification", PrivacyEndpoints.RectifyAsync).WithSummary("Takes a wrong record of a contact out (GDPR art. 16).").Takes<RectificationBody>(Json)
            .Produces<OutcomeAnswer>(StatusCodes.Status201Created).Produces<OutcomeAnswer>().Refuses(400, 403, 404, 409, 422).WithMetadata(manager);
        api.MapPost("contacts/{contact}/rebuild", PrivacyEndpoints.RebuildAsync).WithSummary("Folds an altered record anew from the log.").Produces<OutcomeAnswer>().Refuses(400, 403, 404, 422).WithMetadata(manager);

        // The officer may place one, too: the permission table says so.
        api.MapPost("contacts/{contact}/hold", PrivacyEndpoints.HoldAsync).WithSummary("Places a legal hold: nothing of the person is erased.").Takes<HoldBody>(Json)
            .Produces<OutcomeAnswer>(StatusCodes.Status201Created).Produces<OutcomeAnswer>().Refuses(400, 403, 404);
        api.MapDelete("contacts/{contact}/hold", PrivacyEndpoints.ReleaseAsync).WithSummary("Releases the legal hold that was placed for this reason.").Takes<HoldBody>(Json).Produces<OutcomeAnswer>().Refuses(400, 403, 404).WithMetadata(manager);
    }

    private static void MapRequests(RouteGroupBuilder api)
    {
        api.MapPost("me/requests", RequestEndpoints.FileOwnAsync).WithSummary("What who is signed in asks for (GDPR art. 15-22).").Takes<FiledBody>(Json).Produces<RequestAnswer>(StatusCodes.Status201Created).Produces<RequestAnswer>().Refuses(400, 403);
        api.MapGet("me/requests", RequestEndpoints.OwnAsync).WithSummary("How the requests of who is signed in stand.").Produces<IReadOnlyList<SubjectRequest>>().Refuses(403);
        api.MapPost("contacts/{contact}/requests", RequestEndpoints.FileAsync).WithSummary("Files what a contact asks for.").Takes<FiledBody>(Json).Produces<RequestAnswer>(StatusCodes.Status201Created).Produces<RequestAnswer>().Refuses(400, 403, 404);
        api.MapGet("contacts/{contact}/requests", RequestEndpoints.OfAsync).WithSummary("How the requests of a contact stand.").Produces<IReadOnlyList<SubjectRequest>>().Refuses(400, 403, 404);
        api.MapGet("requests", RequestEndpoints.DueAsync).WithSummary("All requests that are open, the earliest due first.").Produces<SubjectRequest>(200, JsonLines.ContentType).Refuses(403);
        api.MapGet("requests/{number}", RequestEndpoints.FindAsync).WithSummary("How a request stands.").Produces<SubjectRequest>().Refuses(403, 404);
        api.MapPost("requests/{number}/extension", RequestEndpoints.ExtendAsync).WithSummary("That the answer takes longer, and that the person was told why.").SaysOfARequest();
        api.MapPost("requests/{number}/answer", RequestEndpoints.AnswerAsync).WithSummary("That what was asked for was done, and that the person was told.").SaysOfARequest();
        api.MapPost("requests/{number}/refusal", RequestEndpoints.RefuseAsync).WithSummary("That it is refused, and that the person was told why.").SaysOfARequest();
    }

    private static void SaysOfARequest(this RouteHandlerBuilder builder) =>
        builder.Takes<RequestWordBody>(Json).Produces<RequestAnswer>(StatusCodes.Status201Created).Produces<RequestAnswer>().Refuses(400, 403, 404, 422);

    /// <summary>What a body is to be. Whatever else its header says, it is read: a no with another type is a no.</summary>
    private static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder builder, string type)
        where T : notnull => builder.Accepts<T>(type, "*/*");

    private static RouteHandlerBuilder ChangesSomething(this RouteHandlerBuilder builder) =>
        builder.Takes<ConsentChange>(Json).Answers();

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder builder) =>
        builder.Produces<ChangeAnswer>(StatusCodes.Status201Created).Produces<ChangeAnswer>().Refuses(400, 403, 409, 412, 422);

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            builder.ProducesProblem(status);
        }

        return builder;
    }
}
