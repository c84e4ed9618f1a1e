using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>As known up to an entry, the past says what was answered then, but for what was erased since; what a closed id says counts at every instant.</summary>
internal sealed class KnownThen(StoryHosts hosts)
{
    private readonly List<(long Index, int Number, StoryState State)> _known = [];
    private readonly Dictionary<ContactId, int> _takenAway = [];
    private readonly HashSet<(ContactId, ContactId)> _linked = [];
    private int _number;

    public async Task AfterAsync(StoryMoment moment)
    {
        _number++;
        if (moment.Step is StoryStep.Linked { Link: var link })
        {
            _linked.Add((link.One, link.Other));
        }

        foreach (var record in moment.After.Records.Contacts)
        {
            if (record.Closing != moment.Before.Records[record.Id].Closing || IsLinkOfClosed(moment, record) || (moment.Answer.IsErased && moment.PersonBefore(moment.Step.Contact).Contains(record.Id)))
            {
                _takenAway[record.Id] = _number;
            }
        }

        // Some moments: asking about each would take longer than the story.
        if (moment.Step.Minute % 4 == 1)
        {
            _known.Add(((await hosts.Store.GetHeadAsync(StoryHosts.Stop)).Size - 1, _number, moment.After));
        }
    }

    public async Task AtEndAsync(StoryState now)
    {
        foreach (var (index, number, state) in _known.Where(k => k.Index >= 0))
        {
            foreach (var record in state.Records.Contacts)
            {
                var then = await hosts.Audit.AsKnownUpToAsync(record.Id, index, cancellationToken: StoryHosts.Stop);
                if (!EverLinkedWith(record.Id).Any(id => _takenAway.GetValueOrDefault(id) > number))
                {
                    Assert.True(record.SaysTheSameAs(then[record.Id]), $"Up to entry {index}, {record.Id.Value} was\n{StoryFold.Said(record)}\n\nand is said to have been\n{StoryFold.Said(then[record.Id])}");
                }
                else if (now.Records[record.Id].State == ContactState.Closed && EverLinkedWith(record.Id).Count == 1)
                {
                    foreach (var question in StoryQuestion.About([record.Id]).Where(q => !q.IsOfContract))
                    {
                        var decision = then.Decide(question.ToRequest(), StoryHosts.Rules, Timestamp.MinValue);
                        Assert.False(decision.IsPermitted, $"Up to entry {index}, {question} of a closed id is {decision}");
                    }
                }
            }
        }
    }

    /// <summary>A link between two closed ids stands in no entry: like all that is kept of them it counts at every instant, and once either is opened they are linked for ever, or never were.</summary>
    private static bool IsLinkOfClosed(StoryMoment moment, ContactConsents record)
    {
        var before = moment.Before.Records;
        return before[record.Id].State == ContactState.Closed
            && (moment.Step is StoryStep.Linked { Link: var link } && (record.Id == link.One || record.Id == link.Other)
                ? before[link.One].State == ContactState.Closed && before[link.Other].State == ContactState.Closed
                : !record.Links.Select(l => l.OccurredAt).ToHashSet().SetEquals(before[record.Id].Links.Select(l => l.OccurredAt)));
    }

    private HashSet<ContactId> EverLinkedWith(ContactId contact)
    {
        HashSet<ContactId> reached = [contact];
        while (_linked.Any(l => reached.Contains(l.Item1) != reached.Contains(l.Item2)))
        {
            foreach (var (one, other) in _linked.Where(l => reached.Contains(l.Item1) != reached.Contains(l.Item2)).ToList())
            {
                reached.Add(one);
                reached.Add(other);
            }
        }

        return reached;
    }
}
