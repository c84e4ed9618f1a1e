using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>Legal holds, and who may erase.</content>
public partial class ErasureTests
{
    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    [InlineData("a\ud800")]
    public async Task No_text_stops_a_hold_or_an_erasure(string text)
    {
        using var host = new TrackedHost();
        var longest = string.Concat(Enumerable.Repeat(text, 2000));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("c")).Withdraw(Purposes.Marketing.Automatic.Email), Stop);

        Assert.True(await host.Privacy.As(Manager).HoldAsync(Ada, longest, Stop));
        Assert.True(await host.Privacy.As(Manager).ReleaseHoldAsync(Ada, longest, Stop));
        Assert.NotEqual(ErasureOutcome.Held, await host.Privacy.As(Manager).EraseAsync(new(Ada, longest), Stop));
    }

    [Fact]
    public async Task A_legal_hold_stops_an_erasure_until_it_is_released()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var privacy = host.Privacy.As(Manager);

        Assert.False(await privacy.HoldAsync(Bea, "case 7", Stop));
        Assert.True(await host.Privacy.As(Dpo).HoldAsync(Ada, "case 7", Stop));
        Assert.False(await privacy.HoldAsync(Ada, "case 7", Stop));
        Assert.Equal(ErasureOutcome.Held, await privacy.EraseAsync(new(Ada, Ground), Stop));
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(1, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision.Number);
        Assert.True(await privacy.ReleaseHoldAsync(Ada, "case 7", Stop));
        Assert.False(await privacy.ReleaseHoldAsync(Ada, "case 7", Stop));
        Assert.Equal(ErasureOutcome.Erased, await privacy.EraseAsync(new(Ada, Ground), Stop));
    }

    [Fact]
    public async Task Each_case_has_its_own_hold()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var privacy = host.Privacy.As(Manager);

        Assert.True(await privacy.HoldAsync(Ada, "case 9", Stop));
        Assert.True(await privacy.HoldAsync(Ada, "case 10", Stop));
        Assert.True(await privacy.ReleaseHoldAsync(Ada, "case 9", Stop));
        Assert.False(await privacy.ReleaseHoldAsync(Ada, "case 11", Stop));
        Assert.Equal(ErasureOutcome.Held, await privacy.EraseAsync(new(Ada, Ground), Stop));
        Assert.True(await privacy.ReleaseHoldAsync(Ada, "case 10", Stop));
        Assert.Equal(ErasureOutcome.Erased, await privacy.EraseAsync(new(Ada, Ground), Stop));
    }

    [Fact]
    public async Task A_published_notice_counts_at_once_and_after_a_restart()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var notice = new Notice("v2", host.Now) { IsMaterial = true }.WithText("en", "We use your data for …");

        Assert.Equal(ChangeOutcome.Recorded, (await host.Privacy.As(Manager).PublishNoticeAsync(notice, Stop)).Outcome);
        Assert.Equal(ChangeOutcome.Unchanged, (await host.Privacy.As(Manager).PublishNoticeAsync(notice, Stop)).Outcome);

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        using var next = new TrackedHost(store: host.Store);
        next.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await next.MayEmail(Ada)).IsPermitted);
        Assert.Equal(notice, LogEvents.PublishedNotice((await SealedAsync(next))[1].Open()));
    }

    [Fact]
    public async Task A_host_that_starts_with_other_rules_says_so_in_the_log()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        using var same = new TrackedHost(store: host.Store);
        await same.MayEmail(Ada);
        Assert.Equal(1, await same.LogSize());

        using var other = new TrackedHost(store: host.Store, configure: options =>
        {
            options.Jurisdiction = Jurisdiction.Italy;
            options.Sectors = [Sector.Other];
            options.Taxonomy = ContactlabTaxonomy.Extend("contactlab-1").Purpose("marketing.automatic.whatsapp", Channel.InstantMessage).Build();
        });
        await other.MayEmail(Ada);
        await other.MayEmail(Ada);

        var entries = (await SealedAsync(other)).Skip(1).Select(e => e.Open()).ToList();
        Assert.Equal([AuditEntryType.TaxonomyChanged, AuditEntryType.RulesChanged], entries.Select(e => e.Type));
        Assert.Equal(ContactlabTaxonomy.Instance.Stamp, entries[0].Facts.Details["before"]);
        Assert.NotEqual(entries[0].Facts.Details["before"], entries[0].Facts.Details["now"]);
    }

    [Theory]
    [InlineData(ActorRole.Operator)]
    [InlineData(ActorRole.ApiClient)]
    [InlineData(ActorRole.System)]
    [InlineData(ActorRole.DataProtectionOfficer)]
    public async Task Only_the_privacy_manager_erases_releases_and_publishes(ActorRole role)
    {
        using var host = new TrackedHost();
        var actor = role switch
        {
            ActorRole.Operator => Actor.Operator("o"),
            ActorRole.ApiClient => Api,
            ActorRole.System => Actor.System("s"),
            _ => Dpo,
        };
        var privacy = host.Privacy.As(actor);

        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await privacy.EraseAsync(new(Ada, Ground), Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await privacy.ReleaseHoldAsync(Ada, "r", Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await privacy.PublishNoticeAsync(new("v2", host.Now), Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await privacy.PublishPurposesAsync(p => p.Purpose("a", operation: Operation.ToContact), Stop));
        if (role != ActorRole.DataProtectionOfficer)
        {
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await privacy.HoldAsync(Ada, "r", Stop));
        }

        Assert.Equal(0, await host.LogSize());
    }
}
