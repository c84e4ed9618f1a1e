using System.Runtime.CompilerServices;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe sending>
public sealed class Sending(ConsentTracker tracker, ConsentAudience audience, TimeProvider clock)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    // One mail to one person, at the address that it will go to. Ask right before it goes.
    public async Task<bool> MaySendAsync(ContactId contact, ContactPoint address, CancellationToken cancellationToken)
    {
        var decision = await tracker.DecideAsync(ProcessingRequest.ToContact(contact, s_email).At(address), cancellationToken);
        return decision.IsPermitted;
    }

    // How many a campaign would reach.
    public ValueTask<long> ReachAsync(CancellationToken cancellationToken) => audience.CountAsync(ProcessingRequest.ToContactAnyone(s_email), cancellationToken);

    // A campaign: who may be mailed at all, then each at the own address.
    public async IAsyncEnumerable<ContactPoint> CampaignAsync(Func<ContactId, ContactPoint?> addressOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var contact in audience.StreamAsync(ProcessingRequest.ToContactAnyone(s_email), cancellationToken))
        {
            if (addressOf(contact) is { } address && await MaySendAsync(contact, address, cancellationToken))
            {
                yield return address;
            }
        }
    }

    // Whose consent ends by itself in the next month, of those who may be asked to renew it.
    public async IAsyncEnumerable<ContactId> RenewAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (contact, _, mayAsk) in audience.ExpiringAsync(ProcessingRequest.ToAskAnyone(s_email), clock.GetUtcNow().AddMonths(1), cancellationToken))
        {
            if (mayAsk)
            {
                yield return contact;
            }
        }
    }

    // A campaign on record, in pieces: one entry for each piece says what for, what it rests on, how many were permitted, and names nobody. Without the entry there is no answer.
    public async Task<IReadOnlyList<ContactPoint>> UsedAsync(Actor actor, IReadOnlyList<(ContactId Contact, ContactPoint Address)> piece, CancellationToken cancellationToken)
    {
        var requests = piece.Select(r => ProcessingRequest.ToContact(r.Contact, s_email).At(r.Address)).ToList();
        var decisions = await tracker.As(actor).DecideAsync(requests, new UseReference("spring-2026", "mail-1"), cancellationToken);
        return [.. piece.Where((_, i) => decisions[i].IsPermitted).Select(r => r.Address)];
    }

    // Somebody comes back by a link that was sent to the address: for the person, and for the address, which may have said no of its own.
    public async Task ComeBackAsync(ContactId contact, ContactPoint address, DateTimeOffset linkMadeAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var id in new[] { contact, address.Id })
        {
            await tracker.As(Actor.ContactByLink(id, PersonalLink.DoubleOptIn(linkMadeAt, s_email))).ApplyAsync(
                ConsentChange.For(id).From(ChangeSource.SelfService).AcceptNotice("v2", now)
                    .GiveAnew(s_email, now, Evidence.WebForm("https://shop.example/sign-up").ConfirmedFrom(address)), cancellationToken);
        }
    }
}
// </recipe>

public sealed class SendingRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");

    private Sending Sender => new(_host.Tracker, _host.Audience, _host.Clock);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_no_of_the_address_stops_the_mail_to_it_and_not_to_another_one()
    {
        await GivenAsync();
        Assert.False(await Sender.MaySendAsync(Ada, s_address, Stop));
        Assert.True(await Sender.MaySendAsync(Ada, ContactPoint.Email("ada@home.example"), Stop));
    }

    [Fact]
    public async Task The_audience_does_not_know_the_addresses_so_each_is_asked_at_its_own()
    {
        await GivenAsync();
        Assert.Equal(1, await Sender.ReachAsync(Stop));
        Assert.Empty(await Sender.CampaignAsync(_ => s_address, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Whose_consent_ends_soon_is_asked_to_renew_it()
    {
        using var host = new TrackedHost(configure: o => o.Jurisdiction = Jurisdiction.EuropeanUnion.With(law => law.Validity(24).Asking(renewableMonths: 1)));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Email), Stop);
        var sender = new Sending(host.Tracker, host.Audience, host.Clock);
        Assert.Empty(await sender.RenewAsync(Stop).ToListAsync(Stop));

        host.Clock.Advance(TimeSpan.FromDays(365 + 350));

        Assert.Equal([Ada], await sender.RenewAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task The_persons_own_return_does_not_undo_the_addresses_no_and_the_addresses_does()
    {
        await GivenAsync();
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v2", _host.Now).GiveAnew(Email, _host.Now, Form), Stop);
        Assert.False(await Sender.MaySendAsync(Ada, s_address, Stop));

        await Sender.ComeBackAsync(Ada, s_address, _host.Clock.GetUtcNow(), Stop);

        Assert.True(await Sender.MaySendAsync(Ada, s_address, Stop));
        Assert.Equal([s_address], await Sender.CampaignAsync(c => c == Ada ? s_address : null, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Why_something_was_sent_can_be_shown_by_when_it_was_asked()
    {
        await GivenAsync();
        var (request, sentAt) = (ProcessingRequest.ToContact(Ada, Email).At(ContactPoint.Email("ada@home.example")), _host.Now);
        Assert.True((await _host.Tracker.DecideAsync(request, Stop)).IsPermitted);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        Assert.False((await _host.Tracker.DecideAsync(request, Stop)).IsPermitted);

        Assert.True((await _host.Audit.As(Dpo).ExplainAsKnownAsync(request, sentAt, Stop)).Decision.IsPermitted);
    }

    [Fact]
    public async Task A_campaign_on_record_can_be_explained_for_anybody_whatever_is_said_later()
    {
        await GivenAsync();
        var home = ContactPoint.Email("ada@home.example");
        Assert.Equal([home], await Sender.UsedAsync(Api, [(Ada, home), (Ada, s_address)], Stop));
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);

        var audit = _host.Audit.As(Dpo);
        var use = Assert.Single(await audit.UsesAsync(new("spring-2026"), Stop).ToListAsync(Stop));
        Assert.Equal((2, 1), (use.Use.Asked, use.Use.Permitted));
        var explained = await audit.ExplainUseAsync(use.Index, ProcessingRequest.ToContact(Ada, Email).At(home), Stop);
        Assert.True(explained.IsCertain && explained.Decisions[0].Decision.IsPermitted);
    }

    private async Task GivenAsync()
    {
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await Sender.MaySendAsync(Ada, s_address, Stop));
        await _host.Tracker.As(Actor.ContactByLink(s_address.Id, PersonalLink.Unsubscribe(_host.Now, Email))).ApplyAsync(ConsentChange.For(s_address.Id).Object(Email), Stop);
        _host.Clock.Advance(TimeSpan.FromHours(1));
    }
}
