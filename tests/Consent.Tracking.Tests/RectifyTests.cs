using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

/// <summary>The privacy manager takes out what was recorded wrongly.</summary>
public sealed class RectifyTests
{
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");

    private readonly TrackingHost _host = new();

    [Fact]
    public async Task The_clicks_of_a_mail_gateway_are_taken_out_by_a_list_and_the_persons_consents_stand()
    {
        var contacts = (string[])["ada", "bea", "cid"];
        foreach (var contact in contacts)
        {
            await _host.ApplyAsync(Give(contact));
            await _host.ApplyAsync(ConsentChange.For(Contact(contact)).WithId(ChangeId.From("click")).Object(Email, Day(-1)));
        }

        await _host.ApplyAsync(Withdraw("bea", "own", -0.5));
        var list = contacts.Select(c => Clicked(c)).Append(Clicked("nobody")).Append(Clicked("ada"));
        var report = await _host.Privacy.As(s_manager).RectifyAsync(Stream(list), Token);

        Assert.Equal((3, 1), (report.Rectified, report.AlreadyRectified));
        Assert.Equal(new(3, RectificationOutcome.NotOnRecord), Assert.Single(report.NotRectified));
        Assert.True((await _host.DecideAsync("ada")).IsPermitted);
        Assert.False((await _host.DecideAsync("ada")).RectifiedBy.IsDefault);
        Assert.False((await _host.DecideAsync("bea")).IsPermitted);
        Assert.True((await _host.DecideAsync("cid")).IsPermitted);
    }

