using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Counts, for each purpose that a run's items speak of, how many may be used for it afterwards. Bounded by the purposes.</summary>
internal sealed class UseTally(TrackingContext tracking)
{
    private readonly SortedDictionary<PurposePath, Count> _counts = [];

    public ImmutableArray<PurposeUse> Uses => [.. _counts.Select(c => new PurposeUse(c.Key, c.Value.Permitted, c.Value.Reasons.ToImmutableSortedDictionary()))];

    public void Add(ChangeWork work)
    {
        if (work.Person is not { } person)
        {
            return;
        }

        var rules = tracking.Rules;
        foreach (var purpose in work.Purposes)
        {
            var node = rules.Taxonomy.Find(purpose);
            if (node is not { IsGroup: true })
            {
                var request = node is null ? ProcessingRequest.ToContact(work.Contact, purpose) : ProcessingRequest.ToUse(work.Contact, node);
                var count = _counts.TryGetValue(purpose, out var known) ? known : _counts[purpose] = new();
                count.Add(person.Decide(request, rules, tracking.Now, tracking.IsRestorePending));
            }
        }
    }

    private sealed class Count
    {
        public long Permitted { get; private set; }

        public SortedDictionary<DecisionCode, long> Reasons { get; } = [];

        public void Add(in ConsentDecision decision)
        {
            if (decision.IsPermitted)
            {
                Permitted++;
            }
            else
            {
                Reasons[decision.Code] = Reasons.GetValueOrDefault(decision.Code) + 1;
            }
        }
    }
}
