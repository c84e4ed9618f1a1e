using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What somebody found who had only the first promise in hand, and tried names that look like others, spellings, lists, and links that turn out wrong.</summary>
public sealed class FoundByAttackOnNames : IDisposable
{
    private static readonly ContactId s_cleo = ContactId.From("cleo");
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_list_that_closes_an_id_takes_out_of_audiences_whoever_is_one_person_with_it_over_another_closed_id()
    {
        await Self(Ada, _host.Give(Ada));
        await Self(s_cleo, _host.Give(s_cleo));
        await Link(Ada, s_cleo);
        await _host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17"), Stop);
        Day();
        await Link(s_cleo, Bea);
        Day();
        await Self(Bea, _host.Give(Bea));
        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(1, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
        Day();
        await Close("one", Ada);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(0, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop));
    }

    [Fact]
    public async Task What_may_be_used_afterwards_is_told_after_the_whole_batch_of_one_contact()
    {
        var at = _host.Now;
        ConsentChange[] changes = [
            ConsentChange.For(Ada).WithId(ChangeId.From("1")).AcceptNotice("v1", at).Give(Email, at, Evidence.Asserted("f:1")),
            ConsentChange.For(Ada).WithId(ChangeId.From("2")).Withdraw(Email)];
        var report = await _host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(0, report.Uses.Single(u => u.Purpose == Email).Permitted);
    }

    [Fact]
    public async Task What_may_be_used_afterwards_is_told_after_the_whole_batch_of_linked_contacts()
    {
        await Link(Ada, Bea);
        Day();
        var at = _host.Now;
        ConsentChange[] changes = [
            ConsentChange.For(Bea).WithId(ChangeId.From("1")).AcceptNotice("v1", at).Give(Email, at, Evidence.Asserted("f:1")),
            ConsentChange.For(Ada).WithId(ChangeId.From("2")).Withdraw(Email)];
        var report = await _host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(0, report.Uses.Single(u => u.Purpose == Email).Permitted);
    }

