using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What becomes of an id once its contact was erased, on every path by which the old words may come back.</summary>
public sealed class ClosedIdTests : IDisposable
{
    private const string Ground = "GDPR 17(1)(b)";

    private static readonly ContactId s_cid = ContactId.From("cid");
    private static readonly Actor s_operator = Actor.Operator("op-7");

    private readonly TrackedHost _host = new();

    private static readonly Dictionary<string, Func<TrackedHost, ConsentChange, Task>> s_paths = new()
    {
        ["one change by a program"] = async (host, old) => await host.Tracker.As(Api).ApplyAsync(old, Stop),
        ["one change by the person, of before"] = async (host, old) => await host.Tracker.As(Actor.ForSelf(old.Contact)).ApplyAsync(old, Stop),
        ["one change by an operator, of before"] = async (host, old) => await host.Tracker.As(s_operator).ApplyAsync(old.Because("a form found in a drawer"), Stop),
        ["in bulk"] = async (host, old) => await host.Bulk.As(Api).Apply(Stream(old.From(ChangeSource.Api))).CompleteAsync(Stop),
        ["by import"] = async (host, old) => await host.Bulk.As(Api).Apply(Stream(old.From(ChangeSource.Import))).CompleteAsync(Stop),
        ["by document"] = async (host, old) => await host.Tracker.As(Api).MergeAsync(Night(host, old.Contact, true), Stop),
        ["by link with another id that has it"] = async (host, old) =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            await host.Tracker.As(Api).LinkAsync(new(old.Contact, Bea, host.Now, ChangeId.From("link")), Stop);
        },
    };

    public static TheoryData<string, ErasureKeeps> Paths => new(from path in s_paths.Keys from keeps in new[] { ErasureKeeps.Erased, ErasureKeeps.NeverContact } select (path, keeps));

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_was_said_before_an_erasure_counts_on_no_path(string path, ErasureKeeps keeps)
    {
        var old = _host.Give(Ada).WithId(ChangeId.From("old"));
        await _host.Tracker.As(Api).ApplyAsync(old, Stop);
        Day();
        await EraseAsync(Ada, keeps);
        Day();

        await s_paths[path](_host, old);

        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(ContactState.Closed, (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).State);
        Assert.Empty(await _host.Audit.As(Dpo).QuarantineAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task An_act_that_is_older_than_what_a_fast_clock_dated_stays_refused()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        var fast = _host.Now.Plus(TimeSpan.FromMinutes(3));
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, Purposes.Profiling.Online), Stop);
        await AheadAsync(fast);
        await EraseAsync(Ada);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ChangeCode.ErasedBefore, (await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop)).Code);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ChangeOutcome.Recorded, (await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop)).Outcome);
    }

    [Fact]
    public async Task A_person_who_comes_back_is_contacted_for_what_they_gave_since()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();

        var back = await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);

        Assert.Equal((ChangeOutcome.Recorded, 1), (back.Outcome, back.Revision.Number));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Contains(DecisionCode.Erased, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Sms), Stop)).Failed);
        var record = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.True(record.SaysTheSameAs((await _host.Audit.As(Dpo).AsKnownAsync(Ada, _host.Now, Stop))[Ada]));
    }

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
    public async Task A_closed_id_is_wholly_forgotten_where_nothing_is_to_be_kept(ErasureKeeps before)
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        await EraseAsync(Ada, before);
        var digest = (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Digest;

        Assert.Equal(ErasureOutcome.Forgotten, await EraseAsync(Ada, ErasureKeeps.Nothing));

        Assert.True((await _host.Tracker.As(Api).GetAsync(Ada, Stop)).IsEmpty);
        Assert.DoesNotContain(await _host.Store.ReadLogAsync(new(), Stop).ToListAsync(Stop), e => e.Facts.Closing?.Digest == digest);
        Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada, ErasureKeeps.Nothing));
        Assert.Equal(ChangeOutcome.Recorded, (await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop)).Outcome);
    }

    [Fact]
    public async Task A_closed_id_may_be_closed_to_all_contact_by_a_later_wish()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(Ada));

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await EraseAsync(Ada, ErasureKeeps.NeverContact));

        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada, ErasureKeeps.NeverContact));
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada));
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

    [Fact]
    public async Task Another_systems_list_closes_ids_never_seen_and_those_on_record_object_to_everything()
    {
        var seen = ContactPoint.Email("Ada@Shop.example").Id;
        var stranger = ContactPoint.Email("eve@shop.example");
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(seen), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(s_cid), Stop);
        await EraseAsync(s_cid);
        Day();
        var list = new ClosingList { Contacts = [Ada, Bea, s_cid], Points = [ContactPoint.Email("ada@shop.example").Sha256, stranger.Sha256] };

        Assert.Equal(new(3, 2, 0), await _host.Privacy.As(Manager).CloseAsync(list, Stop));
        var size = await _host.LogSize();
        Assert.Equal(new(0, 0, 5), await _host.Privacy.As(Manager).CloseAsync(list, Stop));

        Assert.Equal(size, await _host.LogSize());
        foreach (var id in (ContactId[])[Ada, stranger.Id, s_cid])
        {
            Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(id)).Code);
            Assert.Equal(ChangeCode.ErasedBefore, (await _host.Tracker.As(Api).ApplyAsync(_host.Give(id), Stop)).Code);
        }

        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(seen)).Code);
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Bea)).Code);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await _host.Privacy.As(Dpo).CloseAsync(list, Stop));
    }

    [Fact]
    public async Task Of_a_list_to_erase_each_is_erased_and_those_held_and_those_that_name_nobody_are_told()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(s_cid), Stop);
        await _host.Privacy.As(Manager).HoldAsync(s_cid, "case 7", Stop);
        ErasureRequest[] list = [new(Ada, Ground), null!, new(s_cid, Ground), new(Bea, Ground), new(default, Ground)];

        var report = await _host.Privacy.As(Manager).EraseAllAsync(list.ToAsyncEnumerable(), Stop);

        Assert.Equal("1 Erased, 1 ErasedNeverContact, 1 Held, 2 refused", report.ToString());
        Assert.Equal([2L], report.Held);
        Assert.Equal([1L, 4L], report.Refused);
        Assert.Equal(2, (await _host.Privacy.As(Manager).EraseAllAsync(list.ToAsyncEnumerable(), Stop))[ErasureOutcome.NothingOnRecord]);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await _host.Privacy.As(Dpo).EraseAllAsync(list.ToAsyncEnumerable(), Stop));
    }

    [Fact]
    public async Task A_place_of_a_list_that_names_nobody_is_told_and_stops_no_other()
    {
        var list = new ClosingList { Contacts = [default, Ada], Points = [default, ContactPoint.Email("eve@shop.example").Sha256] };

        Assert.Equal(new(2, 0, 0, 2), await _host.Privacy.As(Manager).CloseAsync(list, Stop));
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task An_id_that_is_a_listed_address_as_people_write_it_objects_to_everything()
    {
        var written = ContactId.From("Ada@Shop.example");
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(written), Stop);

        Assert.Equal(new(1, 1, 0), await _host.Privacy.As(Manager).CloseAsync(new() { Points = [ContactPoint.Email("ada@shop.example").Sha256] }, Stop));
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(written)).Code);
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(ContactPoint.Email("ada@shop.example").Id)).Code);
    }

    private void Day() => _host.Clock.Advance(TimeSpan.FromDays(1));

    private ValueTask<ErasureOutcome> EraseAsync(ContactId contact, ErasureKeeps keeps = ErasureKeeps.Erased) =>
        _host.Privacy.As(Manager).EraseAsync(new(contact, Ground) { Keeps = keeps }, Stop);

    private async Task LinkAsync(ContactId one, ContactId other, bool isLinked = true) => Assert.Equal(
        ChangeOutcome.Recorded, (await _host.Tracker.As(Api).LinkAsync(new(one, other, _host.Now, ChangeId.From(Guid.CreateVersion7().ToString()), isLinked), Stop)).Outcome);

    /// <summary>Another host, whose clock runs fast, records an objection.</summary>
    private async Task AheadAsync(Timestamp fast)
    {
        using var other = new TrackedHost(store: _host.Store);
        other.Clock.SetUtcNow(fast.ToDateTimeOffset());
        await other.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
    }

    private static ConsentDocument Night(TrackedHost host, ContactId contact, bool isActive) =>
        new(contact, "crm", host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, isActive ? FlagValue.Active : FlagValue.Inactive));

    private static async IAsyncEnumerable<ConsentChange> Stream(ConsentChange change)
    {
        await Task.CompletedTask;
        yield return change;
    }
}
