using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public class AddressTests
{
    private static readonly ContactPoint s_point = ContactPoint.Email("ada@shop.example");
    private static readonly ProcessingRequest s_request = ProcessingRequest.ToContact(Ada, Email).At(s_point);

    [Fact]
    public async Task What_the_mailbox_said_is_read_with_what_the_person_said()
    {
        using var host = await GivenAsync();
        Assert.True((await host.Tracker.DecideAsync(s_request, Stop)).IsPermitted);
        await RefusedAsync(host);

        Assert.Equal(DecisionCode.Objected, (await host.Tracker.DecideAsync(s_request, Stop)).Code);
        Assert.Equal(DecisionCode.Objected, (await host.Tracker.As(Api).DecideAsync(s_request, Stop)).Code);
        Assert.Equal(DecisionCode.Objected, (await host.Tracker.As(Api).ExplainAsync(s_request, Stop)).Decision.Code);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task What_the_mailbox_said_while_it_was_the_persons_own_is_read_once()
    {
        using var host = await GivenAsync();
        await host.Tracker.As(Api).LinkAsync(new(Ada, s_point.Id, host.Now, ChangeId.From("link"), true), Stop);
        Assert.True((await host.Tracker.DecideAsync(s_request, Stop)).IsPermitted);
        await RefusedAsync(host);
        Assert.Equal(DecisionCode.Objected, (await host.Tracker.DecideAsync(s_request, Stop)).Code);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task Both_pasts_know_what_the_mailbox_had_said()
    {
        using var host = await GivenAsync();
        var before = host.Now;
        host.Clock.Advance(TimeSpan.FromHours(1));
        await RefusedAsync(host);
        var audit = host.Audit.As(Dpo);
        Assert.True((await audit.ExplainAsItWasAsync(s_request, before, Stop)).Decision.IsPermitted);
        Assert.True((await audit.ExplainAsKnownAsync(s_request, before, Stop)).Decision.IsPermitted);
        Assert.Equal(DecisionCode.Objected, (await audit.ExplainAsItWasAsync(s_request, host.Now, Stop)).Decision.Code);
        Assert.Equal(DecisionCode.Objected, (await audit.ExplainAsKnownAsync(s_request, host.Now, Stop)).Decision.Code);
    }

    [Fact]
    public async Task Nobody_learns_from_an_address_what_they_may_not_see()
    {
        using var host = await GivenAsync();
        var self = host.Tracker.As(Actor.ForSelf(Ada));
        Assert.True((await self.DecideAsync(ProcessingRequest.ToContact(Ada, Email), Stop)).IsPermitted);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await self.DecideAsync(s_request, Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await self.ExplainAsync(s_request, Stop));
    }

    [Fact]
    public async Task An_audience_has_no_one_address_and_a_dossier_shows_no_other_contacts_history()
    {
        using var host = await GivenAsync();
        var everybody = ProcessingRequest.ToContactAnyone(Email).At(s_point);
        await Assert.ThrowsAsync<ArgumentException>("request", async () => await host.Audience.CountAsync(everybody, Stop));
        await Assert.ThrowsAsync<ArgumentException>("request", async () => await host.Audience.StreamAsync(everybody, Stop).GetAsyncEnumerator(Stop).MoveNextAsync());
        await Assert.ThrowsAsync<ArgumentException>("content", async () => await host.Audit.As(Dpo).DossierAsync(Ada, new() { Decisions = [s_request] }, Stop));
    }

    private static async Task<TrackedHost> GivenAsync()
    {
        var host = new TrackedHost();
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
        return host;
    }

    private static async Task RefusedAsync(TrackedHost host) =>
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Actor.ForSelf(s_point.Id)).ApplyAsync(ConsentChange.For(s_point.Id).From(ChangeSource.SelfService).Object(Purposes.All), Stop)).Outcome);
}