    [Fact]
    public async Task A_documents_no_that_was_taken_out_comes_again_each_time_as_another_word()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        var doc = new ConsentDocument(Ada, "crm", _host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Objection, FlagValue.Active));
        for (var i = 0; i < 4; i++)
        {
            Day();
            var results = await _host.Tracker.As(Api).MergeAsync(doc, Stop);
            var result = results.Single();
            var may = (await _host.MayEmail(Ada)).IsPermitted;
            Assert.False(may, $"round {i}");
            Day();
        await _host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, result.Change, "wrong", "7"), Stop);
            Assert.True((await _host.MayEmail(Ada)).IsPermitted);
            await Verify();
        }
    }

    [Fact]
    public async Task Lists_whose_names_are_alike_are_two_lists()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await Close("mail");
        Day();
        await Close("mail+2024");
        Day();
        await Rectify(Rectification.OfList(Ada, "mail", "wrong list", "7"));
        await Verify();
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(RectificationOutcome.Rectified, await Rectify(Rectification.OfList(Ada, "mail+2024", "wrong list", "7")));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Changes_whose_ids_are_alike_are_two_changes()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("unsubscribe:news")).Object(Email), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("unsubscribe:news+2")).Object(Email), Stop);
        Day();
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("unsubscribe:news"), "scanner", "7"));
        await Verify();
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(RectificationOutcome.Rectified, await Rectify(Rectification.OfChange(Ada, ChangeId.From("unsubscribe:news+2"), "scanner", "7")));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Changes_whose_ids_are_long_are_two_changes()
    {
        await Self(Ada, _host.Give(Ada));
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From(new string('x', 150))).Object(Email), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From(new string('y', 250))).Object(Email), Stop);
        Day();
        await Rectify(Rectification.OfChange(Ada, ChangeId.From(new string('x', 150)), "scanner", "7"));
        await Verify();
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_lent_no_of_the_same_day_as_an_own_one_is_kept_when_the_other_id_is_erased()
    {
        await Self(Ada, _host.Give(Ada));
        await Link(Ada, Bea);
        for (var i = 0; i < 10; i++) { Day(); }
        var day = Occurrence.On(new DateOnly(2026, 1, 6));
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).WithId(ChangeId.From("letter")).Object(Email, day), Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("misfiled")).Object(Email, day), Stop);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("part"), isLinked: false), Stop);
        Day();
        await _host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17"), Stop);
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("misfiled"), "another Ada's letter", "7"));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_no_that_comes_again_while_only_a_linked_id_says_no_is_recorded()
    {
        await Self(Ada, _host.Give(Ada));
        var stop = ConsentChange.For(Ada).WithId(ChangeId.From("stop:1")).Object(Email);
        await _host.Tracker.As(Api).ApplyAsync(stop, Stop);
        Day();
        await Self(Ada, ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", _host.Now).GiveAnew(Email, _host.Now, Form));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        Day();
        var r = await _host.Tracker.As(Api).ApplyAsync(stop, Stop);
        Day();
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("link"), "two customers, taken for one", "7"));
        await _host.MayEmail(Ada);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_list_that_comes_again_while_only_a_linked_id_says_no_is_recorded()
    {
        await Self(Ada, _host.Give(Ada));
        await Close("one");
        Day();
        await Self(Ada, ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", _host.Now).GiveAnew(Email, _host.Now, Form).RetractObjection(PurposePath.All, _host.Now, Form));
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Day();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(PurposePath.All), Stop);
        Day();
        await Close("one");
        Day();
        await Rectify(Rectification.OfChange(Ada, ChangeId.From("link"), "two customers, taken for one", "7"));
        await _host.MayEmail(Ada);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Theory]
    [InlineData("nonchar\uFFFE@x.example")]
    [InlineData("nonchar\uFDD0@x.example")]
    [InlineData("nonchar\uFFFF@x.example")]
    [InlineData("nonchar\U0001FFFE@x.example")]
    [InlineData("a@non\uFFFEchar.example")]
    [InlineData("unassigned\u0378@x.example")]
    public async Task An_odd_id_that_looks_like_an_address_stops_nobody(string id)
    {
        var odd = ContactId.From(id);
        var r = await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(odd).Object(Email), Stop);
        Assert.True(r.IsFullyInForce);
        await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = [Ada], Points = [ContactPoint.Email("bea@x.example").Sha256] }, Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        await _host.Privacy.As(Manager).EraseAsync(new(odd, "GDPR 17"), Stop);
        await Verify();
    }

    [Fact]
    public async Task A_list_with_an_odd_id_closes_the_others()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = [ContactId.From("nonchar\uFFFE@x.example"), Ada] }, Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_run_with_an_odd_id_records_the_others()
    {
        await Self(Ada, _host.Give(Ada));
        ConsentChange[] changes = [ConsentChange.For(ContactId.From("nonchar\uFFFE@x.example")).Object(Email), ConsentChange.For(Ada).Object(Email)];
        await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = [Bea] }, Stop);
        var report = await _host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_list_of_names_of_hashes_finds_the_addresses()
    {
        var point = ContactPoint.Email("ada@shop.example");
        await Self(point.Id, _host.Give(point.Id));
        await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = [HashedPoint.NameOf(point.Sha256)] }, Stop);
        await _host.MayEmail(point.Id);
        await Verify();
        Assert.False((await _host.MayEmail(point.Id)).IsPermitted);
    }

    [Fact]
    public async Task A_no_at_an_address_in_capitals_is_heard_at_the_same_in_small_letters()
    {
        await Self(Ada, _host.Give(Ada));
        var upper = ContactPoint.Email("ΝΙΚΟΣ@shop.example");
        var lower = ContactPoint.Email("νικος@shop.example");
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(upper.Id).Object(Email), Stop);
        Assert.False((await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Email).At(lower), Stop)).IsPermitted);
    }

    [Fact]
    public async Task A_list_by_the_hash_of_an_address_in_capitals_is_heard_at_the_same_in_small_letters()
    {
        await Self(Ada, _host.Give(Ada));
        await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Points = [ContactPoint.Email("ΝΙΚΟΣ@shop.example").Sha256] }, Stop);
        Assert.False((await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Email).At(ContactPoint.Email("νικος@shop.example")), Stop)).IsPermitted);
    }

    [Fact]
    public void What_composes_to_a_character_that_has_to_be_quoted_is_no_address() => Assert.False(ContactPoint.TryEmail("a\u037Eb@shop.example", out _));

    [Fact]
    public async Task A_list_without_points_or_contacts_is_one_with_none()
    {
        await Self(Ada, _host.Give(Ada));
        Assert.Equal(1, (await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = [Ada], Points = default }, Stop)).Objected);
        Assert.Equal(0, (await _host.Privacy.As(Manager).CloseAsync(new() { Name = "one", Contacts = default, Points = [] }, Stop)).Closed);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    private async Task<ClosingReport> Close(string list, ContactId? whom = null) => await _host.Privacy.As(Manager).CloseAsync(new() { Name = list, Contacts = [whom ?? Ada] }, Stop);

    private async Task<RectificationOutcome> Rectify(Rectification wrong) => await _host.Privacy.As(Manager).RectifyAsync(wrong, Stop);

    private async Task<ChangeResult> Self(ContactId who, ConsentChange change) => await _host.Tracker.As(Actor.ForSelf(who)).ApplyAsync(change, Stop);

    private async Task Link(ContactId one, ContactId other) => await _host.Tracker.As(Api).LinkAsync(new(one, other, _host.Now, ChangeId.From(Guid.NewGuid().ToString())), Stop);

    private async Task Verify()
    {
        var verdict = await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private void Day() => _host.Clock.Advance(TimeSpan.FromDays(1));
}
