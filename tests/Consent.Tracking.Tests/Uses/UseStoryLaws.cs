using System.Collections.Immutable;
using Consent.Storage.InMemory;
using Consent.Testing;
using Consent.Tracking.Tests.Stories;

namespace Consent.Tracking.Tests.Uses;

/// <summary>Whatever is said, linked, rectified, listed or erased later, a use is explained as it was decided then, or it is said that what it rested on was erased.</summary>
public class UseStoryLaws
{
    private static readonly UseReference s_use = new("story");

    /// <summary>Questions of four kinds, each about every contact.</summary>
    private static readonly ImmutableArray<ProcessingRequest> s_requests = [.. StoryQuestion.About(Story.Contacts).Where(q => q.Minute == 9).Select(q => q.ToRequest())];

    private static int s_answered;
    private static int s_permitted;
    private static int s_erased;

    [Fact]
    public async Task A_use_is_explained_as_it_was_decided()
    {
        await StoryCases.HoldAsync(Math.Max(1, StoryCases.OfMemory / 20), HoldsAsync);
        if (StoryCases.OfMemory >= 1000)
        {
            Assert.True(s_answered > 300 && s_permitted > 5 && s_erased > 25, $"{s_answered} answered, {s_permitted} of them permitted, {s_erased} erased");
        }
    }

    private static async Task HoldsAsync(Story story)
    {
        using var hosts = new StoryHosts(new InMemoryConsentStore());
        var uses = new List<(long Index, int Step, IReadOnlyList<ConsentDecision> Decisions)>();
        var erasures = new List<(int Step, ErasureKeeps? Keeps)>();
        for (var number = 0; number < story.Steps.Length; number++)
        {
            var step = story.Steps[number];
            var answer = await hosts.LiveAsync(step, Story.Contacts);
            if (answer.Erasure is not null)
            {
                erasures.Add((number, ((StoryStep.Erased)step).Keeps));
            }

            if (step.Minute % 3 == 1)
            {
                var decisions = await hosts.UseAsync(s_requests, s_use);
                uses.Add(((await hosts.Store.GetHeadAsync(StoryHosts.Stop)).Size - 1, number, decisions));
            }
        }

        foreach (var (index, step, decisions) in uses)
        {
            // Of whom was forgotten wholly nobody knows any more that they ever were on record.
            var isForgotten = erasures.Exists(e => e.Step > step && e.Keeps == ErasureKeeps.Nothing);
            for (var i = 0; i < s_requests.Length; i++)
            {
                var explained = await hosts.Audit.ExplainUseAsync(index, s_requests[i], StoryHosts.Stop);
                Assert.False(explained.RulesDiffer);
                if (explained.IsErased)
                {
                    Assert.True(erasures.Exists(e => e.Step > step), $"{s_requests[i].Contact.Value} is said to be erased, and nobody was since.");
                    s_erased++;
                }
                else if (!isForgotten)
                {
                    Assert.True(explained.Decisions is [{ Decision: var then }] && then == decisions[i], $"{s_requests[i]} of {s_requests[i].Contact.Value} after step {step} was\n{decisions[i]}\n and is said to have been\n{string.Join('\n', explained.Decisions.Select(d => d.Decision))}");
                    s_answered++;
                    s_permitted += decisions[i].IsPermitted ? 1 : 0;
                }
            }
        }

        Assert.Equal(uses.Select(u => u.Index), await hosts.Audit.UsesAsync(s_use, StoryHosts.Stop).Select(u => u.Index).ToListAsync(StoryHosts.Stop));
    }
}