    [Fact]
    public async Task It_is_on_record_for_ever_with_ground_and_reference_and_done_once()
    {
        var no = await _host.ApplyAsync(Withdraw("ada", "click", -1));
        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Clicked("ada")));
        Assert.Equal(RectificationOutcome.AlreadyRectified, await RectifyAsync(Clicked("ada")));

        var entry = Assert.Single(await _host.LogAsync(), e => e.Type == AuditEntryType.Rectified);
        Assert.Equal((no.Index, "clicks of a mail gateway", "case 7", ChangeId.From("click")), (entry.Facts.Rectifies, entry.Facts.Details["ground"], entry.Evidence!.Reason, entry.Evidence.Rectifies));
        Assert.Equal(("manager", 2L), (entry.Actor!.Id, entry.Subject!.Revision!.Value.Number));
        Assert.Equal(ChangeId.From("click"), Assert.Single((await _host.GetAsync()).Rectified).Change);
    }

    [Fact]
    public async Task An_entry_may_be_named_by_its_place_in_the_log()
    {
        var no = await _host.ApplyAsync(Withdraw("ada", "click", -1));
        Assert.Equal(RectificationOutcome.NotOnRecord, await RectifyAsync(Rectification.OfEntry(Contact("bea"), no.Index!.Value, "wrong person", "case 7")));
        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Rectification.OfEntry(Contact(), no.Index!.Value, "wrong person", "case 7")));
        Assert.Empty((await _host.GetAsync()).Flags);
    }

    [Fact]
    public async Task Neither_a_reading_nor_a_hold_nor_a_rectification_can_be_rectified()
    {
        await _host.ApplyAsync(Withdraw("ada", "click", -1));
        await _host.Audit.As(Officer).HistoryAsync(Contact(), Token);
        await _host.Privacy.As(s_manager).HoldAsync(Contact(), "claim", Token);
        await RectifyAsync(Clicked("ada"));
        foreach (var entry in (await _host.LogAsync()).Where(e => e.Type != AuditEntryType.Changed))
        {
            Assert.Equal(RectificationOutcome.NotOnRecord, await RectifyAsync(Rectification.OfEntry(Contact(), entry.Index, "wrong person", "case 7")));
        }
    }

    [Fact]
    public async Task What_was_true_is_said_again_under_another_id_and_counts()
    {
        await _host.ApplyAsync(Give("ada", "mistyped", -20));
        await RectifyAsync(Rectification.OfChange(Contact(), ChangeId.From("mistyped"), "the wrong date", "case 7"));
        Assert.False((await _host.DecideAsync()).IsPermitted);
        await _host.ApplyAsync(Give("ada", "right", -20));
        Assert.True((await _host.DecideAsync()).IsPermitted);
    }

    [Fact]
    public async Task A_link_that_never_was_right_leaves_nothing_with_either_side()
    {
        await _host.ApplyAsync(Give("bea", "b", -20));
        await _host.Tracker.As(Client).LinkAsync(Link(-10), Token);
        await _host.ApplyAsync(ConsentChange.For(Contact("ada")).WithId(ChangeId.From("no")).Object(Email));
        Assert.False((await _host.DecideAsync("bea")).IsPermitted);

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Rectification.OfChange(Contact("bea"), ChangeId.From("link"), "two customers", "case 7")));

        Assert.True((await _host.DecideAsync("bea")).IsPermitted);
        Assert.False((await _host.DecideAsync("ada")).IsPermitted);
        Assert.Equal([Contact("ada"), Contact("bea")], (await _host.LogAsync()).Where(e => e.Type == AuditEntryType.Rectified).Select(e => e.Subject!.Contact).Order());
        await _host.ApplyAsync(ConsentChange.For(Contact("ada")).WithId(ChangeId.From("later")).Restrict(Email));
        Assert.True((await _host.DecideAsync("bea")).IsPermitted);
    }

    [Fact]
    public async Task The_past_knows_a_link_until_it_was_rectified()
    {
        await _host.Tracker.As(Client).LinkAsync(Link(-10), Token);
        var no = await _host.ApplyAsync(ConsentChange.For(Contact("ada")).WithId(ChangeId.From("no")).Object(Email));
        await RectifyAsync(Rectification.OfChange(Contact("ada"), ChangeId.From("link"), "two customers", "case 7"));

        var known = await _host.Audit.As(Officer).AsKnownUpToAsync(Contact("bea"), no.Index!.Value, cancellationToken: Token);
        var now = await _host.Audit.As(Officer).AsItWasAsync(Contact("bea"), Day(1), Token);
        Assert.Equal((FlagValue.Active, FlagValue.Unset), (known[Contact("bea")][Email].Objection, now[Contact("bea")][Email].Objection));
    }

    [Fact]
    public async Task A_no_that_arrives_while_a_record_is_rectified_counts()
    {
        await _host.ApplyAsync(Give("ada", "give", -20));
        await _host.ApplyAsync(ConsentChange.For(Contact()).WithId(ChangeId.From("click")).Object(Email, Day(-1)));
        _host.Store.BeforeCommit = async () => await _host.ApplyAsync(Withdraw("ada", "own"));

        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Clicked("ada")));
        Assert.Equal((FlagValue.Inactive, FlagValue.Unset), ((await _host.GetAsync())[Email].Status, (await _host.GetAsync())[Email].Objection));
    }

    [Fact]
    public async Task A_lost_answer_rectifies_once()
    {
        await _host.ApplyAsync(Withdraw("ada", "click", -1));
        _host.Store.AnswersToLose = 1;
        Assert.Equal(RectificationOutcome.Rectified, await RectifyAsync(Clicked("ada")));
        Assert.Single(await _host.LogAsync(), e => e.Type == AuditEntryType.Rectified);
    }

    [Fact]
    public async Task An_erasure_takes_the_rectifications_of_a_link_from_the_other_side_too()
    {
        await _host.Tracker.As(Client).LinkAsync(Link(-10), Token);
        await RectifyAsync(Rectification.OfChange(Contact("ada"), ChangeId.From("link"), "two customers", "case 7"));
        await _host.Privacy.As(s_manager).EraseAsync(new(Contact("ada"), "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Token);

        Assert.DoesNotContain(await _host.LogAsync(), e => e.Subject?.Contact == Contact("ada") || e.Subject?.Other == Contact("ada"));
        Assert.Empty((await _host.GetAsync("bea")).Links);
    }

    private static Rectification Clicked(string contact) => Rectification.OfChange(Contact(contact), ChangeId.From("click"), "clicks of a mail gateway", "case 7");

    private ValueTask<RectificationOutcome> RectifyAsync(Rectification rectification) => _host.Privacy.As(s_manager).RectifyAsync(rectification, Token);
}
