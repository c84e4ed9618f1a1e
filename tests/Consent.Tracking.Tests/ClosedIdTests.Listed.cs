using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>Ids that a list closes or erases.</content>
public sealed partial class ClosedIdTests
{
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
}
