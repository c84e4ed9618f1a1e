using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Uses;

/// <summary>What was found by attacking what is told of uses, and stays mended.</summary>
public class FoundByAttackOnUses
{
    private static readonly UseReference s_use = new("spring-2026");

    [Fact]
    public async Task No_answer_is_certain_where_an_altered_record_was_met_and_all_was_verified_before_the_call_ended()
    {
        using var host = new TrackedHost(store => new TroubledStore(store));
        var store = (TroubledStore)host.Services.GetRequiredService<IConsentStore>();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        store.Altered.Add(Ada);

        store.BeforeFind[Bea] = async () =>
        {
            store.Altered.Clear();
            Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        };

        // They are read a thousand at a time.
        var decisions = await host.Tracker.As(Api).DecideAsync([.. Enumerable.Repeat(Ask(Ada), 1000), Ask(Bea)], s_use, Stop);

        Assert.Equal(DecisionCode.RecordAltered, decisions[0].Code);
        var use = await host.Audit.As(Dpo).UsesAsync(s_use, Stop).SingleAsync(Stop);
        var explained = await host.Audit.As(Dpo).ExplainUseAsync(use.Index, Ada, cancellationToken: Stop);
        Assert.False(explained.IsCertain);
    }

    [Fact]
    public async Task A_use_on_a_host_whose_clock_went_back_before_another_hosts_entry_is_told_as_it_was_decided()
    {
        using var ahead = new TrackedHost();
        using var behind = new TrackedHost(store: ahead.Store);
        ahead.Clock.Advance(TimeSpan.FromMinutes(3));
        await ahead.Tracker.As(Api).ApplyAsync(ahead.Give(Ada), Stop);
        var first = await behind.Tracker.As(Api).DecideAsync([Ask(Ada)], s_use, Stop);
        await ahead.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        var second = await behind.Tracker.As(Api).DecideAsync([Ask(Ada)], s_use, Stop);

        var uses = await ahead.Audit.As(Dpo).UsesAsync(s_use, Stop).ToListAsync(Stop);

        Assert.Equal(2, uses.Count);
        foreach (var (use, then) in uses.Zip([first[0], second[0]]))
        {
            var explained = await ahead.Audit.As(Dpo).ExplainUseAsync(use.Index, Ada, cancellationToken: Stop);
            Assert.True(explained.IsCertain);
            Assert.Equal(then, explained.Decisions[0].Decision);
        }
    }

    private static ProcessingRequest Ask(ContactId contact) => ProcessingRequest.ToContact(contact, Email);
}
