using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Ways by which a no was lost, or somebody's keys, that an attacker found: each as it was tried.</summary>
public class FoundByAttack
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_retry_of_before_an_erasure_opens_nothing_whatever_date_it_claims(int ahead)
    {
        using var host = new TrackedHost();
        var at = host.Now.Plus(TimeSpan.FromMinutes(ahead));
        var yes = ConsentChange.For(Ada).WithId(ChangeId.From("x")).From(ChangeSource.SelfService).AcceptNotice("v1", at).Give(Email, at, Form);
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(yes, Stop);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(ChangeCode.ErasedBefore, (await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(yes, Stop)).Code);
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_yes_dated_ahead_that_is_sent_again_undoes_no_no_said_in_between()
    {
        using var host = new TrackedHost();
        var at = host.Now.Plus(TimeSpan.FromMinutes(3));
        var yes = ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", at).Give(Email, at, Form);
        await host.Tracker.As(Api).ApplyAsync(yes, Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await host.Tracker.As(Api).ApplyAsync(yes, Stop);

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_link_to_confirm_that_a_clock_ahead_made_before_an_erasure_opens_nothing()
    {
        using var fast = new TrackedHost();
        using var slow = new TrackedHost(store: fast.Store);
        fast.Clock.Advance(TimeSpan.FromMinutes(4));
        var link = PersonalLink.DoubleOptIn(fast.Now, Email);
        await fast.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", fast.Now).Give(Email, fast.Now, Form with { AwaitsConfirmation = true }), Stop);
        slow.Clock.Advance(TimeSpan.FromMinutes(1));
        await slow.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        slow.Clock.Advance(TimeSpan.FromHours(1));

        var click = ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", slow.Now).Give(Email, slow.Now, Form with { IsConfirmed = true });
        Assert.Equal(ChangeCode.ErasedBefore, (await slow.Tracker.As(Actor.ContactByLink(Ada, link)).ApplyAsync(click, Stop)).Code);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(190)]
    [InlineData(200)]
    public async Task A_rectified_yes_does_not_come_back_however_partsits_id(int length)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var yes = host.Give(Ada).WithId(ChangeId.From(new string('x', length)));
        await host.Tracker.As(Api).ApplyAsync(yes, Stop);
        Assert.Equal(RectificationOutcome.Rectified, await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, yes.Id!.Value, "a scanner's clicks", "ticket 9"), Stop));
        host.Clock.Advance(TimeSpan.FromDays(1));

        await host.Tracker.As(Api).ApplyAsync(yes, Stop);

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(199)]
    public async Task All_parts_of_a_rectified_change_go_however_partsits_id(int length)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var parts = host.Give(Ada).WithId(ChangeId.From(new string('x', length))).Say(Enumerable.Range(0, 4096).Select(n => Statement.Protective(PurposePath.Parse($"other.p{n}"), ConsentFlag.Objection)));
        await host.Tracker.As(Api).ApplyAsync(parts, Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);

        await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, parts.Id!.Value, "a scanner's clicks", "ticket 9"), Stop);

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task What_was_refused_of_a_rectified_change_and_tried_anew_goes_with_it()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var change = ConsentChange.For(Ada).WithId(ChangeId.From("x")).Give(Email, host.Now.Plus(TimeSpan.FromMinutes(20)), Form).Withdraw(Purposes.Profiling.Classic, host.Now);
        await host.Tracker.As(Api).ApplyAsync(change, Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await host.Tracker.As(Api).ApplyAsync(change, Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);

        Assert.Equal(RectificationOutcome.Rectified, await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, ChangeId.From("x"), "a scanner's clicks", "ticket 9"), Stop));
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_no_that_comes_again_reaches_a_purpose_that_another_host_has_published_since()
    {
        using var one = new TrackedHost(configure: o => o.PublicationInterval = TimeSpan.FromHours(1));
        using var two = new TrackedHost(store: one.Store, configure: o => o.PublicationInterval = TimeSpan.FromHours(1));
        var no = ConsentChange.For(Ada).WithId(ChangeId.From("no")).Withdraw(Purposes.Marketing.Automatic.Group).Object(Purposes.Marketing.Automatic.Group);
        await two.Tracker.As(Api).ApplyAsync(no, Stop);
        var whatsapp = PurposePath.Parse("marketing.automatic.whatsapp");
        one.Clock.Advance(TimeSpan.FromSeconds(1));
        await one.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("marketing.automatic.whatsapp", Channel.InstantMessage), Stop);
        await one.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v1", one.Now).Give(whatsapp, one.Now, Form).RetractObjection(whatsapp, one.Now, Form), Stop);
        Assert.True((await one.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, whatsapp), Stop)).IsPermitted);
        two.Clock.Advance(TimeSpan.FromSeconds(2));

        await two.Tracker.As(Api).ApplyAsync(no, Stop);

        Assert.False((await one.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, whatsapp), Stop)).IsPermitted);
    }

    [Theory]
    [InlineData("a no to a linked id")]
    [InlineData("a no to an id linked with a linked one")]
    [InlineData("a link of a linked id with one that had said no")]
    [InlineData("a no to a linked closed id")]
    public async Task A_form_is_stale_for_what_its_reader_did_not_see_of_linked_ids(string meanwhile)
    {
        using var host = new TrackedHost();
        var cleo = ContactId.From("cleo");
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(cleo).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Link(Ada, Bea);
        if (meanwhile.Contains("with a linked one", StringComparison.Ordinal))
        {
            await Link(Bea, cleo);
        }

        if (meanwhile.Contains("closed", StringComparison.Ordinal))
        {
            await host.Privacy.As(Manager).CloseAsync(new() { Contacts = [cleo] }, Stop);
            await host.Privacy.As(Manager).EraseAsync(new(cleo, "GDPR 17(1)(b)"), Stop);
            await Link(Ada, cleo);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var seen = (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = meanwhile switch
        {
            "a no to a linked id" => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Withdraw(Email), Stop),
            "a link of a linked id with one that had said no" => await Link(Bea, cleo),
            _ => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(cleo).Withdraw(Email), Stop),
        };
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var result = await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).Expecting(seen), Stop);
        Assert.Equal(ChangeCode.RevisionConflict, result.Code);
        Assert.False((await host.MayEmail(Ada)).IsPermitted);

        // Whoever reads again, or takes the revision told, has seen it.
        Assert.Equal(result.Revision, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision);
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).Expecting(result.Revision), Stop)).Outcome);

        async Task<ChangeResult> Link(ContactId one, ContactId other) =>
            await host.Tracker.As(Manager).LinkAsync(new(one, other, host.Now, ChangeId.From(Guid.NewGuid().ToString())) { Reason = "one person" }, Stop);
    }
}
