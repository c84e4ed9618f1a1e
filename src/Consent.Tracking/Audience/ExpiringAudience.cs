using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>Reads every record and follows its consent through the instants at which a decision changes, until it ends.</summary>
internal sealed class ExpiringAudience(TrackingContext tracking)
{
    public async IAsyncEnumerable<ExpiringConsent> ReadAsync(ProcessingRequest asking, Timestamp until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            var person = (await tracking.LoadAsync([new(record.Id)], Doubtful.Denied, cancellationToken).ConfigureAwait(false)).PersonOf(record.Id);
            var request = asking.About(record.Id);
            var now = request.AsOf ?? tracking.Now;
            if (EndOf(person, Storing(request).At(now), until) is { } end)
            {
                yield return new(record.Id, end, person.Decide(request, tracking.Rules, now, tracking.IsRestorePending).IsPermitted);
            }
        }
    }

    /// <summary>The same question about keeping the data: whether there is a consent, whatever else stands in the way of using it.</summary>
    private static ProcessingRequest Storing(in ProcessingRequest asking)
    {
        var storing = ProcessingRequest.ToStore(asking.Contact, asking.Purpose!).With(asking.Facts).Under([.. asking.Jurisdictions]);
        storing = asking.IsAimedAtMinors ? storing.AimedAtMinors() : storing;
        return asking.ServesNoDirectMarketing ? storing.ServingNoDirectMarketing() : storing;
    }

    private Timestamp? EndOf(PersonConsents person, ProcessingRequest storing, Timestamp until)
    {
        var rules = tracking.Rules;
        var decision = person.Decide(storing, rules, storing.AsOf!.Value);
        if (decision is not { IsPermitted: true, Code: DecisionCode.Consent })
        {
            return null;
        }

        while (decision.HoldsUntil is { } at && at <= until)
        {
            decision = person.Decide(storing.At(at), rules, at);
            if (decision.Failed.Contains(DecisionCode.ConsentExpired))
            {
                return at;
            }
        }

        return null;
    }
}
