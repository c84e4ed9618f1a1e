using System.Globalization;
using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>May it be done?</summary>
internal static class DecisionEndpoints
{
    /// <summary>How many requests one body may have.</summary>
    public const int MaxRequests = 1_000;

    /// <summary>Decides one request, or each of a list in one reading.</summary>
    public static async Task<IResult> DecideAsync(bool? explain, ConsentActor actor, HttpContext http, ConsentTracker tracker)
    {
        var (requests, isList) = Read(await RequestBody.ReadAsync(http).ConfigureAwait(false));
        var acting = tracker.As(actor.Actor);
        if (explain == true)
        {
            var traces = new List<DecisionTrace>(requests.Count);
            foreach (var request in requests)
            {
                traces.Add(await acting.ExplainAsync(request, http.RequestAborted).ConfigureAwait(false));
            }

            return isList ? TypedResults.Json(traces, ConsentApiJson.Default.IReadOnlyListDecisionTrace) : TypedResults.Json(traces[0], ConsentApiJson.Default.DecisionTrace);
        }

        var decisions = await acting.DecideAsync(requests, http.RequestAborted).ConfigureAwait(false);
        return isList ? TypedResults.Json(decisions, ConsentApiJson.Default.IReadOnlyListConsentDecision) : TypedResults.Json(decisions[0], ConsentApiJson.Default.ConsentDecision);
    }

    private static (IReadOnlyList<ProcessingRequest> Requests, bool IsList) Read(byte[] body)
    {
        using var document = RequestBody.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return ([OfSomebody(document.RootElement, "$")], false);
        }

        if (document.RootElement.GetArrayLength() > MaxRequests)
        {
            throw new JsonException($"$: at most {MaxRequests} requests are decided at once.", "$", null, null);
        }

        return ([.. document.RootElement.EnumerateArray().Select((item, i) => OfSomebody(item, string.Create(CultureInfo.InvariantCulture, $"$[{i}]")))], true);
    }

    private static ProcessingRequest OfSomebody(JsonElement item, string at)
    {
        ProcessingRequest request;
        try
        {
            request = item.Deserialize(ConsentApiJson.Default.ProcessingRequest);
        }
        catch (JsonException flaw) when (at.Length > 1)
        {
            var path = at + (flaw.Path is { Length: > 1 } inner ? inner[1..] : "");
            throw new JsonException($"{at}{(flaw.Message.StartsWith('$') ? flaw.Message[1..] : $": {flaw.Message}")}", path, null, null, flaw);
        }

        return request.Contact.IsDefault ? throw new JsonException($"{at}.contact: it is missing; audience/… asks about everybody.", $"{at}.contact", null, null) : request;
    }
}
