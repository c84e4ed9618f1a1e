using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>Answers by reading and deciding all records: for stores that do not tell what was written since, and while some records are not to be relied on.</summary>
internal sealed class ScannedAudience(TrackingContext tracking, Action<ConsentRules, Timestamp>? decided = null)
{
    public async IAsyncEnumerable<ContactId> PermittedAsync(ProcessingRequest question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            var request = question.About(record.Id);
            var person = record.Links.IsEmpty && !tracking.Altered.Doubted.IsAny
                ? null
                : (await tracking.LoadAsync([new(record.Id)], Doubtful.Denied, cancellationToken).ConfigureAwait(false)).PersonOf(record.Id);
            var (rules, now) = (tracking.Rules, tracking.Now);
            decided?.Invoke(rules, now);
            var decision = person?.Decide(request, rules, now) ?? record.Decide(request, rules, now);
            if (decision.IsPermitted)
            {
                yield return record.Id;
            }
        }
    }
}
