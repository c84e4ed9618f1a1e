using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>Closed ids and those linked with them.</content>
public sealed partial class ClosedIdTests
{
    [Fact]
    public async Task Who_was_once_linked_over_somebody_erased_keeps_the_no()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(s_cid), Stop);
        await LinkAsync(Bea, Ada);
        await LinkAsync(Ada, s_cid);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Withdraw(Email, _host.Now), Stop);
        Day();
        await LinkAsync(Bea, Ada, isLinked: false);
        await LinkAsync(Ada, s_cid, isLinked: false);
        Assert.False((await _host.MayEmail(s_cid)).IsPermitted);

        await EraseAsync(Ada);

        Assert.False((await _host.MayEmail(s_cid)).IsPermitted);
        var cid = await _host.Tracker.As(Api).GetAsync(s_cid, Stop);
        Assert.Empty(cid.Links);
        Assert.Equal(FlagValue.Inactive, cid.OwnFlags.Single(f => f.Node == Email).Value);
        Assert.True(cid.SaysTheSameAs((await _host.Audit.As(Dpo).AsKnownAsync(s_cid, _host.Now, Stop))[s_cid]));
    }

    [Fact]
    public async Task Somebody_under_a_hold_who_was_once_linked_stops_the_erasure()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await LinkAsync(Ada, Bea);
        Day();
        await LinkAsync(Ada, Bea, isLinked: false);
        Assert.True(await _host.Privacy.As(Manager).HoldAsync(Bea, "case 7", Stop));

        Assert.Equal(ErasureOutcome.Held, await EraseAsync(Ada));

        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.True(await _host.Privacy.As(Manager).ReleaseHoldAsync(Bea, "case 7", Stop));
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(Ada));
    }

    [Theory]
    [InlineData(ErasureKeeps.Erased)]
    [InlineData(ErasureKeeps.NeverContact)]
    public async Task While_a_closed_id_is_linked_with_another_that_one_is_not_contacted_and_undone_is_as_before(ErasureKeeps keeps)
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada, keeps);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        var before = await _host.Tracker.As(Api).GetAsync(Bea, Stop);
        Day();

        await LinkAsync(Ada, Bea);

        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.DoesNotContain(await _host.Store.ReadLogAsync(new(), Stop).ToListAsync(Stop), e => e.Subject?.Contact == Ada || e.Subject?.Other == Ada);
        Day();
        await LinkAsync(Ada, Bea, isLinked: false);
        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(before.Flags, (await _host.Tracker.As(Api).GetAsync(Bea, Stop)).Flags);
    }

    [Fact]
    public async Task What_is_said_to_an_id_linked_with_a_closed_one_counts_for_it_only_where_it_would_open_it()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();
        await LinkAsync(Ada, Bea);
        Day();

        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Day();
        await _host.Tracker.As(Actor.ForSelf(Bea)).ApplyAsync(_host.Give(Bea), Stop);

        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(ContactState.Closed, (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).State);
        var known = await _host.Audit.As(Dpo).AsKnownAsync(Ada, _host.Now, Stop);
        Assert.True((await _host.Tracker.As(Api).GetAsync(Ada, Stop)).SaysTheSameAs(known[Ada]));
    }

    [Fact]
    public async Task A_no_said_to_a_closed_id_reaches_those_linked_with_it()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();
        await LinkAsync(Ada, Bea);
        Day();
        await _host.Tracker.As(Actor.ForSelf(Bea)).ApplyAsync(_host.Give(Bea), Stop);
        Day();

        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);

        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Bea)).Code);
    }

    [Fact]
    public async Task Ids_erased_together_stay_one_person()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        await LinkAsync(Ada, Bea);
        await EraseAsync(Ada);
        var ada = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        var bea = await _host.Tracker.As(Api).GetAsync(Bea, Stop);
        Assert.Equal([bea.Closing!.Digest], ada.LinkedDigests());
        Assert.Equal([ada.Closing!.Digest], bea.LinkedDigests());
        Day();

        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);

        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task Ids_erased_together_and_no_longer_linked_are_forgotten_one_by_one()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await LinkAsync(Ada, Bea);
        await EraseAsync(Ada);
        Day();
        await LinkAsync(Ada, Bea, isLinked: false);

        Assert.Equal(ErasureOutcome.Forgotten, await EraseAsync(Ada, ErasureKeeps.Nothing));
        Assert.Equal(ContactState.Closed, (await _host.Tracker.As(Api).GetAsync(Bea, Stop)).State);
        Assert.Equal(ErasureOutcome.Forgotten, await EraseAsync(Bea, ErasureKeeps.Nothing));
    }

    [Fact]
    public async Task Erasing_again_who_is_linked_with_a_closed_id_closes_both()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email, _host.Now), Stop);
        await LinkAsync(Ada, Bea);
        Day();

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await EraseAsync(Bea));

        foreach (var id in (ContactId[])[Ada, Bea])
        {
            var record = await _host.Tracker.As(Api).GetAsync(id, Stop);
            Assert.Equal((ClosedKind.NeverContact, _host.Now), (record.Closing!.Kind, record.Closing.Since));
            Assert.DoesNotContain(record.Links, l => l.Other == Ada || l.Other == Bea);
            Assert.Single(record.LinkedDigests());
        }
    }

    [Fact]
    public async Task An_opened_id_is_called_by_its_id_again_by_those_linked_with_it()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();
        await LinkAsync(Ada, Bea);
        Day();

        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Purposes.Marketing.Automatic.Sms), Stop);

        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        var bea = await _host.Tracker.As(Api).GetAsync(Bea, Stop);
        Assert.Equal(Ada, Assert.Single(bea.Links).Other);
        Assert.Equal(FlagValue.Inactive, bea[Purposes.Marketing.Automatic.Sms].Status);
        var known = await _host.Audit.As(Dpo).AsKnownAsync(Bea, _host.Now, Stop);
        Assert.True(bea.SaysTheSameAs(known[Bea]));
        Assert.True((await _host.Tracker.As(Api).GetAsync(Ada, Stop)).SaysTheSameAs(known[Ada]));
    }
}
