using Microsoft.Extensions.Options;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Notices and purposes are published while hosts run; every host of the log sees the same.</summary>
public class PublicationTests
{
    private static readonly PurposePath s_shoes = PurposePath.Parse("newsletters.shoes");

    [Fact]
    public async Task A_version_published_a_second_time_with_another_meaning_is_refused_here_and_on_another_host()
    {
        using var host = new TrackedHost();
        using var other = new TrackedHost(store: host.Store);
        await other.MayEmail(Ada);
        var notice = new Notice("v3", host.Now).WithText("it", "Vi scriviamo.");

        Assert.Equal(ChangeOutcome.Recorded, (await host.Privacy.As(Manager).PublishNoticeAsync(notice, Stop)).Outcome);

        foreach (var second in new[] { host, other })
        {
            var refused = await second.Privacy.As(Manager).PublishNoticeAsync(notice with { IsMaterial = true }, Stop);
            Assert.Equal("Refused (NOTICE_OTHER_CONTENT)", refused.ToString());
            Assert.Equal(ChangeOutcome.Unchanged, (await second.Privacy.As(Manager).PublishNoticeAsync(notice, Stop)).Outcome);
        }

        Assert.Equal(1, await host.LogSize());
    }

    [Fact]
    public async Task Of_two_hosts_that_publish_at_once_both_believe_the_one_that_the_log_has_first()
    {
        using var first = new TrackedHost();
        var between = new TroubledStore(first.Store)
        {
            BeforeCommit = async () => await first.Privacy.As(Manager).PublishNoticeAsync(new("v3", first.Now) { IsMaterial = true }, Stop),
        };
        using var late = new TrackedHost(store: between);

        var refused = await late.Privacy.As(Manager).PublishNoticeAsync(new("v3", late.Now), Stop);

        Assert.Equal(ChangeCode.NoticeOtherContent, refused.Code);
        between.BeforeCommit = async () => await first.Privacy.As(Manager).PublishPurposesAsync(p => p.Group("newsletters", Operation.ToContact), Stop);
        Assert.Equal(ChangeOutcome.Refused, (await late.Privacy.As(Manager).PublishPurposesAsync(p => p.Group("newsletters", Operation.Profiling), Stop)).Outcome);
        using var next = new TrackedHost(store: first.Store);
        Assert.Equal(ChangeCode.NoticeOtherContent, (await next.Privacy.As(Manager).PublishNoticeAsync(new("v3", next.Now), Stop)).Code);
        Assert.Equal(ChangeOutcome.Unchanged, (await next.Privacy.As(Manager).PublishNoticeAsync(new("v3", next.Now) { IsMaterial = true }, Stop)).Outcome);
    }

