using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>All contacts that something may be done to, at this moment.</summary>
internal static class AudienceEndpoints
{
    public static Task<IResult> StreamAsync(string operation, string purpose, string? jurisdiction, ConsentActor actor, ConsentAudience audience, CancellationToken cancellationToken) =>
        JsonLines.StartAsync(audience.As(actor.Actor).StreamAsync(Question(operation, purpose, jurisdiction), cancellationToken), contact => new AudienceLine(contact), ConsentApiJson.Default.AudienceLine, cancellationToken);

    public static async Task<IResult> CountAsync(string operation, string purpose, string? jurisdiction, ConsentActor actor, ConsentAudience audience, CancellationToken cancellationToken) =>
        TypedResults.Json(new CountAnswer(await audience.As(actor.Actor).CountAsync(Question(operation, purpose, jurisdiction), cancellationToken).ConfigureAwait(false)), ConsentApiJson.Default.CountAnswer);

    private static ProcessingRequest Question(string operation, string purpose, string? jurisdiction)
    {
        if (!PurposePath.TryParse(purpose, null, out var path))
        {
            throw Unreadable("The URL names no path of a purpose, such as marketing.automatic.email.");
        }

        var request = OperationOf(operation) switch
        {
            Operation.ToContact => ProcessingRequest.ToContactAnyone(path),
            Operation.Profiling => ProcessingRequest.ToProfileAnyone(path),
            Operation.TransferToThirdParty => ProcessingRequest.ToTransferAnyone(path),
            Operation.Store => ProcessingRequest.ToStoreAnyone(path),
            Operation.ToAsk => ProcessingRequest.ToAskAnyone(path),
            _ => throw Unreadable("The URL is to name one of toContact, profiling, transferToThirdParty, store and toAsk."),
        };
        return jurisdiction is null ? request : string.IsNullOrWhiteSpace(jurisdiction) ? throw Unreadable("The query 'jurisdiction' is blank: it is to be a name or a code, such as IT.") : request.Under(jurisdiction);
    }

    private static Operation OperationOf(string text)
    {
        try
        {
            return JsonSerializer.SerializeToElement(text, ConsentApiJson.Default.String).Deserialize(ConsentApiJson.Default.Operation);
        }
        catch (JsonException)
        {
            return Operation.None;
        }
    }

    private static RefusedRequestException Unreadable(string what) => new(ConsentProblems.Of(StatusCodes.Status400BadRequest, "UNREADABLE", what));
}
