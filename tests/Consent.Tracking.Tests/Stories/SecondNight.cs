using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>The same line read again the next night: nothing new is written, but what was refused because of its date is taken.</summary>
internal static class SecondNight
{
    public static async Task<StoryMoment> AssertAsync(StoryMoment first, Func<StoryStep, Task<StoryMoment>> live, StoryHosts hosts)
    {
        var document = ((StoryStep.Read)first.Step).Document;
        var before = (await hosts.Store.GetHeadAsync(StoryHosts.Stop)).Size;
        var second = await live(first.Step with { Minute = first.Step.Minute + 60 });
        Assert.DoesNotContain(second.Answer.Outcomes, o => o.Result == StatementResult.Refused && o.Has(ChangeCode.OccurredInFuture));
        if (document.Record.AsOf <= first.Step.Now && !(document.Acceptance?.AcceptedAt > first.Step.Now))
        {
            Assert.Equal(before, (await hosts.Store.GetHeadAsync(StoryHosts.Stop)).Size);
        }
        else
        {
            var taken = second.Answer.Outcomes.Where(o => o.Result is not StatementResult.Refused).Select(o => (o.Statement.Node, o.Statement.Flag)).ToList();
            var wasAhead = first.Answer.Outcomes.Where(o => o.Has(ChangeCode.OccurredInFuture) && o.Result == StatementResult.Refused && !o.Has(ChangeCode.ErasedBefore));
            Assert.All(wasAhead, o => Assert.Contains((o.Statement.Node, o.Statement.Flag), taken));
        }

        return second;
    }
}