    [Fact]
    public async Task Options_that_say_something_else_than_the_log_stop_the_start()
    {
        using var host = new TrackedHost();
        await host.Privacy.As(Manager).PublishNoticeAsync(new("v3", host.Now), Stop);

        using var same = new TrackedHost(store: host.Store, configure: o => o.Notices = new([new Notice("v3", host.Now).WithText("it", "Vi scriviamo.")]));
        await same.MayEmail(Ada);
        using var other = new TrackedHost(store: host.Store, configure: o => o.Notices = new([new Notice("v3", host.Now) { IsMaterial = true }]));
        var problem = await Assert.ThrowsAsync<OptionsValidationException>(async () => await other.MayEmail(Ada));

        Assert.Contains("'v3'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_knows_within_the_interval_what_another_one_published()
    {
        using var host = new TrackedHost();
        using var other = new TrackedHost(store: host.Store);
        await other.Tracker.As(Api).ApplyAsync(other.Give(Ada), Stop);
        host.Clock.Advance(TimeSpan.FromHours(1));
        other.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await other.MayEmail(Ada)).IsPermitted);

        await host.Privacy.As(Manager).PublishNoticeAsync(new("v2", host.Now) { IsMaterial = true }, Stop);
        other.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False((await other.MayEmail(Ada)).IsPermitted);
        Assert.Equal(0, await other.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
    }

    [Fact]
    public async Task A_purpose_published_at_noon_can_be_consented_to_at_once_on_every_host_and_after_a_restart()
    {
        using var host = new TrackedHost();
        using var other = new TrackedHost(store: host.Store);
        await other.MayEmail(Ada);

        var published = await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Group("newsletters", Operation.ToContact).Purpose("newsletters.shoes", Channel.Email), Stop);

        Assert.Equal(ChangeOutcome.Recorded, published.Outcome);
        Assert.True((await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, s_shoes), Stop)).Outcome == ChangeOutcome.Recorded);
        Assert.False((await other.Tracker.As(Api).ApplyAsync(other.Give(Bea, s_shoes), Stop)).Has(ChangeCode.UnknownPurpose));
        using var next = new TrackedHost(store: host.Store);
        foreach (var (asked, contact) in new[] { (host, Ada), (other, Bea), (next, Ada), (next, Bea) })
        {
            Assert.True((await asked.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, s_shoes), Stop)).IsPermitted);
        }

        // Every host works under one taxonomy, so none writes that it changed.
        Assert.Equal(4, await next.LogSize());
        Assert.NotNull((await next.Tracker.GetRulesAsync(Stop)).Taxonomy.Find(s_shoes));
    }

    [Fact]
    public async Task A_no_on_a_path_that_is_not_known_yet_counts_once_it_is()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(s_shoes), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Withdraw(PurposePath.Parse("newsletters")), Stop);

        await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Group("newsletters", Operation.ToContact).Purpose("newsletters.shoes", Channel.Email), Stop);

        Assert.Equal(DecisionOutcome.Deny, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_shoes), Stop)).Outcome);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, s_shoes), Stop)).Failed.Contains(DecisionCode.ConsentRefused));
    }

    [Fact]
    public async Task A_withdrawal_on_a_group_reaches_a_purpose_that_its_host_did_not_know()
    {
        using var host = new TrackedHost();
        using var other = new TrackedHost(store: host.Store);
        var path = PurposePath.Parse("marketing.automatic.whatsapp");
        await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("marketing.automatic.whatsapp", Channel.InstantMessage), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, path), Stop);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, path), Stop)).IsPermitted);

        await other.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Purposes.Marketing.Group), Stop);

        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, path), Stop)).IsPermitted);
    }

    [Fact]
    public async Task Three_thousand_newsletters_take_one_more_at_noon()
    {
        var lists = Enumerable.Range(0, 3000).Aggregate(ContactlabTaxonomy.Extend("shop").Group("newsletters", Operation.ToContact), (b, i) => b.Purpose($"newsletters.l{i}", Channel.Email)).Build();
        using var host = new TrackedHost(configure: o => o.Taxonomy = lists);

        Assert.Equal(ChangeOutcome.Recorded, (await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("newsletters.shoes", Channel.Email), Stop)).Outcome);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, s_shoes), Stop);

        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_shoes), Stop)).IsPermitted);
    }

    [Fact]
    public async Task Purposes_that_do_not_hold_together_are_refused_with_everything_that_is_wrong()
    {
        using var host = new TrackedHost();

        var refused = await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("nowhere.shoes", Channel.Email).Retire("unheard"), Stop);

        Assert.Equal((ChangeOutcome.Refused, 3), (refused.Outcome, refused.Errors.Length));
        Assert.Equal(0, await host.LogSize());
    }

    [Fact]
    public async Task A_host_that_lacks_the_group_goes_on_without_the_purpose()
    {
        using var host = new TrackedHost(configure: o => o.Taxonomy = ContactlabTaxonomy.Extend("a").Group("newsletters", Operation.ToContact).Build());
        await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("newsletters.shoes", Channel.Email), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, s_shoes), Stop);

        using var other = new TrackedHost(store: host.Store);

        Assert.Equal(DecisionCode.UnknownPurpose, (await other.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_shoes), Stop)).Code);
    }
}
