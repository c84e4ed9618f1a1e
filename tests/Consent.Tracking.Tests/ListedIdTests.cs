using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A list of those not to be contacted named somebody wrongly: that is taken out, and nothing else that closed the id.</summary>
public sealed class ListedIdTests : IDisposable
{
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task An_id_that_nothing_else_closed_is_as_if_it_had_never_been_closed()
    {
        await CloseAsync("theirs");
        Assert.Equal(ChangeCode.ErasedBefore, (await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop)).Code);

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync("theirs"));
        Assert.Equal(RectificationOutcome.AlreadyRectified, await RectifyAsync("theirs"));

        Assert.Contains(DecisionCode.ConsentNeverAsked, (await _host.MayEmail(Ada)).Failed);
        Assert.False((await _host.MayEmail(Ada)).RectifiedBy.IsDefault);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        await VerifyAsync();
    }

    [Fact]
    public async Task It_is_on_record_for_ever_with_ground_and_reference()
    {
        await CloseAsync("theirs");
        var closed = await LastAsync();
        await RectifyAsync("theirs");

        var entry = await LastAsync();
        Assert.Equal((AuditEntryType.Rectified, Ada, closed.Index), (entry.Type, entry.Subject!.Contact, entry.Facts.Rectifies));
        Assert.Equal(("the wrong file", "case 7", Manager.Id), (entry.Facts.Details["ground"], entry.Evidence!.Reason, entry.Actor!.Id));
        Assert.Equal(ClosedKind.Rectified, entry.Facts.Closing!.Kind);
    }

    [Fact]
    public async Task The_closing_may_be_named_by_its_place_in_the_log()
    {
        await CloseAsync("theirs");
        var place = (await LastAsync()).Index;

        Assert.Equal(RectificationOutcome.NotOnRecord, await RectifyAsync(Rectification.OfEntry(Bea, place, "the wrong file", "case 7")));
        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Rectification.OfEntry(Ada, place, "the wrong file", "case 7")));
        Assert.Contains(DecisionCode.ConsentNeverAsked, (await _host.MayEmail(Ada)).Failed);
    }

    [Fact]
    public async Task Another_list_goes_on_closing_it()
    {
        await CloseAsync("theirs");
        await CloseAsync("robinson");
        var size = await _host.LogSize();
        await CloseAsync("theirs");
        Assert.Equal(size, await _host.LogSize());

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync("theirs"));
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
        var entry = await LastAsync();
        Assert.Equal((AuditEntryType.Closed, null, "robinson"), (entry.Type, entry.Subject, Assert.Single(entry.Facts.Closing!.Lists).List));
        await VerifyAsync();

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync("robinson"));
        Assert.Contains(DecisionCode.ConsentNeverAsked, (await _host.MayEmail(Ada)).Failed);
        await VerifyAsync();
    }

    [Fact]
    public async Task A_no_that_the_person_said_meanwhile_stays_also_one_of_before()
    {
        var before = _host.Now;
        Day();
        await CloseAsync("theirs");
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email, before), Stop);

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync("theirs"));

        var kept = (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!;
        Assert.Equal((ClosedKind.NeverContact, before, 0), (kept.Kind, kept.Since, kept.Lists.Length));
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
        await VerifyAsync();
    }

    [Fact]
    public async Task A_no_of_a_file_stays_too_and_is_recorded_once()
    {
        await CloseAsync("theirs");
        await _host.Tracker.As(Api).MergeAsync(Night(), Stop);
        var size = await _host.LogSize();
        Day();
        await _host.Tracker.As(Api).MergeAsync(Night(), Stop);
        Assert.Equal(size, await _host.LogSize());

        await RectifyAsync("theirs");
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task An_id_that_was_erased_before_is_erased_again()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        var erased = (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing;
        Day();
        await CloseAsync("theirs");
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);

        await RectifyAsync("theirs");

        Assert.Equal(erased, (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing);
        Assert.Contains(DecisionCode.Erased, (await _host.MayEmail(Ada)).Failed);
        await VerifyAsync();
    }

    [Fact]
    public async Task Of_an_id_that_the_person_opened_the_objection_to_everything_goes()
    {
        await CloseAsync("theirs");
        Day();
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);
        Assert.Equal(FlagValue.Active, (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Effective(Purposes.Profiling.Online).Objection);

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync("theirs"));

        var record = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.Equal((ContactState.Open, FlagValue.Unset), (record.State, record.Effective(Purposes.Profiling.Online).Objection));
        Assert.Equal(RectificationOutcome.AlreadyRectified, await RectifyAsync("theirs"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Who_is_linked_with_it_stays_so_and_what_they_said_meanwhile_counts()
    {
        await CloseAsync("theirs");
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);

        await RectifyAsync("theirs");
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Profiling.Online), Stop);

        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
        Assert.Equal(FlagValue.Active, (await _host.Tracker.As(Api).GetAsync(Bea, Stop)).Effective(Purposes.Profiling.Online).Objection);
        await VerifyAsync();
    }

    [Fact]
    public async Task It_is_erased_and_closed_like_any_other_record()
    {
        await CloseAsync("theirs");
        await RectifyAsync("theirs");
        await EraseAsync(Ada);
        Assert.Contains(DecisionCode.Erased, (await _host.MayEmail(Ada)).Failed);
        await CloseAsync("theirs");
        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
        await VerifyAsync();
    }

    [Fact]
    public async Task Of_an_id_that_no_list_closed_nothing_is_written()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        var size = await _host.LogSize();
        Assert.Equal(RectificationOutcome.NotOnRecord, await RectifyAsync("theirs"));
        Assert.Equal(size, await _host.LogSize());
    }

    [Fact]
    public async Task Only_the_privacy_manager_may_and_a_list_has_a_name()
    {
        await CloseAsync("theirs");
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await _host.Privacy.As(Dpo).RectifyAsync(Rectification.OfList(Ada, "theirs", "the wrong file", "case 7"), Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => CloseAsync(" "));
        await Assert.ThrowsAsync<ArgumentException>(() => CloseAsync(new string('x', ListedClosing.MaxNameLength + 1)));
    }

    private async Task CloseAsync(string list) => await _host.Privacy.As(Manager).CloseAsync(new() { Name = list, Contacts = [Ada] }, Stop);

    private Task<RectificationOutcome> RectifyAsync(string list) => RectifyAsync(Rectification.OfList(Ada, list, "the wrong file", "case 7"));

    private async Task<RectificationOutcome> RectifyAsync(Rectification wrong) => await _host.Privacy.As(Manager).RectifyAsync(wrong, Stop);

    private async Task EraseAsync(ContactId contact) => await _host.Privacy.As(Manager).EraseAsync(new(contact, "GDPR 17(1)(b)"), Stop);

    private async Task<AuditEntry> LastAsync() => await _host.Store.ReadLogAsync(LogQuery.Everything, Stop).LastAsync(Stop);

    private async Task VerifyAsync() => Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);

    private ConsentDocument Night() => new(Ada, "crm", _host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Inactive));

    private void Day() => _host.Clock.Advance(TimeSpan.FromDays(1));
}
