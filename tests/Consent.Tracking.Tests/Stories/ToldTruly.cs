using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>What is told is so: of what is in force, of what was erased, and of an id that is closed.</summary>
internal static class ToldTruly
{
    public static void Assert(StoryMoment moment)
    {
        var record = moment.After.Records[moment.Step.Contact];
        foreach (var outcome in moment.Answer.Outcomes.Where(o => o.Result == StatementResult.InForce))
        {
            var state = record.Find(outcome.Statement.Node, outcome.Statement.Flag);
            var isPause = record.Pauses.Any(p => p.Node == outcome.Statement.Node && p.Flag == outcome.Statement.Flag && p.OccurredAt == outcome.OccurredAt);
            Xunit.Assert.True(
                isPause || (state is { InForce: var inForce } && inForce.OccurredAt == outcome.OccurredAt && inForce.IsActive == outcome.Statement.IsActive),
                $"{outcome} is told to be in force, and {state?.InForce} is");
        }

        foreach (var result in moment.Answer.Results.Where(r => r.Code == ChangeCode.ErasedBefore))
        {
            Xunit.Assert.Equal((ContactState.Closed, ChangeOutcome.Refused), (record.State, result.Outcome));
        }

        if (moment.Step is StoryStep.Erased erased)
        {
            AssertErased(moment, erased, record);
        }
    }

    private static void AssertErased(StoryMoment moment, StoryStep.Erased erased, ContactConsents record)
    {
        switch (moment.Answer.Erasure)
        {
            case ErasureOutcome.Erased or ErasureOutcome.ErasedNeverContact:
                Xunit.Assert.NotEqual(ErasureKeeps.Nothing, erased.Keeps);
                foreach (var id in moment.PersonBefore(erased.Contact))
                {
                    var closing = moment.After.Records[id].Closing;
                    Xunit.Assert.Equal(ContactState.Closed, moment.After.Records[id].State);
                    Xunit.Assert.True(moment.Answer.Erasure == ErasureOutcome.Erased || closing!.Kind == ClosedKind.NeverContact, $"{id} is told never to be contacted");
                    Xunit.Assert.True(closing!.Since >= erased.Now || moment.Before.Records[id].State == ContactState.Closed, $"{closing} is before the erasure");
                }

                break;
            case ErasureOutcome.Forgotten:
                Xunit.Assert.Equal(ErasureKeeps.Nothing, erased.Keeps);
                Xunit.Assert.All(moment.PersonBefore(erased.Contact), id => Xunit.Assert.True(moment.After.Records[id].IsEmpty && moment.After.Records[id].Closing is null));
                break;
            case ErasureOutcome.NothingOnRecord:
                Xunit.Assert.True(record.Revision.Number == 0, "Something was on record.");
                break;
            default:
                Xunit.Assert.True(record.SaysTheSameAs(moment.Before.Records[record.Id]), "A hold keeps everything.");
                break;
        }
    }
}
