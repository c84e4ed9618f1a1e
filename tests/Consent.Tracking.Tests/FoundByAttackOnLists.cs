using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What an attack on lists, their rectification and closed ids found: each lost a no, a yes, or what the log says.</summary>
public sealed class FoundByAttackOnLists : IDisposable
{
    private static readonly ContactId s_cleo = ContactId.From("cleo");

    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Two_lists_name_somebody_on_record_and_the_first_is_rectified()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await Close("one");
        var place = (await LastAsync()).Index;
        Day();
        await Close("two");
        Assert.Equal(RectificationOutcome.Rectified, await Rectify(Rectification.OfEntry(Ada, place, "wrong", "7")));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_list_over_an_objection_that_is_rectified()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("scanner")).Object(PurposePath.All), Stop);
        Day();
        await Close("one");
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("scanner"), "wrong", "7"));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_list_over_an_objection_lent_by_a_link_that_never_was()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(PurposePath.All), Stop);
        Day();
        await Close("one");
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("link"), "wrong", "7"));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_list_on_an_id_that_was_opened_after_another_list()
    {
        await Close("one");
        Day();
        await Self(Ada, ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", _host.Now).Give(Email, _host.Now, Form));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Day();
        await Close("two");
        await Rectify(Rectification.OfList(Ada, "one", "wrong", "7"));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_rectification_by_place_is_repeated_after_the_list_named_the_id_anew()
    {
        await Close("one");
        var place = (await LastAsync()).Index;
        await Close("two");
        Day();
        var wrong = Rectification.OfEntry(Ada, place, "wrong", "7");
        Assert.Equal(RectificationOutcome.Rectified, await Rectify(wrong));
        Day();
        await Close("one");
        Day();
        var outcome = await Rectify(wrong);
        Assert.Equal(RectificationOutcome.AlreadyRectified, outcome);
    }

    [Fact]
    public async Task A_no_of_a_linked_id_said_while_the_id_was_listed_and_the_other_erased()
    {
        await Close("one");
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        Day();
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("part"), isLinked: false), Stop);
        Day();
        await _host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17"), Stop);
        await Rectify(Rectification.OfList(Ada, "one", "wrong", "7"));
        await Verify();
        await Self(Ada, _host.Give(Ada));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task An_asserted_yes_does_not_fill_in_over_such_a_no()
    {
        await Close("one");
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Withdraw(Email), Stop);
        Day();
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("part"), isLinked: false), Stop);
        Day();
        await _host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17"), Stop);
        await Rectify(Rectification.OfList(Ada, "one", "wrong", "7"));
        await _host.Tracker.As(Api).MergeAsync(new ConsentDocument(Ada, "a", _host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active), new("v1", _host.Now)), Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_yes_of_a_linked_id_between_erasure_and_list_counts_after_the_rectification()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17"), Stop);
        Day();
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await Self(Bea, _host.Give(Bea));
        var before = await _host.MayEmail(Bea);
        await Verify();
        Day();
        await Close("one");
        await Verify();
        Day();
        await Rectify(Rectification.OfList(Ada, "one", "wrong", "7"));
        var after = await _host.MayEmail(Bea);
        await Verify();
        Assert.Equal(before.Code, after.Code);
    }

    [Fact]
    public async Task A_form_read_before_a_dated_no_to_a_listed_id()
    {
        var early = _host.Now;
        Day();
        await Close("one");
        Day();
        var seen = (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision;
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email, early), Stop);
        Day();
        var result = await Self(Ada, ConsentChange.For(Ada).From(ChangeSource.SelfService).Expecting(seen).AcceptNotice("v1", _host.Now).GiveAnew(Email, _host.Now, Form));
        Assert.True(result.Has(ChangeCode.RevisionConflict) || !(await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_no_to_a_listed_id_reaches_the_audience_of_those_linked_with_it()
    {
        await Close("one");
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await Self(Bea, ConsentChange.For(Bea).From(ChangeSource.SelfService).AcceptNotice("v1", _host.Now).GiveAnew(Email, _host.Now, Form));
        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(1, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(0, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
    }

    [Fact]
    public async Task A_no_to_an_erased_id_reaches_the_audience_of_those_linked_with_it()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17"), Stop);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await Self(Bea, _host.Give(Bea));
        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(1, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(0, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
    }

    [Fact]
    public async Task A_list_over_an_erased_id_reaches_the_audience_of_those_linked_with_it()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17"), Stop);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await Self(Bea, _host.Give(Bea));
        Assert.Equal(1, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
        Day();
        await Close("one");
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(0, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
    }

    [Fact]
    public async Task One_of_two_parted_closed_ids_is_forgotten_wholly()
    {
        await _host.Tracker.As(Api).LinkAsync(new(Bea, s_cleo, _host.Now, ChangeId.From("link")), Stop);
        await _host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17"), Stop);
        Day();
        await _host.Tracker.As(Api).LinkAsync(new(Bea, s_cleo, _host.Now, ChangeId.From("part"), isLinked: false), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        await Verify();
        await _host.Privacy.As(Manager).EraseAsync(new(s_cleo, "GDPR 17") { Keeps = ErasureKeeps.Nothing }, Stop);
        await Verify();
    }

    [Fact]
    public async Task A_rectification_names_the_id_and_not_what_is_kept_of_it()
    {
        await Close("one");
        var closed = (await LastAsync()).Facts.Closing!;
        Assert.Throws<ArgumentException>("contact", () => Rectification.OfList(closed.Name, "one", "wrong", "7"));
        Assert.Throws<ArgumentException>("contact", () => Rectification.OfEntry(closed.Name, 0, "wrong", "7"));
    }

    [Fact]
    public async Task What_a_list_objected_for_somebody_on_record_is_taken_out_by_its_name_too()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await Close("one");
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
        Assert.Equal(new(0, 0, 1), await Close("one"));
        Assert.Equal(RectificationOutcome.Rectified, await Rectify(Rectification.OfList(Ada, "one", "wrong", "7")));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(RectificationOutcome.AlreadyRectified, await Rectify(Rectification.OfList(Ada, "one", "wrong", "7")));
        Assert.Equal(new(0, 1, 0), await Close("one"));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        await Verify();
    }

    private async Task<ClosingReport> Close(string list, ContactId? whom = null) => await _host.Privacy.As(Manager).CloseAsync(new() { Name = list, Contacts = [whom ?? Ada] }, Stop);

    private async Task<RectificationOutcome> Rectify(Rectification wrong) => await _host.Privacy.As(Manager).RectifyAsync(wrong, Stop);

    private async Task<ChangeResult> Self(ContactId who, ConsentChange change) => await _host.Tracker.As(Actor.ForSelf(who)).ApplyAsync(change, Stop);

    private async Task<AuditEntry> LastAsync() => await _host.Store.ReadLogAsync(LogQuery.Everything, Stop).LastAsync(Stop);

    private async Task Verify()
    {
        var verdict = await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private void Day() => _host.Clock.Advance(TimeSpan.FromDays(1));
}
