using System.Net;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Links;

/// <summary>A sign-up waits until its person has confirmed it; nobody floods a mailbox, and nobody learns who is known.</summary>
public class DoubleOptInTests
{
    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");

    [Fact]
    public async Task A_confirmed_consent_stands_beside_a_later_sign_up_that_nobody_confirmed()
    {
        using var host = Host();
        await ConfirmAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(30));
        Assert.NotNull(await SignUpAsync(host));
        Assert.Equal(DecisionCode.Consent, (await MayAsync(host)).Code);
    }

    [Fact]
    public async Task A_withdrawal_stands_against_a_later_sign_up_that_nobody_confirmed()
    {
        using var host = Host();
        await ConfirmAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromHours(30));
        Assert.NotNull(await SignUpAsync(host));
        Assert.Equal(DecisionOutcome.NoBasis, (await MayAsync(host)).Outcome);
        Assert.Equal(FlagValue.Inactive, (await host.Tracker.As(Api).GetAsync(Ada, Stop))[Email].Status);
    }

    [Fact]
    public async Task What_waits_is_listed_with_since_when_until_it_is_confirmed_refused_or_over()
    {
        using var host = Host();
        var since = host.Now;
        var confirmed = await SignUpAsync(host);
        await SignUpAsync(host, Bea, "bea@shop.example");
        var carl = ContactId.From("carl");
        await SignUpAsync(host, carl, "carl@shop.example");
        Assert.Equal([new(Ada, Email, since, since.Plus(TimeSpan.FromDays(7))), new(Bea, Email, since, since.Plus(TimeSpan.FromDays(7))), new(carl, Email, since, since.Plus(TimeSpan.FromDays(7)))], (await PendingAsync(host)).OrderBy(p => p.Contact));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await OptIns(host).ConfirmAsync(confirmed!, Stop);
        await host.Tracker.As(Actor.ForSelf(carl)).ApplyAsync(ConsentChange.For(carl).From(ChangeSource.SelfService).Withdraw(Email), Stop);
        Assert.Equal([Bea], (await PendingAsync(host)).Select(p => p.Contact));
        host.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Empty(await PendingAsync(host));
        Assert.Throws<ConsentAccessDeniedException>(() => OptIns(host).PendingAsync(Actor.ForSelf(Ada), Stop));
    }

    [Fact]
    public async Task An_address_gets_three_mails_a_day_and_the_fourth_records_nothing()
    {
        using var host = Host();
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await SignUpAsync(host));
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var before = (await host.Store.GetHeadAsync(Stop)).Size;
        Assert.Null(await SignUpAsync(host, Bea));
        Assert.Equal(before, (await host.Store.GetHeadAsync(Stop)).Size);
        Assert.NotNull(await SignUpAsync(host, Ada, "other@shop.example"));
        host.Clock.Advance(TimeSpan.FromHours(21));
        Assert.NotNull(await SignUpAsync(host));
        Assert.Null(await SignUpAsync(host));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2")]
    public async Task A_client_asks_for_so_many_mails_an_hour_whichever_of_its_addresses_it_takes(string one, string other)
    {
        using var host = Host(limits => limits.MailsPerClient = 2);
        Assert.NotNull(await SignUpAsync(host, address: "a@shop.example", client: one));
        Assert.NotNull(await SignUpAsync(host, address: "b@shop.example", client: other));
        Assert.Null(await SignUpAsync(host, address: "c@shop.example", client: one));
        Assert.NotNull(await SignUpAsync(host, address: "c@shop.example", client: "2001:db8:0:2::1"));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await SignUpAsync(host, address: "d@shop.example", client: one));
    }

    [Fact]
    public async Task All_hosts_of_a_store_count_together_however_many_ask_at_once()
    {
        var store = new InMemoryConsentStore();
        using var one = Host(limits => limits.MailsForAll = 5, store);
        using var other = Host(limits => limits.MailsForAll = 5, store);
        var asked = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => SignUpAsync(n % 2 == 0 ? one : other, ContactId.From($"c{n}"), $"c{n}@shop.example"), Stop)));
        Assert.Equal(5, asked.Count(link => link is not null));
    }

    [Fact]
    public async Task Counters_name_nobody_and_are_gone_after_a_day()
    {
        using var host = Host();
        await SignUpAsync(host, client: "192.0.2.1");
        var notes = await NotesAsync(host);
        Assert.Equal(3, notes.Count);
        Assert.All(notes, note =>
        {
            Assert.Matches("^[0-9a-f]{64}$", note.Key.Key);
            Assert.DoesNotContain(s_address.Sha256.ToString(), note.Key.Key, StringComparison.Ordinal);
            Assert.Equal(host.Now.Plus(TimeSpan.FromDays(1)), note.GoneAt);
        });
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SignUpAsync(host, address: "other@shop.example", client: "192.0.2.2");
        Assert.DoesNotContain(await NotesAsync(host), note => notes.Contains(note));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("known")]
    [InlineData("erased")]
    [InlineData("capped")]
    public async Task An_answer_takes_as_long_whoever_it_is(string who)
    {
        using var host = Host(limits => (limits.AnswerTime, limits.MailsPerAddress) = (TimeSpan.FromMilliseconds(500), 1));
        if (who is "known" or "erased")
        {
            await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Object(Email), Stop);
        }

        if (who == "erased")
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "art. 17"), Stop);
        }

        if (who == "capped")
        {
            await AnsweredAsync(host);
        }

        Assert.Equal(who == "capped", await AnsweredAsync(host) is null);
    }

    [Fact]
    public async Task A_forms_own_mistakes_are_told_whoever_fills_it_in()
    {
        using var host = Host();
        var good = Request(host);
        DoubleOptInRequest[] wrong =
        [
            good with { Contact = default }, good with { Purposes = [] }, good with { Purposes = [Purposes.Marketing.Group] }, good with { Purposes = [PurposePath.Parse("nobody.knows")] },
            good with { Evidence = Evidence.None },
        ];
        foreach (var one in wrong)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await OptIns(host).RequestAsync(one, null, Stop));
        }

        Assert.Equal(0, (await host.Store.GetHeadAsync(Stop)).Size);
    }

    [Fact]
    public async Task A_link_confirms_no_more_than_it_says_even_with_evidence_that_claims_otherwise()
    {
        using var host = Host();
        var request = Request(host);
        var link = await OptIns(host).RequestAsync(request with { Evidence = request.Evidence with { IsConfirmed = true, ActedBy = ActingParty.Controller } }, null, Stop);
        Assert.False((await MayAsync(host)).IsPermitted);
        Assert.Equal(DoubleOptInOutcome.Confirmed, await OptIns(host).ConfirmAsync(link!, Stop));
        Assert.True((await MayAsync(host)).IsPermitted);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Sms), Stop)).IsPermitted);
        Assert.Equal(DoubleOptInOutcome.AlreadyConfirmed, await OptIns(host).ConfirmAsync(link!, Stop));
    }

    [Fact]
    public void A_limit_out_of_its_range_is_told()
    {
        using var host = Host(limits => (limits.MailsPerAddress, limits.AnswerTime) = (0, TimeSpan.FromMinutes(1)));
        var told = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<DoubleOptInLimits>>().Value).Failures;
        Assert.Equal(["Double opt-in: MailsPerAddress is 0; it must lie between 1 and 100.", "Double opt-in: AnswerTime is 00:01:00; it must lie between 0 and 10 s."], told);
    }

    private static TrackedHost Host(Action<DoubleOptInLimits>? limit = null, IConsentStore? store = null) => new(
        configure: options => options.Notices = [new("v1", Timestamp.Parse("2025-01-01T00:00:00.000000Z"))], store: store, publish: builder => builder.Services.Configure<DoubleOptInLimits>(limits =>
        {
            limits.AnswerTime = TimeSpan.Zero;
            limit?.Invoke(limits);
        }));

    private static DoubleOptIns OptIns(TrackedHost host) => host.Services.GetRequiredService<DoubleOptIns>();

    private static DoubleOptInRequest Request(TrackedHost host, ContactId? contact = null, string? address = null) =>
        new(contact ?? Ada, address is null ? s_address : ContactPoint.Email(address), [Email], new("v1", host.Now), Form);

    private static async Task<DoubleOptInLink?> SignUpAsync(TrackedHost host, ContactId? contact = null, string? address = null, string? client = null) =>
        await OptIns(host).RequestAsync(Request(host, contact, address), client is null ? null : IPAddress.Parse(client), Stop);

    private static async Task ConfirmAsync(TrackedHost host) => Assert.Equal(DoubleOptInOutcome.Confirmed, await OptIns(host).ConfirmAsync((await SignUpAsync(host))!, Stop));

    private static async Task<DoubleOptInLink?> AnsweredAsync(TrackedHost host)
    {
        var answer = SignUpAsync(host);
        for (var waited = 0; waited < 4; waited++)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(124));
            Assert.False(answer.IsCompleted);
        }

        host.Clock.Advance(TimeSpan.FromMilliseconds(4));
        return await answer;
    }

    private static async Task<ConsentDecision> MayAsync(TrackedHost host) => await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Email), Stop);

    private static async Task<List<PendingConfirmation>> PendingAsync(TrackedHost host)
    {
        var all = new List<PendingConfirmation>();
        await foreach (var one in OptIns(host).PendingAsync(Api, Stop))
        {
            all.Add(one);
        }

        return all;
    }

    private static async Task<List<StoreNote>> NotesAsync(TrackedHost host)
    {
        var all = new List<StoreNote>();
        await foreach (var note in ((IConsentNotes)host.Store).ScanNotesAsync("double-opt-in", null, Stop))
        {
            all.Add(note);
        }

        return all;
    }
}
