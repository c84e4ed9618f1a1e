using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Uses;

/// <summary>A list of decisions that is used leaves one entry, and no answer goes out without it.</summary>
public class UsedListTests
{
    private static readonly UseReference s_use = new("spring-2026", "mail-1");

    [Fact]
    public async Task One_entry_says_what_was_asked_what_it_rests_on_and_how_many_were_permitted_and_names_nobody()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var requests = Requests(Ada, Bea, Ada);

        var decisions = await host.Tracker.As(Api).DecideAsync(requests, s_use, Stop);

        Assert.Equal(await host.Tracker.DecideAsync(requests, Stop), decisions);
        var use = Assert.Single(await host.Audit.As(Dpo).UsesAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Equal((1, "crm", 3, 2, false), (use.Index, use.Actor?.Id, use.Use.Asked, use.Use.Permitted, use.Use.IsCutOff));
        Assert.Equal((1, 1, host.Now, host.Now), (use.Use.LogSize, use.Use.LogSizeAfter, use.Use.DecidedFrom, use.Use.DecidedUntil));
        Assert.Equal(s_use, use.Use.Reference);
        Assert.Equal(UsedRequest.Of(requests[0]), Assert.Single(use.Use.Requests));
        Assert.Equal(new ConsentRules().Version, use.RulesVersion);
        Assert.Single(await host.Audit.As(Dpo).HistoryAsync(Ada, Stop), e => e.Type != AuditEntryType.Read);
        Assert.Equal(0, (await host.Tracker.As(Api).GetAsync(Bea, Stop)).Revision.Number);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Whoever_may_not_see_everybody_uses_no_list()
    {
        using var host = new TrackedHost();
        foreach (var actor in new[] { Actor.ForSelf(Ada), Actor.ContactByLink(Ada, PersonalLink.Preferences(host.Now, mayGive: true)) })
        {
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(actor).DecideAsync(Requests(Ada), s_use, Stop));
        }

        Assert.Equal(0, await host.LogSize());
        foreach (var actor in new[] { Api, Actor.Operator("o"), Actor.System("s") })
        {
            await host.Tracker.As(actor).DecideAsync(Requests(Ada), s_use, Stop);
        }

        Assert.Equal(3, await host.LogSize());
    }

    [Fact]
    public async Task Where_the_use_cannot_be_recorded_there_is_no_answer()
    {
        var host = new TrackingHost();
        await host.ApplyAsync(TrackingHost.Give());
        host.Store.CommitsToFail = 100;
        var request = ProcessingRequest.ToContact(TrackingHost.Contact(), TrackingHost.Email);

        await Assert.ThrowsAnyAsync<Storage.ConsentStoreException>(async () => await host.Tracker.As(Api).DecideAsync([request], s_use, Stop));

        host.Store.CommitsToFail = 0;
        Assert.Single(await host.LogAsync());
        Assert.True((await host.Tracker.As(Api).DecideAsync([request], s_use, Stop))[0].IsPermitted);
    }

    [Fact]
    public async Task A_list_that_is_refused_or_cancelled_leaves_no_entry()
    {
        using var host = new TrackedHost();
        var tracker = host.Tracker.As(Api);
        await Assert.ThrowsAsync<ArgumentException>(async () => await tracker.DecideAsync([ProcessingRequest.ToContactAnyone(Email)], s_use, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tracker.DecideAsync([.. Enumerable.Range(0, RecordedUse.MaxRequests + 1).Select(n => Requests(Ada)[0].At(TimeGen.Minute(n)))], s_use, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tracker.DecideAsync([Requests(Ada)[0].Under("Nowhere")], s_use, Stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tracker.DecideAsync(Requests(Ada), s_use, new CancellationToken(canceled: true)));
        Assert.Equal(0, await host.LogSize());
    }

    [Fact]
    public async Task Uses_are_found_by_their_reference_and_finding_them_is_recorded()
    {
        using var host = new TrackedHost();
        foreach (var use in new UseReference[] { new("a", "1"), new("a", "2"), new("a"), new("b", "1") })
        {
            await host.Tracker.As(Api).DecideAsync([], use, Stop);
        }

        var audit = host.Audit.As(Dpo);
        Assert.Equal([0L, 1, 2], await audit.UsesAsync(new("a"), Stop).Select(u => u.Index).ToListAsync(Stop));
        Assert.Equal([1L], await audit.UsesAsync(new("a", "2"), Stop).Select(u => u.Index).ToListAsync(Stop));
        Assert.Empty(await audit.UsesAsync(new("A"), Stop).ToListAsync(Stop));
        Assert.Equal(4, await audit.UsesAsync(cancellationToken: Stop).CountAsync(Stop));
        Assert.Equal(8, await host.LogSize());
    }

    private static ProcessingRequest[] Requests(params ContactId[] contacts) => [.. contacts.Select(c => ProcessingRequest.ToContact(c, Email))];
}
