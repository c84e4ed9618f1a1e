using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>A no, a link, an erasure, a list, a hold, and a yes that waits or is refused make nothing permitted that was not.</summary>
internal static class OnlyWordsOpen
{
    public static void Assert(StoryMoment moment)
    {
        foreach (var question in moment.After.Permitted.Where(q => MayNotOpen(moment, q)))
        {
            Xunit.Assert.True(moment.Before.IsPermitted(question), $"{moment.Step}\nopened {question}: {moment.Before[question]} became {moment.After[question]}");
        }

        if (moment.Step is StoryStep.Linked { Link: { IsLinked: true } link } && !IsDatedBack(link, moment.Step.Now))
        {
            AssertNothingOpenedBy(moment);
        }

        if (moment.Step is StoryStep.Closed list)
        {
            Xunit.Assert.DoesNotContain(moment.After.Permitted, q => q.Contact == list.Contact && !q.IsOfContract);
        }
    }

    /// <summary>Of a link, nothing is permitted that none of those it joins was permitted, and nothing that was denied or refused to one.</summary>
    private static void AssertNothingOpenedBy(StoryMoment moment)
    {
        foreach (var question in moment.After.Permitted)
        {
            var were = moment.After.Records.LinkedWith(question.Contact).Select(id => moment.Before[question with { Contact = id }]).ToList();
            Xunit.Assert.True(were.Exists(d => d.IsPermitted) && !were.Exists(IsNo), $"{moment.Step}\nopened {question}: {string.Join(", ", were)} became {moment.After[question]}");
        }
    }

    private static bool MayNotOpen(StoryMoment moment, StoryQuestion question) => moment.Step switch
    {
        StoryStep.Said said => IsUnheard(said.Change, moment.Answer),
        StoryStep.Read read => read.Document.Acceptance is null && moment.Answer.Outcomes.All(IsUnheard),
        StoryStep.Held or StoryStep.Closed => true,
        StoryStep.Erased { Keeps: ErasureKeeps.Nothing } erased => !moment.PersonBefore(erased.Contact).Contains(question.Contact),
        // Restrictions end with an erasure, and a contract goes on.
        StoryStep.Erased => !question.IsOfContract,
        _ => false,
    };

    private static bool IsUnheard(ConsentChange change, StoryAnswer answer) =>
        (change.Acceptance is null || answer.Results.All(r => r.AcceptanceCode == ChangeCode.PendingConfirmation)) && answer.Outcomes.All(IsUnheard);

    private static bool IsUnheard(StatementOutcome outcome) => outcome.Statement.IsProtective || outcome.Result is StatementResult.Refused or StatementResult.Pending;

    private static bool IsDatedBack(ContactLink link, Timestamp now) => link.Reason is not null && link.OccurredAt < now;

    private static bool IsNo(ConsentDecision decision) => decision.Outcome == DecisionOutcome.Deny
        || (!decision.IsPermitted && (decision.Failed.Contains(DecisionCode.ConsentWithdrawn) || decision.Failed.Contains(DecisionCode.ConsentRefused)));
}
