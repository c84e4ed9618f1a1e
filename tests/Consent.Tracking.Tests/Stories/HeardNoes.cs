using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>A no said now takes effect; one that is dated is on record, or moves what is kept of a closed id.</summary>
internal sealed class HeardNoes
{
    private readonly HashSet<(ContactId, ChangeId)> _wrong = [];

    public void After(StoryMoment moment)
    {
        if (moment.Step is StoryStep.Rectified wrong)
        {
            _wrong.Add((wrong.Contact, wrong.Wrong));
        }

        if (moment.Step is StoryStep.Said said && moment.Answer.Results.Count > 0)
        {
            // By a link that is not for it, a no is not the person's to say there.
            var isOther = moment.Answer.Outcomes.Where(o => o.Notes.Any(n => n.Code == ChangeCode.NotPermitted)).Select(o => o.Statement).ToList();
            foreach (var no in said.Change.Statements.Where(s => s.IsProtective && (said.Actor.ByLink is null || !isOther.Contains(s))))
            {
                AssertHeard(moment, said, no);
            }
        }
    }

    private void AssertHeard(StoryMoment moment, StoryStep.Said said, Statement no)
    {
        var record = moment.After.Records[said.Contact];
        var results = moment.Answer.Results;
        if (record.State == ContactState.Closed)
        {
            // Whatever lists say besides: what they said wrongly is taken out again.
            var kept = record.Closing!.WithoutLists();
            Assert.Equal(ClosedKind.NeverContact, kept.Kind);
            Assert.True(no.OccurredAt is not { } at || at > said.Now || kept.Since >= at, $"{no} does not move {kept}");
        }
        else
        {
            var isPause = no.Until is not null && record.Pauses.Any(p => p.Node == no.Node && p.Flag == no.Flag && p.Span!.Until >= no.Until);
            var wasWrong = _wrong.Contains((said.Contact, said.Change.Id!.Value));
            var latest = record.OwnFlags.FirstOrDefault(f => f.InForce.Node is not null && f.Node == no.Node && f.Flag == no.Flag).LatestProtective;

            // A retry of what is dated by an instant is without effect: what was dated ahead when it came first stays said then.
            var isRetry = results.All(r => r.Outcome == ChangeOutcome.Repeated || r.Code == ChangeCode.RepeatedChange || r.AlsoTold.Contains(ChangeCode.RepeatedChange));
            var isSaid = !isRetry && no.OccurredAt is { } at && at <= said.Now && at >= StoryHosts.Rules.EarliestPlausible ? latest >= at : latest is not null;
            Assert.True(isPause || wasWrong || isSaid, $"{no} is not on record");
        }

        var isSaidNow = no.OccurredAt is not { } date || date > said.Now || date < StoryHosts.Rules.EarliestPlausible;
        if (isSaidNow && no.Until is null)
        {
            foreach (var question in moment.After.Permitted)
            {
                Assert.False(question.Contact == said.Contact && question.IsReachedBy(no.Node, no.Flag), $"{question} is permitted after {no}");
            }
        }
    }
}
